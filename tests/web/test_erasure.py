"""Erasing a person's data: asked for, confirmed, and nothing left that tells who it was, in no column there is."""

import json
import re

import pytest
from sqlalchemy import JSON, LargeBinary, String, func, inspect, select

from course_app.extensions import Base, db
from course_app.gateways.mail import Sender
from course_app.models import Attempt, AuditEntry, Completion, Grade, Mark, Message, Person, Response
from course_app.queries.erasures import erasure_preview
from tests import acts, one_life
from tests.conftest import PASSWORD, START, person_named

# Every column that can hold a word stands in one of these two. tests/one_life.py writes something personal into each
# of the first, through the pages, and erasing takes it away. Whoever adds a column that can hold something about a
# person adds it here, has it written there, and has it emptied by services/emptying.py.
PERSONAL = {
    "announcement": "body subject",
    "attempt_adjustment": "reason",
    "audit_detail": "after before",
    "audit_entry": "reason",
    "completion_record": "name",
    "correction": "answer body",
    "enquiry": "address body name note place",
    "enrolment": "employee_number end_reason pseudonym",
    "grade": "reason",
    "late_decision": "reason",
    "message": "address body error link message_id",
    "one_time_link": "email token_hash",
    "passkey": "credential_id name public_key",
    "person": "email fs_uniquifier mf_recovery_codes name password search_key sort_key text_size tf_totp_secret zone",
    "question_import": "file_name",
    "question_source": "file_name",
    "question_approval": "note",
    "question_comment": "body",
    "quiz_adjustment": "reason",
    "record_revocation": "reason",
    "reflection": "now_what so_what what",
    "registration_try": "address",
    "reminder_rule": "note",
    "roster_import": "file_name",
    "roster_row": "cells email name number search_key",
    "sign_in": "address agent token_hash",
    "sign_in_failure": "account address",
    "subscription": "address",
    "typed_question": "fields",
}
# These hold nothing that tells who somebody is: the course's own text, groups of people, fixed words, random ids,
# answers by their letters. (A passkey's user_id is the random public id, which stays; the passkey does not.)
IMPERSONAL = {
    "announcement": "public_id",
    "attempt": "closed_by public_id",
    "attempt_adjustment": "source",
    "attempt_item": "option_order section",
    "audit_entry": "object verb",
    "bank_entry": "claims code finding level origin pool sought state topic type",
    "claim": "code fit origin text",
    "claim_reference": "finding fit",
    "cohort": "name public_id",
    "consent": "how state words",
    "correction": "passage public_id state wording",
    "completion_record": "content public_id",
    "course": "enrolment language slug title zone",
    "course_completion": "public_id",
    "course_version": "content content_hash",
    "enquiry": "consent kind public_id sign state",
    "enrolment": "kind",
    "enrolment_key": "public_id word",
    "grade": "result",
    "lesson": "slug",
    "lesson_version": "content content_hash html",
    "membership": "role",
    "message": "state subject",
    "one_time_link": "purpose",
    "organisation": "name public_id",
    "passkey": "device_type extensions transports usage user_id",
    "person": "fs_webauthn_user_handle public_id tf_primary_method theme",
    "practical_day": "link place public_id title",
    "question": "code credit grounds origin pool state topic type",
    "question_image": "data hash mimetype",
    "question_import": "counts data failure format pool problems public_id seal state topic",
    "question_import_item": "code content kind label notes outcome reason similar_to source_id",
    "question_source": "digest source_id",
    "question_comment": "place",
    "question_version": "content content_hash",
    "quiz": "origin slug",
    "quiz_version": "content content_hash",
    "reference": "code content label",
    "reflection": "link site",
    "reminder_rule": "kind public_id",
    "response": "choice client confidence problem",
    "roster_import": "cohort_name counts header link public_id sign_in site state warning",
    "roster_row": "note outcome plan",
    "spent_challenge": "challenge_hash",
    "subscription": "list public_id state",
    "typed_question": "public_id",
    "visit": "page",
}
STATISTICS = (Attempt, Response, Grade, Mark, Completion)


def named(table):
    """The columns of one of the two, as “table.column”."""
    return {f"{name}.{column}" for name, columns in table.items() for column in columns.split()}


def text_columns():
    """Every column of the database that can hold a word, as “table.column”."""
    look = inspect(db.engines[None])
    tables = {table: look.get_columns(table) for table in look.get_table_names() if table != "alembic_version"}
    return {
        f"{table}.{column['name']}"
        for table, columns in tables.items()
        for column in columns
        if isinstance(column["type"], String | JSON | LargeBinary)
    }


def holding(words):
    """The columns in which one of the words stands, in whatever letters."""
    found = set()
    with db.engines["read"].connect() as connection:
        for name in text_columns():
            table, column = name.split(".")
            values = connection.execute(select(Base.metadata.tables[table].c[column])).scalars()
            text = " ".join(map(as_words, values)).casefold()
            found |= {name} if any(word.casefold() in text for word in words) else set()
    return found


def as_words(value):
    if isinstance(value, bytes):
        return value.hex()
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def row_of(public_id):
    with db.engines["read"].connect() as connection:
        found = connection.execute(select(Person.__table__).where(Person.public_id == public_id)).one()
    return dict(found._mapping)


def statistics():
    """What stays, row by row; of grades all but the reason."""
    with db.engines["read"].connect() as connection:
        return {
            model.__tablename__: sorted(
                repr({name: value for name, value in row.items() if name != "reason"})
                for row in connection.execute(select(model.__table__)).mappings()
            )
            for model in STATISTICS
        }


def entries(public_id):
    with db.engines["read"].connect() as connection:
        about = select(AuditEntry.verb, AuditEntry.reason).join(Person, Person.id == AuditEntry.person_id)
        about = about.order_by(AuditEntry.id)
        return [tuple(one) for one in connection.execute(about.where(Person.public_id == public_id))]


def erased(admin, name, reason="By letter"):
    """The page on which an administrator erased a named person."""
    page = f"/admin/people/{person_named(name).public_id}/erasure"
    answer = admin.send(page, {"reason": reason})
    assert (answer.status_code, answer.location) == (303, "/admin/people")
    return page


def test_every_column_that_can_hold_a_word_is_known_to_hold_a_person_or_not(app):
    assert named(PERSONAL).isdisjoint(named(IMPERSONAL))
    assert text_columns() == named(PERSONAL) | named(IMPERSONAL)


def test_after_an_erasure_no_column_tells_who_it_was_and_the_statistics_stay(app, browser, admin, visible):
    settings = app.config["SETTINGS"]
    sender = Sender("Breeze Academy", "no-reply@localhost", "", settings.mail_folder)
    words = one_life.live(app, browser, sender)
    public_id, before = one_life.person().public_id, statistics()
    assert holding(words) == named(PERSONAL)
    assert all(before.values())
    counts = {line.words: line.count for line in erasure_preview(public_id).goes}
    assert counts == {
        "The account": None,
        "Passkeys": 1,
        "Sign-ins": 7,
        "One-time links": 4,
        "Mails": 10,
        "What was said of mails": 2,
        "Rows of uploaded lists": 6,
        "Roles": 4,
        "Places in lessons": 1,
        "Questions being typed": 1,
        "Reflections": 1,
        "Corrections suggested": 1,
        "Enquiries": 2,
        "Words in other entries": 10,
    }

    page = f"/admin/people/{public_id}/erasure"
    assert "Rows of uploaded lists (6)" in visible(admin.get(page).text)
    assert admin.send(page, {"reason": "By letter"}).status_code == 303

    assert holding(words) == set()
    assert erasure_preview(public_id) is None
    assert statistics() == before
    kept = row_of(public_id)
    assert {name: value for name, value in kept.items() if name not in ("id", "fs_uniquifier", "created_at")} == {
        "public_id": public_id,
        "name": "Erased person",
        "search_key": "erased person",
        "sort_key": "erased person\tErased person",
        "email": f"{public_id}@erased.invalid",
        "zone": "Europe/London",
        "theme": "system",
        "text_size": "standard",
        "active": False,
        "is_admin": False,
        "erased_at": START,
    } | dict.fromkeys(
        [
            *("password", "confirmed_at", "last_seen_at", "erasure_asked_at", "tf_primary_method", "tf_totp_secret"),
            *("second_step_asked_at", "tf_last_counter", "mf_recovery_codes", "fs_webauthn_user_handle"),
        ]
    )
    assert [one for one in entries(public_id) if one[1]] == [("data erased", "By letter")]
    files = "".join(path.read_text() for path in settings.mail_folder.iterdir())
    assert ("else@example.org" in files, any(word in files for word in words)) == (True, False)
    assert (settings.data / "erasures.txt").read_text() == f"2026-11-22T09:00:00.000+00:00 {public_id}\n"


def test_what_an_erased_person_wrote_and_answered_stands_without_a_name(app, browser, admin, visible):
    one_life.live(app, browser, Sender("", "no-reply@localhost", "", app.config["SETTINGS"].mail_folder))
    assert (
        admin.send(f"/admin/people/{one_life.person().public_id}/erasure", {"reason": "By letter"}).status_code == 303
    )
    ann = browser()
    ann.sign_in("instructor")
    assert "a former author" in visible(ann.get("/instructor/small-course/questions/T02").text)
    results = "/instructor/small-course/quizzes/practice/results"
    assert "1 attempt by 1 learner" in visible(ann.get(results).text)
    assert "<bdi>Erased person</bdi>" in ann.get(results).text
    (line,) = ann.get(f"{results}.csv").text.splitlines()[1:]
    assert line.startswith("Erased person,,1,")
    audit = admin.get("/admin/audit").text
    assert "<td>Erased person</td>" in audit
    assert {admin.get(link).status_code for link in re.findall(r'href="(/admin/people/[0-9a-f]{32})"', audit)} == {200}


def test_somebody_asks_with_the_password_an_administrator_sees_it_and_they_step_back(browser, admin, visible):
    learner, person = browser(), f"/admin/people/{person_named('learner').public_id}"
    learner.sign_in("learner")
    wrong = learner.send("/account/erasure", {"current": "not my password"})
    assert (wrong.status_code, "That is not your password. Nothing was changed." in wrong.text) == (422, True)
    answer = learner.send("/account/erasure", {"current": PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/account/erasure")
    assert "You asked for it on Sunday 22 November 2026 at 09:00" in visible(learner.get("/account/erasure").text)
    assert "One person has asked for the erasure of their data" in visible(admin.get("/admin").text)
    assert admin.get("/admin/people?role=erasure").text.count('<th scope="row">') == 1
    assert "Asked for the erasure of their data today" in visible(admin.get(person).text)
    again = learner.post("/account/erasure", {"current": PASSWORD, "csrf_token": learner.token("/account")})
    assert again.status_code == 303

    back = learner.send("/account/erasure/withdrawal", {}, page="/account/erasure")
    assert (back.status_code, back.location) == (303, "/account")
    assert "Your data stay as they are. Nothing was erased." in visible(learner.get("/account").text)
    assert "asked for the erasure" not in admin.get("/admin").text
    assert entries(person_named("learner").public_id)[1:] == [
        ("erasure asked for", ""),
        ("erasure no longer asked for", ""),
    ]
    with db.engines["read"].connect() as connection:
        assert connection.execute(select(Message.address, Message.subject)).all() == [
            ("learner@example.org", "You asked Breeze Academy to erase your data")
        ]


def test_an_erasure_ends_every_sign_in_and_the_e_mail_is_free_again(browser, admin):
    learner = browser()
    learner.sign_in("learner")
    page = erased(admin, "learner")
    assert learner.get("/account").status_code == 303
    assert browser().sign_in("learner").status_code == 422
    assert admin.get(page).status_code == admin.get(page.removesuffix("/erasure")).status_code == 404
    fields = {"name": "Siân Ŵyn", "email": "learner@example.org", "password": "correct horse battery"}
    assert browser().send("/register", fields).status_code == 303
    assert person_named("learner").erased_at is None


def test_a_second_click_finds_it_done(admin):
    page = erased(admin, "learner")
    public_id = page.split("/")[-2]
    again = admin.post(page, {"reason": "By letter", "csrf_token": admin.token("/admin/people/new")})
    assert (again.status_code, again.location) == (303, "/admin/people")
    assert [verb for verb, _ in entries(public_id)].count("data erased") == 1


@pytest.mark.parametrize(
    ("name", "reason", "said"),
    [
        ("learner", " ", "Write the reason."),
        ("learner", "SIAN ŴYN rang us", "it names the person"),
        ("learner", "a mail of Learner@Example.org", "it names the person"),
        ("admin", "By letter", "You cannot erase your own data here. Ask another administrator."),
    ],
)
def test_what_is_refused_is_said_and_nothing_erased(admin, name, reason, said):
    page = f"/admin/people/{person_named(name).public_id}/erasure"
    answer = admin.send(page, {"reason": reason}, page="/admin/people/new")
    assert (answer.status_code, said in answer.text) == (422, True)
    assert person_named(name).erased_at is None


def test_nobody_is_erased_who_is_not_there(admin):
    assert admin.send("/admin/people/nobody/erasure", {"reason": "By letter"}, page="/admin").status_code == 404


def test_the_preview_costs_the_same_with_more_rows(admin, statements):
    page = f"/admin/people/{person_named('learner').public_id}/erasure"
    with statements() as few:
        admin.get(page)
    acts.signed_in_elsewhere(3)(acts.Stage("small", None), person_named("learner").id)
    acts.handed_in("practice", times=3)(acts.Stage("small", None), person_named("learner").id)
    with statements() as many:
        admin.get(page)
    assert len(few) == len(many)
    with db.engines["read"].connect() as connection:
        assert connection.scalar(select(func.count()).select_from(Attempt)) == 3
