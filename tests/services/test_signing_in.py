"""Sign-ins as rows, and failures counted."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, func, select, update

from course_app.domain.sign_in_limits import TooManyFailures
from course_app.extensions import db, read_connection
from course_app.gateways.tokens import fingerprint
from course_app.models import Course, Membership, Person, SignIn, SignInFailure
from course_app.queries.accounts import open_sign_ins
from course_app.queries.viewer import load_viewer
from course_app.services import registering, signing_in
from course_app.services.transaction import transaction
from tests.conftest import LETTERHEAD

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=30)
HOME = "192.0.2.7"
EMAIL = "sian@example.org"


@pytest.fixture(autouse=True)
def account(app):
    return registering.register("Siân", EMAIL, "a hash", NOW, LETTERHEAD)


def viewer(account, token="one", opened_after=LONG_AGO):
    return load_viewer(account.fs_uniquifier, fingerprint(token), opened_after)


def sign_in(account, token="one", **options):
    return signing_in.open_sign_in(account.id, token, "Firefox/140", HOME, NOW, **options)


def fail(times, email=EMAIL, address=HOME, now=NOW):
    for _ in range(times):
        signing_in.note_failure(email, address, now)


def test_a_viewer_is_read_with_one_statement(account):
    sign_in(account)
    seen = []
    for engine in db.engines.values():
        event.listen(engine, "before_cursor_execute", lambda *arguments: seen.append(arguments[2]))
    assert viewer(account).name == "Siân"
    assert len(seen) == 1


def test_a_viewer_knows_the_courses_of_each_role(account):
    with transaction() as session:
        for slug in ("one", "two", "three"):
            session.add(Course(slug=slug, title=slug, created_at=NOW))
        session.flush()
        ids = dict(session.execute(select(Course.slug, Course.id)).all())
        for slug, role in (("one", "instructor"), ("two", "instructor"), ("two", "reviewer")):
            session.add(Membership(person_id=account.id, course_id=ids[slug], role=role, created_at=NOW))
    sign_in(account)
    seen = viewer(account)
    assert (seen.instructor_of, seen.reviewer_of) == ({ids["one"], ids["two"]}, {ids["two"]})
    assert seen.roles == {"learner", "instructor", "reviewer"}


def test_an_admin_has_the_role(account):
    with transaction() as session:
        session.execute(update(Person).values(is_admin=True))
    sign_in(account)
    assert viewer(account).roles == {"learner", "admin"}


def test_a_token_opens_only_its_own_persons_session(account):
    sign_in(account)
    other = registering.register("Eve", "eve@example.org", "a hash", NOW, LETTERHEAD)
    signing_in.open_sign_in(other.id, "two", "", HOME, NOW)
    assert load_viewer(other.fs_uniquifier, fingerprint("one"), LONG_AGO) is None
    assert load_viewer(other.fs_uniquifier, fingerprint("two"), LONG_AGO).id == other.id


def test_a_closed_sign_in_opens_nothing(account):
    signing_in.close_sign_in(sign_in(account), NOW)
    assert viewer(account) is None


def test_a_sign_in_that_is_too_old_opens_nothing(account):
    sign_in(account)
    assert viewer(account, opened_after=NOW) is None


def test_an_inactive_person_is_no_viewer(account):
    sign_in(account)
    with transaction() as session:
        session.execute(update(Person).values(active=False))
    assert viewer(account) is None


def test_a_new_uniquifier_ends_every_session(account):
    sign_in(account)
    with transaction() as session:
        session.execute(update(Person).where(Person.id == account.id).values(fs_uniquifier="another"))
    assert viewer(account) is None


def test_signing_in_again_in_one_browser_ends_the_earlier_sign_in(account):
    first = sign_in(account)
    sign_in(account, "two", instead_of=first)
    assert viewer(account, "one") is None
    assert viewer(account, "two") is not None


def test_one_sign_in_is_revoked_and_the_others_hold(account):
    sign_in(account, "one")
    second = sign_in(account, "two")
    signing_in.revoke_sign_in(viewer(account), second, NOW)
    signing_in.revoke_sign_in(viewer(account), second, NOW)
    assert viewer(account, "one") is not None
    assert viewer(account, "two") is None


def test_all_other_sign_ins_are_revoked_at_once(account):
    for token in ("one", "two", "three"):
        sign_in(account, token)
    assert signing_in.revoke_other_sign_ins(viewer(account), NOW) == 2
    assert [bool(viewer(account, token)) for token in ("one", "two", "three")] == [True, False, False]
    assert signing_in.revoke_other_sign_ins(viewer(account), NOW) == 0


def test_nobody_revokes_anothers_sign_in(account):
    mine = sign_in(account)
    other = registering.register("Eve", "eve@example.org", "a hash", NOW, LETTERHEAD)
    signing_in.open_sign_in(other.id, "eves", "", HOME, NOW)
    eve = load_viewer(other.fs_uniquifier, fingerprint("eves"), LONG_AGO)
    with pytest.raises(signing_in.NoSuchSignIn):
        signing_in.revoke_sign_in(eve, mine, NOW)
    signing_in.revoke_other_sign_ins(eve, NOW)
    assert viewer(account) is not None


def test_the_list_holds_what_still_holds_the_last_used_first(account):
    first, second, third = (sign_in(account, token) for token in ("one", "two", "three"))
    signing_in.close_sign_in(second, NOW)
    signing_in.note_seen(viewer(account), NOW + timedelta(hours=2))
    assert [one.id for one in open_sign_ins(account.id, LONG_AGO)] == [first, third]
    assert open_sign_ins(account.id, NOW) == ()


def test_a_long_agent_is_cut(account):
    signing_in.open_sign_in(account.id, "one", "A" * 5_000, HOME, NOW)
    with read_connection() as connection:
        assert connection.execute(select(func.length(SignIn.agent))).all() == [(300,)]


def test_an_account_waits_at_one_address_after_five_failures(account):
    fail(4)
    signing_in.throttled(EMAIL, HOME, NOW)
    fail(1)
    with pytest.raises(TooManyFailures, match="Wait 5 minutes"):
        signing_in.throttled(EMAIL, HOME, NOW)
    signing_in.throttled(EMAIL, "198.51.100.1", NOW)
    signing_in.throttled("other@example.org", HOME, NOW)
    signing_in.throttled(EMAIL, HOME, NOW + timedelta(minutes=5))


def test_an_account_waits_everywhere_after_thirty_failures_from_anywhere(account):
    for number in range(30):
        fail(1, address=f"192.0.2.{number}")
    with pytest.raises(TooManyFailures, match="Wait 15 minutes"):
        signing_in.throttled(EMAIL, "198.51.100.1", NOW)


def test_an_unknown_e_mail_waits_like_a_known_one(account):
    fail(5, email="nobody@example.org")
    with pytest.raises(TooManyFailures):
        signing_in.throttled("nobody@example.org", HOME, NOW)


def test_an_address_waits_after_a_thousand_failures(account):
    with transaction() as session:
        session.add_all(SignInFailure(account=f"{number}", address=HOME, at=NOW) for number in range(999))
    signing_in.throttled("new@example.org", HOME, NOW)
    fail(1, email="another@example.org")
    with pytest.raises(TooManyFailures, match="Wait 10 minutes"):
        signing_in.throttled("new@example.org", HOME, NOW)


def test_the_last_of_500_people_behind_one_address_signs_in_after_everybody_has_failed_twice(account):
    with transaction() as session:
        for number in range(499):
            row = {"account": fingerprint(f"p{number}@example.org"), "address": HOME, "at": NOW}
            session.add_all([SignInFailure(**row), SignInFailure(**row)])
    fail(1)
    signing_in.throttled(EMAIL, HOME, NOW)
    sign_in(account)
    assert viewer(account) is not None


def test_signing_in_forgets_this_persons_failures_from_this_address(account):
    fail(4)
    fail(1, address="198.51.100.1")
    sign_in(account)
    with read_connection() as connection:
        assert connection.execute(select(SignInFailure.address)).all() == [("198.51.100.1",)]


def test_failures_that_no_limit_looks_at_are_forgotten_and_no_e_mail_is_kept(account):
    fail(3)
    fail(1, now=NOW + timedelta(minutes=16))
    with read_connection() as connection:
        assert connection.execute(select(SignInFailure.account)).all() == [(fingerprint(EMAIL),)]
