"""Somebody does, and has done to them, everything that writes something about a person: through the pages.

`live` gives back the words by which they could be recognised afterwards. Some reasons (of more time, of a decision on
late answers, of a new grade) and what a mail server answers are written here without the pages that write them.
"""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from io import BytesIO

from flask import Flask
from sqlalchemy import select, update

from course_app.extensions import db
from course_app.gateways import clock
from course_app.gateways.chance import public_id
from course_app.gateways.tokens import fingerprint
from course_app.models import (
    Announcement,
    Attempt,
    AttemptAdjustment,
    Cohort,
    Enrolment,
    Grade,
    LateDecision,
    Message,
    OneTimeLink,
    Passkey,
    Person,
    QuizAdjustment,
    Reminder,
    ReminderRule,
    SignIn,
)
from course_app.services.corresponding import send_waiting
from course_app.services.transaction import transaction
from tests.authenticator import Device
from tests.conftest import person_named
from tests.enquiry_acts import sent_later
from tests.record_acts import complete
from tests.stage import Stage
from tests.teaching_acts import commented, edited, set_state, typed

EMAIL, FIRST_EMAIL = "zoe.quill@example.org", "zq@example.org"
NAME, FIRST_NAME = "Zoë Quillfeather-Ångström", "Zoë Quillfeather"
HOME, AGENT = "198.51.100.77", "Needlefox/9.1 (Quill OS)"
PHONE = "Zoë’s blue phone"
PASSWORD, NEW_PASSWORD = "a quiet word of mine", "another quiet word of mine"
LIST = f"""Name,E-mail,Ward,Staff number
{FIRST_NAME},{FIRST_EMAIL},Quillfeather ward,Quillfeather-7
{FIRST_NAME},zq.example.org,,
Somebody Else,else@example.org,3,8"""
SMALL = "/learn/small-course"
LINK = re.compile(r"https?://[^/\s]+(/\S+)")


def live(app: Flask, browser: Callable[..., object], sender: object) -> set[str]:
    """One life. `browser` opens browsers; `sender` sends mail as files."""
    admin = browser()
    assert admin.sign_in("admin").status_code == 303
    _listed(admin)
    _has_written(admin)
    zoe = browser(AGENT)
    zoe.client.environ_base["REMOTE_ADDR"] = HOME
    _arrives(zoe)
    _settles_in(app, zoe)
    _learns(zoe)
    _completes(app, zoe)
    _enquires(zoe, browser())
    found = _tokens()
    send_waiting(sender, clock.now, lambda key: f"http://localhost/mails/{key}")
    _looked_after(app, admin)
    _locked_out(browser, zoe)
    _of_later_days(admin)
    return found | _tokens() | _words()


def person() -> Person:
    """Their row, by any of their e-mails."""
    with db.engines["read"].connect() as connection:
        return connection.execute(select(Person.__table__).where(Person.email.in_((EMAIL, FIRST_EMAIL)))).one()


def _words() -> set[str]:
    """The names in pieces and as they are searched for, the e-mails, plain and as fingerprints, and so on."""
    words = {"Quillfeather", "Quillfeather-Ångström", "quillfeather angstrom", "zoe quillfeather", PHONE, "Zoë"}
    prints = {fingerprint(text) for email in (EMAIL, FIRST_EMAIL) for text in (email, f"ask {email}")}
    return words | prints | {EMAIL, FIRST_EMAIL, "zq.example.org", HOME, AGENT, "Pacific/Auckland", "larger"}


def _tokens() -> set[str]:
    """Whatever is random and theirs: hashes, secrets, keys. The public id is what stays."""
    zoe = person()
    theirs = (
        select(SignIn.token_hash).where(SignIn.person_id == zoe.id),
        select(OneTimeLink.token_hash).where(OneTimeLink.person_id == zoe.id),
        select(Passkey.credential_id).where(Passkey.user_id == zoe.public_id),
        select(Passkey.public_key).where(Passkey.user_id == zoe.public_id),
        select(Enrolment.pseudonym).where(Enrolment.person_id == zoe.id),
        select(Message.message_id).where(Message.person_id == zoe.id),
        select(Message.link).where(Message.person_id == zoe.id),
    )
    with db.engines["read"].connect() as connection:
        found = [value for one in theirs for value in connection.execute(one).scalars()]
    found += [zoe.fs_uniquifier, zoe.password, zoe.tf_totp_secret, *(zoe.mf_recovery_codes or ())]
    return {value.hex() if isinstance(value, bytes) else value for value in found if value}


def _listed(admin) -> None:
    """An administrator has them on a list, once well and once badly written, in a file of their name."""
    token = admin.token("/admin/rosters")
    file = (BytesIO(LIST.encode()), f"{FIRST_NAME}.csv")
    fields = {"course": "small-course", "cohort": "", "pasted": "", "file": file, "csrf_token": token}
    planned = admin.post("/admin/rosters", fields)
    assert planned.status_code == 303, planned.text
    assert admin.send(f"{planned.location}/application", {}, page=planned.location).status_code == 303
    for _ in range(2):
        waiting = {"course": "small-course", "cohort": "", "pasted": LIST}
        assert admin.send("/admin/rosters", waiting).status_code == 303


def _has_written(admin) -> None:
    """Questions of theirs are brought in, from a file of their name."""
    page = "/instructor/small-course/imports"
    file = (BytesIO(b"::Z1:: Which quill is a feather? {=A goose has it ~None}"), f"{FIRST_NAME}.gift")
    fields = {"pasted": "", "format": "", "file": file, "csrf_token": admin.token(page)}
    planned = admin.post(page, fields)
    assert planned.status_code == 303, planned.text
    seal = re.search('name="seal" value="([^"]+)"', admin.get(planned.location).text)[1]
    assert admin.send(f"{planned.location}/application", {"seal": seal}, page=planned.location).status_code == 303


def _arrives(zoe) -> None:
    """They follow the invitation under another name, then take another e-mail."""
    assert zoe.send(_link(FIRST_EMAIL), {"name": NAME, "password": PASSWORD}).status_code == 303
    answer = zoe.send("/account/email", {"email": EMAIL, "current": PASSWORD})
    assert answer.status_code == 303, answer.text
    assert zoe.send(_link(EMAIL), {}).status_code == 303
    assert person().email == EMAIL


def _settles_in(app: Flask, zoe) -> None:
    """Name, zone, look, second step, a passkey, a new password."""
    assert zoe.send("/account/details", {"name": NAME, "zone": "Pacific/Auckland"}).status_code == 303
    look = {"theme": "dark", "text": "larger", "next": "/account"}
    assert zoe.send("/appearance", look, page="/account").status_code == 303
    assert zoe.send("/account/mails", {"list": "announcements", "wanted": ""}, page="/account").status_code == 303
    secret = unescape(re.search(r'name="secret" value="([^"]+)"', zoe.get("/account/second-step").text)[1])
    totp = app.extensions["authenticator"]._totp
    code = totp.from_source(secret).generate(time=int(clock.now().timestamp())).token
    fields = {"secret": secret, "code": code, "current": PASSWORD}
    assert zoe.send("/account/second-step", fields).status_code == 303
    assert zoe.send("/account/passkeys", {"name": PHONE, "current": PASSWORD}).status_code == 303
    options = json.loads(unescape(re.search(r'data-options="([^"]+)"', zoe.get("/account/passkeys/new").text)[1]))
    made = {"credential": Device().make(options), "csrf_token": zoe.token("/account")}
    assert zoe.post("/account/passkeys/new", made).status_code == 303
    fields = {"current": PASSWORD, "password": NEW_PASSWORD}
    assert zoe.send("/account/password", fields).status_code == 303


def _learns(zoe) -> None:
    """They read, stop, take a quiz, and hand it in."""
    second = f"{SMALL}/lessons/second-steps"
    assert zoe.send(f"{second}/place", {"paragraph": "1"}, page=second).status_code == 303
    assert zoe.send(f"{second}/completion", {}, page=second).status_code == 303
    passage = f"{second}/corrections/kettles-whistle"
    wording = re.search(r'name="wording" value="([^"]+)"', zoe.get(passage).text)[1]
    suggested = {"wording": unescape(wording), "body": f"So say I, {NAME}"}
    assert zoe.send(passage, suggested, page=passage).status_code == 303
    attempt = zoe.send(f"{SMALL}/quizzes/practice/attempts", {}, page=f"{SMALL}/quizzes/practice").location
    numbers = re.findall(r'name="base-(\d+)"', zoe.get(attempt).text)
    chosen = {f"slot-{number}": "a" for number in numbers} | {f"base-{number}": "0" for number in numbers}
    assert zoe.send(f"{attempt}/responses", chosen | {"client": "one"}, page=attempt).status_code == 303
    answer = zoe.send(f"{attempt}/submission", {}, page=f"{attempt}/summary")
    assert (answer.status_code, answer.location) == (303, f"{attempt}/result")


def _completes(app: Flask, zoe) -> None:
    """The course is complete: they have their record issued, and write what came of it."""
    complete(person().id, "small-course", clock.now())
    record, said = f"{SMALL}/record", f"So say I, {NAME}"
    assert zoe.send(record, {"name": NAME}, page=record).status_code == 303
    fields = {"what": said, "so_what": said, "now_what": said}
    assert zoe.send(f"{record}/reflection", fields, page=record).status_code == 303


def _enquires(zoe, visitor) -> None:
    """They write to the academy, signed in and not."""
    question, wish = {"body": f"So asks {NAME}"}, {"place": "Quillfeather-on-Sea", "consent": "y"}
    for who, address, what in ((zoe, "/contact", question), (visitor, "/contact/next-practical-day", wish)):
        fields = {"name": NAME, "email": EMAIL} | what
        assert sent_later(who, address, fields).status_code == 303
    assert sent_later(zoe, "/updates", {"email": EMAIL}).status_code == 303
    assert zoe.send(_link(EMAIL), {}).status_code == 303


def _looked_after(app: Flask, admin) -> None:
    """Roles are given, they write and begin questions; mail again, withdrawal, roles away, closing, opening."""
    page = f"/admin/people/{person().public_id}"
    naming = {"reason": f"{NAME} rang us, see {EMAIL}"}
    assert admin.send("/admin/organisations", {"name": "A trust"}).status_code == 303
    trust = re.search(r'<option value="([0-9a-f]{32})">A trust', admin.get(page).text)[1]
    for path, fields in (
        ("memberships", {"role": "instructor/small-course"}),
        ("memberships", {"role": "reviewer/closed-course"}),
        ("observations", {"organisation": trust}),
        ("administration", naming),
    ):
        assert admin.send(f"{page}/{path}", fields, page=page).status_code == 303
    stage, zoe = Stage("small", app, clock.now()), person().id
    edited("T02")(stage, zoe)
    typed(f"Who is {NAME}?")(stage, zoe)
    set_state("T02", "draft")(stage, zoe)
    set_state("T02", "approved", f"Right, says {NAME}")(stage, zoe)
    commented("T02", f"{NAME} of Quillfeather ward would ask this otherwise.")(stage, zoe)
    revocation = re.search(rf'action="({page}/records/[0-9a-f]{{32}}/revocation)"', admin.get(page).text)[1]
    assert admin.send(revocation, naming, page=page).status_code == 303
    withdrawal = re.search(rf'action="({page}/enrolments/\d+/withdrawal)"', admin.get(page).text)[1]
    for path, fields in ((withdrawal, naming), (f"{page}/closing", naming), (f"{page}/reopening", {})):
        assert admin.send(path, fields, page=page).status_code == 303
    again = re.search(rf'action="(/admin/messages/\d+/resending)".*?{EMAIL}', admin.get("/admin/messages").text)[1]
    assert admin.send(again, {}, page="/admin/messages").status_code == 303
    inbox = "/instructor/small-course/corrections"
    correction = re.search(rf'action="({inbox}/[0-9a-f]{{32}})"', admin.get(inbox).text)[1]
    answer = {"decision": "taken-up", "seen": "0", "answer": f"Thank you, {NAME}"}
    assert admin.send(correction, answer, page=inbox).status_code == 303
    enquiry = re.search(r"/admin/enquiries/[0-9a-f]{32}", admin.get("/admin/enquiries").text)[0]
    assert admin.send(enquiry, {"state": "answered", "note": f"{NAME} rang us"}).status_code == 303
    other = f"/admin/people/{person_named('classmate').public_id}"
    assert admin.send(f"{other}/closing", {"reason": f"Is also known as {NAME}"}, page=other).status_code == 303


def _locked_out(browser, zoe) -> None:
    """They sign in again, mistype, and ask for a password; somebody elsewhere tries their account too."""
    stranger = browser()
    for visitor in (zoe, stranger):
        fields = {"email": EMAIL, "password": "not the password at all"}
        assert visitor.send("/sign-in", fields).status_code == 422
    answer = zoe.send("/forgotten-password", {"email": EMAIL})
    assert answer.status_code == 303
    register = {"name": NAME, "email": EMAIL, "password": NEW_PASSWORD}
    assert zoe.send("/register", register).status_code == 422


def _of_later_days(admin) -> None:
    """What takes more time to happen than a test has."""
    zoe = person()
    with transaction() as session:
        taken = session.scalars(select(Attempt).order_by(Attempt.id.desc())).first()
        attempt, now = taken.id, clock.now()
        given = {"reason": f"Needs more time, says {NAME}", "at": now}
        session.add(AttemptAdjustment(attempt_id=attempt, seconds=600, **given))
        given["actor_id"] = person_named("admin").id
        enrolment, quiz = taken.enrolment_id, taken.quiz_id
        session.add(QuizAdjustment(enrolment_id=enrolment, quiz_id=quiz, attempts=0, seconds=600, **given))
        session.add(LateDecision(attempt_id=attempt, number=1, through=0, counts=False, **given))
        sent = {"actor_id": given["actor_id"], "recipients": 0, "created_at": now, "finished_at": now}
        naming = {"subject": f"Farewell to {NAME}", "body": f"Write to {EMAIL}"}
        group = Cohort(public_id=public_id(), course_id=1, name="Written to", created_at=now)
        session.add(group)
        session.flush()
        session.add(Announcement(public_id=public_id(), cohort_id=group.id, **sent, **naming))
        rule = ReminderRule(
            public_id=public_id(), cohort_id=group.id, kind="stalled", days=7, note=f"Ring {NAME}", created_at=now
        )
        session.add(rule)
        session.flush()
        session.add(Reminder(rule_id=rule.id, enrolment_id=enrolment, at=now))
        session.execute(update(Grade).where(Grade.attempt_id == attempt).values(reason=f"Asked for by {EMAIL}"))
        newest = select(Message.id).where(Message.person_id == zoe.id).order_by(Message.id.desc()).limit(1)
        session.execute(
            update(Message)
            .where(Message.id == newest.scalar_subquery())
            .values(error=f"451 {EMAIL} over quota", next_try_at=now + timedelta(hours=1))
        )


def _link(email: str) -> str:
    """The path in the newest mail to that e-mail which holds a link."""
    with db.engines["read"].connect() as connection:
        linked = select(Message.link).where(Message.link != "", Message.address == email)
        newest = linked.order_by(Message.id.desc()).limit(1)
        return LINK.fullmatch(connection.execute(newest).scalar_one())[1]
