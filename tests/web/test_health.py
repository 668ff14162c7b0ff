"""Whether the program is well."""

from sqlalchemy import text, update

from course_app.extensions import db
from course_app.models import Course
from course_app.services.transaction import transaction


def said(answer):
    return answer.status_code, answer.text, answer.headers["Cache-Control"], "Set-Cookie" in answer.headers


def test_the_process_lives_and_asks_no_database(client, statements):
    with statements() as seen:
        answer = client.get("/health/live")
    assert (said(answer), seen) == ((200, "ok\n", "no-store", False), [])


def test_it_is_ready_when_a_course_is_published(client):
    assert said(client.get("/health/ready")) == (200, "ok\n", "no-store", False)


def test_without_a_course_it_is_not_ready(client):
    with transaction() as session:
        session.execute(update(Course).values(newest_number=0))
    assert said(client.get("/health/ready")) == (503, "No course is published yet.\n", "no-store", False)


def test_without_the_tables_it_is_not_ready(client):
    with db.engines[None].begin() as connection:
        connection.execute(text("ALTER TABLE course RENAME TO elsewhere"))
    assert said(client.get("/health/ready")) == (503, "The database does not answer.\n", "no-store", False)
