"""What has been kept long enough goes, in portions, and nothing else does; what went is told."""

from datetime import timedelta

from sqlalchemy import func, insert, select, update

from course_app.domain.retention import rules
from course_app.domain.sign_in_limits import LONGEST_WINDOW
from course_app.extensions import read_connection
from course_app.gateways import clock
from course_app.models import AuditEntry, Message, OneTimeLink, Person, SignIn, SignInFailure
from course_app.queries.retention import retention_page
from course_app.services.clearing import PORTION, clear_old
from course_app.services.transaction import core_transaction
from tests.conftest import person_named


def added(table, **values):
    with core_transaction() as connection:
        return connection.execute(insert(table).values(**values).returning(table.id)).scalar_one()


def left(table):
    with read_connection() as connection:
        return set(connection.execute(select(table.id)).scalars())


def test_each_kind_goes_at_its_day_and_what_is_still_needed_stays(app):
    now, learner = clock.now(), person_named("learner").id
    young, old = now - timedelta(days=89), now - timedelta(days=90)
    before = {table: left(table) for table in (SignIn, OneTimeLink, Message)}

    def sign_in(at, ended=None):
        words = {"token_hash": f"{at} {ended}", "agent": "", "address": ""}
        return added(SignIn, person_id=learner, created_at=at, last_seen_at=now, revoked_at=ended, **words)

    def link(used, ends, token):
        times = {"created_at": now - timedelta(days=400), "used_at": used, "expires_at": ends}
        return added(OneTimeLink, purpose="first-admin", email="", token_hash=token, **times)

    def mail(state, days, again=None):
        words = {"subject": "", "body": "", "link": "", "message_id": "", "error": "", "tries": 0}
        at = now - timedelta(days=days)
        return added(Message, address="a@example.org", state=state, created_at=at, again_of_id=again, **words)

    stay = {
        SignIn: {sign_in(young), sign_in(old - timedelta(days=9), young)},
        OneTimeLink: {link(None, None, "a"), link(now - timedelta(days=29), None, "b")},
    }
    sign_in(old), sign_in(old - timedelta(days=9), old)
    link(None, now - timedelta(days=30), "c"), link(now - timedelta(days=31), now + timedelta(days=9), "d")
    first = mail("dead", 181)
    stay[Message] = {mail("waiting", 400), mail("sent", 179, first)}

    oldest = {one.rule.kind.key: one.goes_at for one in retention_page(rules(app.config["SETTINGS"].keep_days)).lines}
    assert (oldest["sign_ins"], oldest["mails"]) == (now, now - timedelta(days=1))
    tries = [added(SignInFailure, account="", address="", at=now - length) for length in (LONGEST_WINDOW, timedelta(0))]
    assert clear_old(now) == 5
    assert left(SignInFailure) == {tries[1]}
    assert {table: left(table) for table in stay} == {table: stay[table] | before[table] for table in stay}
    told = {one.words for one in retention_page(rules(app.config["SETTINGS"].keep_days)).removals}
    assert told == {
        "Sign-ins: 2 older than 90 days",
        "One-time links: 2 older than 30 days",
        "Mails: 1 older than 180 days",
    }
    assert clear_old(now) == 0


def test_more_than_a_portion_goes_in_one_round(app):
    now, learner = clock.now(), person_named("learner").id
    at = now - timedelta(days=200)
    one = {"person_id": learner, "created_at": at, "last_seen_at": at, "agent": "", "address": ""}
    with core_transaction() as connection:
        connection.execute(insert(SignIn), [one | {"token_hash": str(number)} for number in range(PORTION + 5)])
    assert clear_old(now) == PORTION + 5


def test_an_account_that_nobody_confirmed_and_nothing_hangs_on_is_erased(app):
    at, there = clock.now() - timedelta(days=90), {"learner", "instructor", "admin"}
    keys = {"fs_uniquifier": "u" * 32, "public_id": "f" * 32, "search_key": "nobody", "sort_key": "nobody"}
    added(
        Person,
        name="Nobody Yet",
        email="nobody@example.org",
        created_at=at,
        zone="",
        active=True,
        is_admin=False,
        theme="system",
        text_size="standard",
        **keys,
    )
    with core_transaction() as connection:
        connection.execute(update(Person).values(confirmed_at=None, created_at=at))
    clear_old(clock.now() - timedelta(seconds=1))
    emails = select(Person.email).where(Person.erased_at.is_(None))
    with read_connection() as connection:
        assert "nobody@example.org" in connection.execute(emails).scalars().all()
    clear_old(clock.now())
    with read_connection() as connection:
        kept = set(connection.execute(emails).scalars())
        assert "nobody@example.org" not in kept
        assert {f"{name}@example.org" for name in there} <= kept
        erased = select(func.count(AuditEntry.id)).where(
            AuditEntry.verb == "data erased", AuditEntry.actor_id.is_(None)
        )
        assert connection.execute(erased).scalar_one() == 9 - len(kept)
