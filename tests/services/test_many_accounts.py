"""What happens when two browsers of one person, or two strangers, do the same at once. On both databases."""

import pytest
from sqlalchemy import func, select

from course_app.domain import links as purposes
from course_app.domain.sign_in_limits import TooManyAsks
from course_app.extensions import read_connection
from course_app.models import Message, OneTimeLink, Person
from course_app.queries.viewer import load_viewer
from course_app.services import administering, recovering, securing, signing_in
from course_app.services.links import LinkSpent, make_link
from course_app.services.transaction import transaction
from tests.conftest import LETTERHEAD, START, person_named
from tests.meeting import at_once

SITE = LETTERHEAD.site
HASHES = ["one code", "another code"]


@pytest.fixture
def learner(app):
    """The learner, as a request knows them."""
    person = person_named("learner")
    signing_in.open_sign_in(person.id, "a token", "pytest", "127.0.0.1", START)
    return load_viewer(person.fs_uniquifier, signing_in.fingerprint("a token"), START.replace(year=2020))


def one(statement):
    with read_connection() as connection:
        return connection.execute(statement).scalar_one()


def ask(learner):
    return recovering.ask_for_password(learner.email, "127.0.0.1", LETTERHEAD, START)


def new_password_token(learner):
    with transaction() as session:
        return make_link(session, purposes.NEW_PASSWORD, learner.id, learner.email, START)


def unused_links(learner):
    return one(
        select(func.count(OneTimeLink.id)).where(OneTimeLink.person_id == learner.id, OneTimeLink.used_at.is_(None))
    )


def test_a_link_used_twice_at_once_works_once(app, learner):
    token = new_password_token(learner)
    used = at_once(app, *[lambda: recovering.set_password(token, "a hash", SITE, START)] * 2)
    assert sorted(type(each).__name__ for each in used) == ["LinkSpent", "str"]
    assert one(select(func.count(Message.id))) == 1


def test_of_links_asked_for_at_once_the_last_alone_works(app, learner):
    at_once(app, *[lambda: ask(learner)] * 3)
    assert (unused_links(learner), one(select(func.count(OneTimeLink.id)))) == (1, 3)


def test_asking_four_times_at_once_is_once_too_often(app, learner):
    asked = at_once(app, *[lambda: ask(learner)] * 4)
    assert sorted(isinstance(each, TooManyAsks) for each in asked) == [False, False, False, True]


def test_a_link_that_is_used_while_another_is_asked_for_works_first_or_not_at_all(app, learner):
    """The two lock the same rows, and never wait for each other in a ring."""
    token = new_password_token(learner)
    used, _ = at_once(app, lambda: recovering.set_password(token, "a hash", SITE, START), lambda: ask(learner))
    assert isinstance(used, LinkSpent) == (person_named("learner").password != "a hash")
    assert unused_links(learner) == 1


def test_a_recovery_code_given_twice_at_once_counts_once(app, learner):
    securing.turn_on(learner, "secret", 1, HASHES, SITE, START)
    used = at_once(app, *[lambda: securing.use_recovery_code(learner.id, HASHES[0], START)] * 3)
    assert sorted(used) == [False, False, True]
    assert person_named("learner").mf_recovery_codes == HASHES[1:]


def test_two_recovery_codes_given_at_once_are_both_used_up(app, learner):
    securing.turn_on(learner, "secret", 1, HASHES, SITE, START)
    used = at_once(app, *(lambda each=each: securing.use_recovery_code(learner.id, each, START) for each in HASHES))
    assert used == [True, True]
    assert person_named("learner").mf_recovery_codes == []


def test_an_authenticators_code_given_twice_at_once_counts_once(app, learner):
    securing.turn_on(learner, "secret", 1, HASHES, SITE, START)
    assert sorted(at_once(app, *[lambda: securing.use_code(learner.id, 2)] * 3)) == [False, False, True]


def test_the_second_step_turned_off_twice_at_once_is_told_once(app, learner):
    securing.turn_on(learner, "secret", 1, HASHES, SITE, START)
    at_once(app, *[lambda: securing.turn_off(learner, SITE, START)] * 2)
    assert one(select(func.count(Message.id))) == 2


def test_two_administrators_who_close_each_others_accounts_at_once_leave_one_of_them(app):
    first, second = person_named("admin"), person_named("learner")
    administering.make_administrator(first.id, second.public_id, "For the test", START)

    def close(actor, other):
        return administering.close_account(actor.id, other.public_id, "For the test", START)

    closed = at_once(app, lambda: close(first, second), lambda: close(second, first))
    assert sorted(type(each).__name__ for each in closed) == ["LastAdministrator", "NoneType"]
    assert one(select(func.count(Person.id)).where(Person.is_admin, Person.active)) == 1
