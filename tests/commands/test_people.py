"""`course-app people`: an account, a role, a link that works once; and erasing."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.running import Ended, Starter, course_app

LINK = re.compile(r"within two weeks: (https?://\S+)$", re.MULTILINE)
GUESS = "Links lead to http://localhost:8000. If the site has another address, set COURSE_APP_BASE_URL to it."


def add(data: Path, *arguments: str, **settings: str) -> Ended:
    """Run the command on that data."""
    return course_app("people", "add", *arguments, "--data", data, cwd=data, **settings)


def rows(data: Path, statement: str) -> list[tuple]:
    """What the database holds."""
    with closing(sqlite3.connect(data / "course.sqlite3")) as connection:
        return connection.execute(statement).fetchall()


def test_somebody_is_added_once_however_often_and_the_newest_link_alone_works(
    template_data: Path, serve: Starter
) -> None:
    given = ("ivy@Example.org", "--role", "instructor", "--course", "small-course", "--name", "Ivy Ŵyn")
    first, second = add(template_data, *given), add(template_data, *given)
    assert (first.code, first.err, second.code, second.err) == (0, "", 0, "")
    assert first.out.splitlines()[:2] == [
        "Added: Ivy Ŵyn, ivy@example.org",
        "Is now instructor of “A small course”.",
    ]
    assert second.out.splitlines()[:2] == [
        "Has an account already: Ivy Ŵyn, ivy@example.org",
        "Was instructor of “A small course” already.",
    ]
    assert first.out.splitlines()[3] == GUESS
    site = serve(template_data)
    paths = [LINK.search(ended.out)[1].removeprefix("http://localhost:8000") for ended in (first, second)]
    assert site.get(paths[0])[0] == 404
    status, page = site.post(paths[1], name="Ivy Ŵyn", password="a password of Ivy's own")
    assert (status, "Your course" in page) == (200, True)
    third = add(template_data, *given)
    assert third.out.splitlines()[2:] == ["Signs in with the password of the account; no link is needed."]
    about_ivy = "FROM audit_entry JOIN person ON person.id = person_id WHERE email = 'ivy@example.org'"
    assert rows(template_data, f"SELECT verb {about_ivy} ORDER BY audit_entry.id") == [
        ("person added",),
        ("made instructor",),
        ("accepted the invitation",),
    ]


def test_links_lead_to_where_the_site_was_served_last(template_data: Path, serve: Starter) -> None:
    site = serve(template_data)
    ended = add(template_data, "ada@example.org", "--role", "admin")
    assert LINK.search(ended.out)[1].startswith(f"http://localhost:{site.port}/invitations/")
    assert ended.out.splitlines()[-1] == GUESS.replace("8000", str(site.port))


def test_every_role_can_be_given_and_somebody_who_is_there_keeps_the_account(template_data: Path) -> None:
    for role, where in (
        ("admin", ()),
        ("reviewer", ("--course", "A small course")),
        ("learner", ("--course", "small-course")),
    ):
        for said in ("Is now", "Was"):
            ended = add(template_data, "instructor@example.org", "--role", role, *where)
            assert (ended.code, ended.out.splitlines()[1].startswith(f"{said} {role}")) == (0, True)
    person = "person WHERE email = 'instructor@example.org'"
    assert rows(template_data, f"SELECT name, is_admin, password IS NOT NULL FROM {person}") == [
        ("Ann Instructor", 1, 1)
    ]
    assert rows(
        template_data, f"SELECT role FROM membership WHERE person_id = (SELECT id FROM {person}) ORDER BY 1"
    ) == [
        ("instructor",),
        ("reviewer",),
    ]
    assert rows(template_data, f"SELECT kind, cycle FROM enrolment WHERE person_id = (SELECT id FROM {person})") == [
        ("learner", 1)
    ]


def test_links_lead_to_the_sites_own_address(template_data: Path) -> None:
    ended = add(template_data, "new@example.org", "--role", "admin", COURSE_APP_BASE_URL="https://learn.example.org")
    assert LINK.search(ended.out)[1].rpartition("/")[0] == "https://learn.example.org/invitations"
    assert GUESS not in ended.out
    assert ended.out.splitlines()[0] == "Added: new, new@example.org"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("nobody", "--role", "admin"), 2, "“nobody” is not an e-mail in full, such as name@example.org."),
        (
            ("x@example.org", "--role", "reviewer"),
            2,
            "Say with --course of which course x@example.org is to be reviewer.",
        ),
        (("x@example.org", "--role", "admin", "--course", "a"), 2, "An administrator looks after every course."),
        (("x@example.org", "--role", "observer"), 2, "'observer' is not one of"),
        (("x@example.org", "--role", "learner"), 1, "There are several courses it could be for. Say which one."),
        (("x@example.org", "--role", "learner", "--course", "none"), 1, "There is no course “none”."),
    ],
)
def test_what_cannot_be_done_is_said_and_nobody_added(template_data: Path, arguments, code: int, said: str) -> None:
    ended = add(template_data, *arguments)
    assert (ended.code, said in ended.err) == (code, True)
    assert rows(template_data, "SELECT count(*) FROM person WHERE email = 'x@example.org'") == [(0,)]


def test_a_closed_account_is_given_nothing(template_data: Path) -> None:
    with closing(sqlite3.connect(template_data / "course.sqlite3")) as connection, connection:
        connection.execute("UPDATE person SET active = 0 WHERE email = 'reviewer@example.org'")
    ended = add(template_data, "reviewer@example.org", "--role", "admin")
    said = "The account of reviewer@example.org is closed. Open it again on its page first; nothing was changed.\n"
    assert (ended.code, ended.out, ended.err) == (1, "", said)
    assert rows(template_data, "SELECT is_admin FROM person WHERE email = 'reviewer@example.org'") == [(0,)]


def test_an_erasure_shows_what_goes_and_stays_and_is_asked_for(template_data: Path) -> None:
    ended = course_app("people", "erase", "learner@example.org", "--data", template_data, cwd=template_data)
    lines = ended.out.splitlines()
    assert (ended.code, lines[0]) == (1, "Of Siân Ŵyn, learner@example.org, goes for good:")
    assert "  The account: Name, e-mail, password, second step, time zone and look. Nobody can sign in." in lines
    assert lines[-1].startswith("Erase? [y/N]:")
    left = "SELECT count(*) FROM person WHERE email = 'learner@example.org' AND erased_at IS NULL"
    assert rows(template_data, left) == [(1,)]
    done = course_app("people", "erase", "Learner@Example.org", "--yes", "--data", template_data, cwd=template_data)
    assert (done.code, done.err, done.out.splitlines()[-1]) == (0, "", "The data are erased.")
    assert rows(template_data, left) == [(0,)]
    assert rows(template_data, "SELECT actor_id, reason FROM audit_entry WHERE verb = 'data erased'") == [
        (None, "course-app people erase")
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nobody",), "Nobody here has the e-mail nobody. Nothing was erased."),
        (("admin@example.org",), "This is the only administrator whose account is open."),
        (("learner@example.org", "--reason", "Siân Ŵyn rang"), "it names the person."),
    ],
)
def test_what_cannot_be_erased_is_said(template_data: Path, arguments: tuple[str, ...], said: str) -> None:
    ended = course_app("people", "erase", *arguments, "--yes", "--data", template_data, cwd=template_data)
    assert (ended.code, said in ended.err) == (1, True)
    assert rows(template_data, "SELECT count(*) FROM person WHERE erased_at IS NOT NULL") == [(0,)]


def reset(data: Path, email: str, *arguments: str) -> Ended:
    return course_app("people", "reset-second-step", email, *arguments, "--data", data, cwd=data)


def test_the_only_administrator_who_lost_the_app_is_let_in_from_the_command_line(template_data: Path) -> None:
    with closing(sqlite3.connect(template_data / "course.sqlite3")) as connection, connection:
        connection.execute("UPDATE person SET tf_totp_secret = 'lost' WHERE email = 'admin@example.org'")
    ended = reset(template_data, "Admin@example.org", "--reason", "Stood before me")
    assert (ended.code, ended.err) == (0, "")
    assert rows(template_data, "SELECT count(*) FROM person WHERE tf_totp_secret IS NOT NULL") == [(0,)]
    assert rows(template_data, "SELECT actor_id, reason FROM audit_entry WHERE verb = 'second step reset'") == [
        (None, "Stood before me")
    ]


@pytest.mark.parametrize(
    ("email", "said"),
    [
        ("nobody@example.org", "Nobody here has the e-mail nobody@example.org. Nothing was changed."),
        ("admin@example.org", "Signing in to this account asks for no code; nothing was changed."),
    ],
)
def test_what_cannot_be_reset_is_said(template_data: Path, email: str, said: str) -> None:
    ended = reset(template_data, email)
    assert (ended.code, said in ended.err) == (1, True)
