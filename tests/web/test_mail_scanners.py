"""Mail scanners open every link before its reader does: that changes nothing, and the link works afterwards."""

import pytest
from sqlalchemy import select

from course_app.extensions import Base, read_connection
from course_app.models import Person
from course_app.services import accounts
from course_app.services.transaction import transaction
from tests import acts
from tests.conftest import START, person_named


def everything():
    """All rows of all tables."""
    with read_connection() as connection:
        return {
            name: connection.execute(select(table).order_by(*table.primary_key)).all()
            for name, table in Base.metadata.tables.items()
        }


def first_administrator():
    with transaction() as session:
        for person in session.scalars(select(Person)):
            person.is_admin = False
    return accounts.make_first_admin_link(START)


LINKS = {
    "confirmation": (
        lambda: f"/confirmations/{acts.asked_for_email(person_named('learner').id, 'new@example.org')}",
        {},
    ),
    "new password": (
        lambda: f"/new-password/{acts.asked_for_password('learner@example.org')}",
        {"password": "four words nobody guesses"},
    ),
    "first administrator": (
        lambda: f"/first-administrator/{first_administrator()}",
        {"name": "Ada New", "email": "ada.new@example.org", "password": "four words nobody guesses"},
    ),
}


@pytest.mark.parametrize("kind", LINKS)
def test_opening_a_link_again_and_again_changes_no_row_and_its_button_still_works(browser, kind):
    make, fields = LINKS[kind]
    path = make()
    before = everything()
    for _ in range(3):
        scanner = browser("a mail scanner")
        assert scanner.get(path).status_code == 200
        assert scanner.client.head(path).status_code == 200
    assert everything() == before
    assert browser().send(path, fields).status_code == 303
    assert everything() != before
