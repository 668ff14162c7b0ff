"""What somebody did before a page is shown. Each act goes through the services and returns what addresses name."""

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select, update

from course_app.domain.accommodations import Accommodation
from course_app.domain.questions import key_of
from course_app.extensions import db
from course_app.formats import receipt as receipt_format
from course_app.gateways import keys, tokens
from course_app.models import (
    Attempt,
    AttemptItem,
    Course,
    Enrolment,
    Membership,
    Message,
    Passkey,
    Person,
    RegistrationTry,
    Response,
)
from course_app.queries.catalogue import Outline, newest_outline
from course_app.queries.corrections import own_corrections
from course_app.queries.questions import question
from course_app.queries.receipts import receipt_of
from course_app.queries.viewer import load_viewer
from course_app.services import (
    accounts,
    answering,
    attempting,
    confirming,
    correcting,
    recovering,
    signing_in,
    studying,
)
from course_app.services.accommodating import Single, adjust_quiz, give_profile
from course_app.services.answer_desk import Given
from course_app.services.deciding_late import Verdict, decide_late
from course_app.services.transaction import transaction
from tests.conftest import LETTERHEAD, START
from tests.stage import Stage

ALIASES = "abcdefghijkl"
KETTLES = "In one survey one kettle in ten whistled."
"""What the passage `kettles-whistle` of the small course says."""
SMALL, DEMO = "small-course", "foundation-dry-needling"


def nothing(_stage: Stage, _person: int) -> dict[str, str]:
    """Nothing was done."""
    return {}


def several(*acts):
    """One act after the other."""

    def act(stage, person):
        found = {}
        for one in acts:
            found |= one(stage, person)
        return found

    return act


def started(quiz, course=SMALL, minutes_ago=3.0, seed=7):
    """An attempt was started some minutes ago; nothing is answered."""

    def act(stage, person):
        began = stage.now - timedelta(minutes=minutes_ago)
        return {"attempt": attempting.start_attempt(person, course, quiz, began, seed)}

    return act


def half_answered(quiz, course=SMALL, minutes_ago=3.0):
    """All questions but the second and the last are answered; the second and the third are flagged."""

    def act(stage, person):
        attempt = started(quiz, course, minutes_ago)(stage, person)["attempt"]
        total = len(keys_of(attempt))
        given = [
            Given(slot, "before", () if slot in (2, total) else ("b",), seq=slot, flag=slot in (2, 3))
            for slot in range(1, total + 1)
        ]
        answering.save(attempt, person, given, stage.now - timedelta(minutes=minutes_ago / 2))
        return {"attempt": attempt}

    return act


def answered_in_two_places(quiz):
    """Question 1 was answered in two tabs; the second answer waits for the learner's word."""

    def act(stage, person):
        attempt = started(quiz)(stage, person)["attempt"]
        answering.save(attempt, person, [Given(1, "one", ("a",), seq=1, base=0)], stage.now)
        answering.save(attempt, person, [Given(1, "other", ("b",), seq=1, base=0)], stage.now)
        return {"attempt": attempt}

    return act


def handed_in(quiz, course=SMALL, right=1.0, times=1, minutes_ago=30.0, apart=1.0):
    """Attempts were handed in, the last one some minutes ago; `right` is the share answered rightly, from the front.

    With `right` None nothing was answered. `attempt` is the last one.
    """

    def act(stage, person):
        attempt = ""
        for place in range(times):
            ended = stage.now - timedelta(minutes=minutes_ago) - timedelta(hours=apart * (times - 1 - place))
            attempt = attempting.start_attempt(person, course, quiz, ended - timedelta(minutes=5), place)
            if right is not None:
                answer_all(attempt, person, right, ended - timedelta(minutes=1))
            attempting.submit(attempt, person, ended)
        return {"attempt": attempt}

    return act


def has_receipt(quiz, course=SMALL, right=1.0, change=("", "")):
    """An attempt was handed in, and its receipt downloaded; `change` replaces a piece of the receipt's text."""

    def act(stage, person):
        attempt = handed_in(quiz, course, right)(stage, person)["attempt"]
        content = receipt_text(attempt, person, stage.app.config["SETTINGS"].data)
        return {"attempt": attempt, "receipt": content.replace(*change)}

    return act


def receipt_text(attempt: str, person: int, data: Path) -> str:
    """The receipt of an attempt as its learner downloads it."""
    return receipt_format.write(receipt_of(attempt, person), keys.receipt_key(data)).decode()


def ran_out(quiz):
    """An attempt's time ran out after everything was answered, and it was closed since."""

    def act(stage, person):
        attempt = started(quiz, minutes_ago=120)(stage, person)["attempt"]
        answer_all(attempt, person, 1, stage.now - timedelta(minutes=118))
        attempting.close_overdue(stage.now)
        return {"attempt": attempt}

    return act


def moved(quiz, opens="2026-11-22 08:00", closes="2026-11-24 12:00", **profile):
    """A profile was given to the person, and the window of a quiz of the closed course moved for them."""

    def act(stage, person):
        outline, ola = newest_outline("closed-course"), stage.person("", (), "other-instructor@example.org")
        with db.engines["read"].connect() as connection:
            public_id = connection.execute(select(Person.public_id).where(Person.id == person)).scalar_one()
        give_profile(ola, outline.course_id, public_id, Accommodation(**profile), stage.now)
        single = Single(0, 0, "On leave on the day itself.", 0, opens, closes)
        adjust_quiz(ola, outline, public_id, quiz, single, stage.now)
        return {"given": public_id}

    return act


def given(quiz="", minutes=0, attempts=0, **profile):
    """An instructor gave the person a profile, or attempts and minutes at a quiz of the small course."""

    def act(stage, person):
        outline, ann = newest_outline(SMALL), stage.person("", (), "instructor@example.org")
        with db.engines["read"].connect() as connection:
            public_id = connection.execute(select(Person.public_id).where(Person.id == person)).scalar_one()
        give_profile(ann, outline.course_id, public_id, Accommodation(**profile), stage.now)
        if quiz:
            reason = "The fire alarm went off in the middle of it."
            adjust_quiz(ann, outline, public_id, quiz, Single(attempts, minutes, reason, 0), stage.now)
        return {"given": public_id}

    return act


def came_late(quiz, decision=""):
    """An attempt ran out, and an answer came after its end; `decision`: "count", "leave-out", or none yet."""

    def act(stage, person):
        attempt = answered_late(person, stage.now, quiz)
        if decision:
            reason = "The hospital’s network was down from 9 to 10, as its IT desk confirmed."
            verdict = Verdict(through=1, seen=0, counts=decision == "count", reason=reason)
            ann = stage.person("", (), "instructor@example.org")
            decide_late(ann, newest_outline(SMALL).course_id, attempt, verdict, stage.now)
        return {"attempt": attempt}

    return act


def suggested_by(person: int, now: datetime, body: str = "It was two in ten.", passage: str = "kettles-whistle") -> str:
    """A correction that somebody suggests to a passage of the small course; its public id."""
    outline = newest_outline(SMALL)
    correcting.suggest(person, outline.course_id, outline.passages[passage], body, now)
    return own_corrections(outline, person, passage).corrections[0].public_id


def suggested(*decisions, bodies=("It was two in ten, says the survey’s table 2.",)):
    """Somebody suggested corrections to `kettles-whistle`; the first ones are decided, each as (state, answer)."""

    def act(stage, person):
        course, ann = newest_outline(SMALL).course_id, stage.person("", (), "instructor@example.org")
        found = [suggested_by(person, stage.now, body) for body in bodies]
        for correction, (state, answer) in zip(found, decisions, strict=False):
            correcting.decide(ann, course, correction, correcting.Decision(state, answer, 0), stage.now)
        return {"correction": found[-1]}

    return act


def among_others(lesson):
    """A passage in whose paragraph there are most others."""

    def act(_stage, _person):
        passages = newest_outline(DEMO).lessons[lesson].lesson.passages
        counted = Counter(one.paragraph for one in passages).most_common(1)[0][0]
        return {"passage": next(one.id for one in passages if one.paragraph == counted)}

    return act


def answered_late(person: int, now: datetime, quiz: str = "sitting") -> str:
    """An attempt that ran out before `now`, whose first question was answered late."""
    attempt = attempting.start_attempt(person, SMALL, quiz, now - timedelta(minutes=25), 7)
    late = now - timedelta(minutes=14, seconds=23)
    attempting.close_overdue(late)
    answering.save(attempt, person, [Given(1, "late", keys_of(attempt)[1], seq=1)], late)
    return attempt


def read(*slugs, course=SMALL):
    """The lessons were marked as read (all of the course when none is named), one an hour."""

    def act(stage, person):
        outline = newest_outline(course)
        for hours, card in enumerate(card for card in outline.written if not slugs or card.slug in slugs):
            when = stage.now - timedelta(hours=20 - hours)
            studying.mark_as_read(enrolment_of(person, outline), card.lesson_id, card.version_id, when)
        return {}

    return act


def stopped_at(slug, paragraph, course=SMALL, days_ago=2):
    """The reader left a lesson at a paragraph."""

    def act(stage, person):
        outline = newest_outline(course)
        when = stage.now - timedelta(days=days_ago)
        studying.remember_place(enrolment_of(person, outline), outline.lessons[slug].lesson_id, paragraph, when)
        return {}

    return act


def signed_in_elsewhere(times):
    """Sign-ins on other devices still hold."""

    def act(stage, person):
        agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1"
        for days in range(times):
            when = stage.now - timedelta(days=days % 29)
            signing_in.open_sign_in(person, tokens.new_token(), agent, f"2001:db8::{days:x}", when)
        return {}

    return act


def failed_to_sign_in(email, times=5):
    """Somebody gave a wrong password for that e-mail, again and again."""

    def act(stage, _person):
        for _ in range(times):
            signing_in.note_failure(email, "127.0.0.1", stage.now)
        return {}

    return act


def many_registered(stage, _person):
    """So many taken e-mails were tried from this address that registering has to wait."""
    with transaction() as session:
        session.add_all(RegistrationTry(address="127.0.0.1", was_taken=True, at=stage.now) for _ in range(100))
    return {}


def chose(theme, text_size):
    """The person chose colours and a text size."""

    def act(_stage, person):
        accounts.choose_appearance(person, theme, text_size)
        return {}

    return act


def without_administrator(stage: Stage, _person: int) -> dict[str, str]:
    """The first administrator's link was printed."""
    return {"token": accounts.make_first_admin_link(stage.now) or ""}


def unconfirmed(_stage, person):
    """The e-mail is not confirmed, as after registering."""
    with transaction() as session:
        session.execute(update(Person).where(Person.id == person).values(confirmed_at=None))
    return {}


def asked_for_erasure(stage, person):
    """The person asked for the erasure of their data."""
    with transaction() as session:
        session.execute(update(Person).where(Person.id == person).values(erasure_asked_at=stage.now))
    return {}


def forgot_password(stage, person):
    """A link for a new password was sent."""
    return {"token": asked_for_password(email_of(person), stage.now)}


def wants_email(email):
    """A link to confirm another e-mail was sent."""

    def act(stage, person):
        return {"token": asked_for_email(person, email, stage.now)}

    return act


def asked_for_password(email: str, now: datetime = START) -> str:
    """The token of a link for a new password."""
    recovering.ask_for_password(email, "192.0.2.1", LETTERHEAD, now)
    return mailed_token()


def asked_for_email(person: int, email: str, now: datetime = START) -> str:
    """The token of a link that confirms another e-mail."""
    with db.engines["read"].connect() as connection:
        identity = connection.execute(select(Person.fs_uniquifier).where(Person.id == person)).scalar_one()
    token = tokens.new_token()
    signing_in.open_sign_in(person, token, "acts", "", now)
    viewer = load_viewer(identity, tokens.fingerprint(token), now - timedelta(days=1))
    signing_in.close_sign_in(viewer.sign_in_id, now)
    confirming.ask_for_email(viewer, email, "192.0.2.1", LETTERHEAD, now)
    return mailed_token()


def mailed_token() -> str:
    """The token of the link in the newest mail."""
    with db.engines["read"].connect() as connection:
        return connection.execute(select(Message.link).order_by(Message.id.desc()).limit(1)).scalar_one().split("/")[-1]


def withdrawn(_stage, person):
    """The person's enrolments have ended."""
    with transaction() as session:
        session.execute(update(Enrolment).where(Enrolment.person_id == person).values(ended_at=START))
    return {}


def access_ended(stage, person):
    """The time for which the person was enrolled is over."""
    over = stage.now - timedelta(days=3)
    with transaction() as session:
        theirs = update(Enrolment).where(Enrolment.person_id == person)
        session.execute(theirs.values(expires_at=over, ended_at=over))
    return {}


def second_step_on(stage, person):
    """Signing in asks for a code."""
    authenticator = stage.app.extensions["authenticator"]
    secret = authenticator.generate_totp_secret()
    hashes = [authenticator.fingerprint(person, code) for code in authenticator.new_recovery_codes()]
    with transaction() as session:
        values = {"tf_totp_secret": secret, "mf_recovery_codes": hashes, "tf_last_counter": 0}
        session.execute(update(Person).where(Person.id == person).values(**values))
    return {}


def instructs(days, then=None, course=DEMO):
    """The person instructs, and was asked for a second step some days ago; then the other act."""

    def act(stage, person):
        asked = stage.now - timedelta(days=days)
        with transaction() as session:
            course_id = session.scalars(select(Course.id).where(Course.slug == course)).one()
            session.add(Membership(person_id=person, course_id=course_id, role="instructor", created_at=asked))
            session.execute(update(Person).where(Person.id == person).values(second_step_asked_at=asked))
        return then(stage, person) if then else {}

    return act


def passkeys(*names):
    """The person has passkeys; the first one was used two days ago."""

    def act(stage, person):
        for number, name in enumerate(names):
            made = stage.now - timedelta(days=20 - number)
            passkey = passkey_of(person, name, made)
            if not number:
                with transaction() as session:
                    last = {"lastuse_datetime": stage.now - timedelta(days=2)}
                    session.execute(update(Passkey).where(Passkey.id == passkey).values(**last))
        return {}

    return act


def passkey_of(person: int, name: str, now: datetime = START) -> int:
    """A person's new passkey, on no device; its id."""
    with transaction() as session:
        row = session.get_one(Person, person)
        row.fs_webauthn_user_handle = row.public_id
        session.flush()
        passkey = Passkey(
            user_id=row.public_id,
            credential_id=tokens.new_token().encode(),
            public_key=b"a key",
            name=name,
            usage="first",
            create_datetime=now,
            lastuse_datetime=now,
        )
        session.add(passkey)
        session.flush()
        return passkey.id


def outsiders_code(stage, _person):
    """Signing in asks the outsider for a code."""
    return second_step_on(stage, stage.person("", email="outsider@example.org"))


def observers_passkey(stage, _person):
    """Signing in asks the observer for a code, or for a passkey."""
    observer = stage.person("", email="observer@example.org")
    passkey_of(observer, "A key", stage.now)
    return second_step_on(stage, observer)


def enrolled(*courses):
    """The person enrolled in further courses, as whoever runs them does it."""

    def act(stage, person):
        with transaction() as session:
            for slug in courses:
                course_id = newest_outline(slug).course_id
                session.add(Enrolment(person_id=person, course_id=course_id, created_at=stage.now))
        return {}

    return act


def answer_all(attempt: str, person: int, right: float, now: datetime) -> None:
    """Answer every question: the first share of them rightly, the others wrongly."""
    keys = keys_of(attempt)
    given = []
    for slot, key in keys.items():
        wrong = (next(alias for alias in ALIASES if alias not in key),)
        given.append(Given(slot, "acts", key if slot <= round(right * len(keys)) else wrong, seq=slot))
    answering.save(attempt, person, given, now)


def keys_of(attempt: str) -> dict[int, tuple[str, ...]]:
    """Slot → the aliases of its key, read where a browser cannot."""
    statement = (
        select(AttemptItem.slot, AttemptItem.question_version_id, AttemptItem.option_order)
        .join(Attempt, Attempt.id == AttemptItem.attempt_id)
        .where(Attempt.public_id == attempt)
        .order_by(AttemptItem.slot)
    )
    with db.engines["read"].connect() as connection:
        rows = connection.execute(statement).all()
    return {
        slot: tuple(ALIASES[order.index(letter)] for letter in sorted(key_of(question(version))))
        for slot, version, order in rows
    }


def person_of_attempt(attempt: str) -> int:
    """Whose attempt it is."""
    statement = select(Enrolment.person_id).join(Attempt).where(Attempt.public_id == attempt)
    with db.engines["read"].connect() as connection:
        return connection.execute(statement).scalar_one()


def email_of(person: int) -> str:
    """A person's e-mail."""
    with db.engines["read"].connect() as connection:
        return connection.execute(select(Person.email).where(Person.id == person)).scalar_one()


def problems_of(attempt: str) -> list[tuple[int, str]]:
    """Question and verdict of every stored response, in the order in which they came."""
    statement = select(Response.slot, Response.problem).join(Attempt).where(Attempt.public_id == attempt)
    with db.engines["read"].connect() as connection:
        return [tuple(row) for row in connection.execute(statement.order_by(Response.revision))]


def enrolment_of(person: int, outline: Outline) -> int:
    """The id of a person's enrolment in a course."""
    statement = select(Enrolment.id).where(Enrolment.person_id == person, Enrolment.course_id == outline.course_id)
    with db.engines["read"].connect() as connection:
        return connection.execute(statement).scalar_one()
