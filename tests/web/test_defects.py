"""When the program itself fails: an answer of ours all the same, and nothing personal in the log."""

import json

import pytest
from sqlalchemy import text

from course_app.extensions import db
from course_app.services import accounts
from tests.conftest import START


def test_a_defect_answers_with_our_page_though_nobody_can_be_told(as_person, app):
    browser = as_person("learner")
    with db.engines[None].begin() as connection:
        connection.execute(text("ALTER TABLE sign_in RENAME TO gone"))
    answer = browser.get("/learn")
    assert (answer.status_code, "Something went wrong on our side" in answer.text) == (500, True)
    assert "script-src" in answer.headers["Content-Security-Policy"]
    assert "Traceback" not in answer.text


@pytest.mark.own_app
@pytest.mark.parametrize(
    ("contact", "whom"),
    [
        ("", "whoever runs this site"),
        ("help@example.org", '<a href="mailto:help@example.org">help@example.org</a>'),
    ],
)
def test_an_error_page_says_whom_to_write_to(client, app, contact, whom):
    app.jinja_env.globals["contact"] = contact
    assert f"If you write to {whom} about this, give the number" in client.get("/nothing-here").text


def test_the_log_of_a_database_error_holds_no_personal_values(app, capsys):
    with db.engines[None].begin() as connection:
        connection.execute(text("ALTER TABLE audit_entry RENAME TO gone"))
    with pytest.raises(Exception) as error:  # noqa: PT011  whichever the driver raises
        accounts.make_person("Nobody Atall", "nobody@example.org", "a hash", START)
    assert [word for word in ("nobody@example.org", "Atall", "a hash") if word in str(error.value)] == []
    assert "parameters hidden" in json.dumps(str(error.value))
