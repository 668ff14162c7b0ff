"""Somebody downloads everything that is held on them, and nothing that is somebody else's."""

import json
import zipfile
from html.parser import HTMLParser
from io import BytesIO

from sqlalchemy import insert, select

from course_app.extensions import db, read_snapshot
from course_app.gateways import clock
from course_app.gateways.mail import Sender
from course_app.models import AuditEntry, Person, Response
from course_app.services.transaction import core_transaction
from tests import acts, one_life
from tests.conftest import PASSWORD, person_named


class Balanced(HTMLParser):
    """Every element that is opened is closed."""

    def __init__(self, text):
        super().__init__()
        self.open = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag not in ("meta",):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def downloaded(person, password=PASSWORD):
    """The files of the ZIP that somebody gets from their account, as text."""
    answer = person.send("/account/data", {"current": password})
    assert (answer.status_code, answer.location) == (303, "/account/data")
    return unpacked(person.get("/account/data/file"))


def unpacked(answer):
    kept = (answer.status_code, answer.mimetype, answer.headers["Content-Disposition"])
    assert kept == (200, "application/zip", 'attachment; filename="everything-held.zip"')
    package = zipfile.ZipFile(BytesIO(answer.data))
    answer.close()
    return {name: package.read(name).decode() for name in package.namelist()}


def tables(files, kind):
    return {one["table"]: one["rows"] for one in json.loads(files[f"{kind}.json"])["tables"]}


def test_a_life_is_handed_out_whole_without_secrets_or_others(app, browser, admin):
    words = one_life.live(app, browser, Sender("", "no-reply@localhost", "", app.config["SETTINGS"].mail_folder))
    page = f"/admin/people/{one_life.person().public_id}"
    assert admin.get(f"{page}/data").location == page
    reason = "By letter of 3 May"
    assert admin.send(page + "/reopening", {}, page=page).status_code == 303
    assert admin.send(f"{page}/data", {"reason": reason}, page=page).location == page
    assert "Download the ZIP" in admin.get(page).text
    files = unpacked(admin.get(f"{page}/data"))

    whole = "".join(files.values()).casefold()
    told = {word for word in words if word.casefold() in whole}
    readable = {one_life.NAME, "Quillfeather", "Quillfeather-Ångström", "Zoë", one_life.PHONE, one_life.EMAIL}
    readable |= {one_life.FIRST_EMAIL, one_life.HOME, one_life.AGENT, "Pacific/Auckland", "larger"}
    zoe = one_life.person()
    assert told - readable - pseudonyms(files) == {one for one in words if one.startswith("<") and "@" in one}
    assert readable - {one_life.NAME} <= told
    others = [person_named(name) for name in ("admin", "classmate", "learner")]
    assert [one for other in others for one in (other.name, other.email) if one.casefold() in whole] == []
    assert "else@example.org" not in whole
    assert zoe.name in files["index.html"]

    assert {name: len(rows) for name, rows in tables(files, "attempts").items()} == {
        "Attempts": 1,
        "Questions asked": 4,
        "Answers": 4,
        "Grades": 1,
        "More time given": 1,
        "Decisions on late answers": 1,
    }
    (grade,) = tables(files, "attempts")["Grades"]
    assert grade["reason"].startswith("Asked for by")
    for name, text in files.items():
        if name.endswith(".html"):
            assert Balanced(text).open == []
    with db.engines["read"].connect() as connection:
        newest = select(AuditEntry.verb, AuditEntry.reason).order_by(AuditEntry.id.desc()).limit(1)
        assert tuple(connection.execute(newest).one()) == ("data handed out", reason)


def pseudonyms(files):
    return {row["pseudonym"] for row in tables(files, "enrolments")["Enrolments"]}


def test_the_password_is_asked_for_and_the_file_waits_ten_minutes_for_one_browser(browser, time):
    learner, elsewhere = browser(), browser()
    for one in (learner, elsewhere):
        one.sign_in("learner")
    wrong = learner.send("/account/data", {"current": "not my password"})
    assert (wrong.status_code, "That is not your password." in wrong.text) == (422, True)
    assert learner.get("/account/data/file").location == "/account/data"
    files = downloaded(learner)
    assert elsewhere.get("/account/data/file").location == "/account/data"
    assert tables(files, "account")["The account"][0]["email"] == "learner@example.org"
    time.advance(minutes=11)
    assert learner.get("/account/data/file").location == "/account/data"


def test_what_is_held_under_an_e_mail_that_was_merely_typed_is_not_handed_out(admin, browser):
    roster = {"course": "small-course", "cohort": "", "pasted": "Name,E-mail,Ward\nRare Bird,bird@example.org,Nine"}
    planned = admin.send("/admin/rosters", roster).location
    fields = {"name": "Somebody", "email": "bird@example.org", "password": "a quiet word of mine"}
    thief = browser()
    assert thief.send("/register", fields).status_code == 303
    assert admin.get(planned).status_code == 200
    assert tables(downloaded(thief, fields["password"]), "rows") == {"Rows of uploaded lists": []}
    with core_transaction() as connection:
        confirmed = Person.__table__.update().where(Person.email == "bird@example.org")
        connection.execute(confirmed.values(confirmed_at=clock.now()))
    (row,) = tables(downloaded(thief, fields["password"]), "rows")["Rows of uploaded lists"]
    assert row["cells"][-1] == "Nine"


def test_a_snapshot_does_not_see_what_is_written_after_it_began_and_leaves_nothing_behind(app):
    count = select(Person.name).where(Person.email == "learner@example.org")
    with read_snapshot() as connection:
        before = connection.execute(count).scalar_one()
        with core_transaction() as writer:
            writer.execute(Person.__table__.update().values(name="Łucja"))
        assert connection.execute(count).scalar_one() == before != "Łucja"
    for _ in range(10):
        with db.engines["read"].connect() as connection:
            assert connection.execute(count).scalar_one() == "Łucja"


def test_a_long_history_costs_as_many_statements_as_a_short_one(app, browser, statements):
    learner = browser()
    learner.sign_in("learner")
    acts.handed_in("practice")(acts.Stage("small", None), person_named("learner").id)
    learner.send("/account/data", {"current": PASSWORD})
    with statements() as few:
        learner.get("/account/data/file").close()
    with core_transaction() as connection:
        one = dict(connection.execute(select(Response.__table__).limit(1)).mappings().one())
        one.pop("id")
        rows = [one | {"seq": seq, "client": "many", "revision": seq + 100} for seq in range(2000)]
        connection.execute(insert(Response), rows)
    with statements() as many:
        files = unpacked(learner.get("/account/data/file"))
    assert len(many) == len(few)
    assert len(tables(files, "attempts")["Answers"]) > 2000
