"""`course-app serve --demo`: people to sign in as, in a folder of its own."""

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from course_app.services.demonstrating import PASSWORD, SIGN_INS, SIMULATED
from tests.running import Site, Starter, course_app, free_port, wait_until

LEARNER, INSTRUCTOR, ADMIN = SIGN_INS


@pytest.fixture(scope="module")
def demo(serve_for_all: Starter, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A demonstration on a folder that did not exist, complete."""
    site = serve_for_all(tmp_path_factory.mktemp("demo") / "data", "--demo")
    assert wait_until(lambda: len(rows(site, "SELECT id FROM person")) == len(SIGN_INS) + len(SIMULATED))
    assert wait_until(lambda: grades_of(site, SIMULATED[-1].name) != [])
    return site


def test_the_sign_ins_are_printed_and_no_first_administrator_is_asked_for(demo: Site) -> None:
    assert demo.lines[-5:] == [
        "Demonstration. Sign in as:",
        "  learner@example.org     dry-needling-demo",
        "  instructor@example.org  dry-needling-demo",
        "  admin@example.org       dry-needling-demo",
        f"Ready: http://localhost:{demo.port}",
    ]
    assert "first-administrator" not in demo.out.read_text()


@pytest.mark.parametrize("email", SIGN_INS)
def test_the_three_sign_in_over_http(demo: Site, email: str) -> None:
    assert signs_in(demo, email, PASSWORD)


def test_another_password_does_not_sign_in(demo: Site) -> None:
    assert not signs_in(demo, LEARNER, "dry-needling-demonstration")


def test_the_rights_are_those_of_the_roles(demo: Site) -> None:
    assert rows(demo, "SELECT email FROM person WHERE is_admin") == [(ADMIN,)]
    assert rows(
        demo,
        "SELECT email, role, slug FROM membership JOIN person p ON p.id = person_id JOIN course c ON c.id = course_id",
    ) == [(INSTRUCTOR, "instructor", "foundation-dry-needling")]


def test_the_learner_has_read_three_lessons_and_has_one_graded_attempt(demo: Site) -> None:
    done = "SELECT count(*) FROM completion JOIN enrolment e ON e.id = enrolment_id JOIN person p ON p.id = e.person_id"
    assert rows(demo, f"{done} WHERE p.email = '{LEARNER}'") == [(3,)]
    assert len(grades_of(demo, "Robin Hale")) == 1


def test_the_simulated_learners_are_marked_as_such_have_attempts_and_no_password(demo: Site) -> None:
    people = rows(
        demo,
        "SELECT p.name, e.kind, p.password FROM person p JOIN enrolment e ON e.person_id = p.id "
        f"WHERE p.email NOT IN ('{LEARNER}') ORDER BY p.id",
    )
    assert people == [(one.name, "simulated", None) for one in SIMULATED]
    assert [len(grades_of(demo, one.name)) for one in SIMULATED] == [one.quizzes for one in SIMULATED]


def test_they_are_spread_over_all_lessons_and_quizzes_and_some_have_completed_the_course(demo: Site) -> None:
    assert rows(demo, "SELECT count(DISTINCT lesson_id) FROM completion") == rows(demo, "SELECT count(*) FROM lesson")
    assert rows(demo, "SELECT count(DISTINCT quiz_id) FROM attempt") == rows(demo, "SELECT count(*) FROM quiz")
    final = "JOIN attempt a ON a.id = attempt_id JOIN quiz q ON q.id = quiz_id WHERE q.slug = 'final-assessment'"
    assert rows(demo, f"SELECT passed, count(*) FROM grade {final} GROUP BY passed") == [(0, 1), (1, 2)]
    assert rows(demo, "SELECT count(*) FROM course_completion") == [(2,)]


def test_the_inbox_holds_an_enquiry_of_each_kind_and_one_that_looks_like_spam(demo: Site) -> None:
    assert rows(demo, "SELECT kind, state, sign FROM enquiry ORDER BY id") == [
        ("practical-day", "new", ""),
        ("contact", "new", ""),
        ("contact", "spam", "links"),
    ]


def test_names_are_hard_enough() -> None:
    names = "".join(one.name for one in SIMULATED)
    assert len(SIMULATED) == 12
    assert max(len(one.name) for one in SIMULATED) == 60
    assert [sign for sign in "ŵłšİñ" if sign not in names] == []
    assert re.search("[\u0600-\u06ff]", names)
    assert re.search("[\u4e00-\u9fff]", names)


def test_a_demonstration_starts_again_with_demo_and_adds_nobody(serve: Starter, demo: Site, tmp_path: Path) -> None:
    data = copy_of(demo, tmp_path)
    before = rows(demo, "SELECT id, email FROM person ORDER BY id")
    again = serve(data, "--demo")
    assert [line.partition(":")[0] for line in again.lines if not line.startswith("  ")] == [
        "Demonstration. Sign in as",
        "Ready",
    ]
    assert signs_in(again, LEARNER, PASSWORD)
    assert again.stop() == 0
    assert rows(again, "SELECT id, email FROM person ORDER BY id") == before
    assert rows(again, "SELECT id FROM enquiry") == rows(demo, "SELECT id FROM enquiry")


def test_a_demonstration_refuses_to_start_without_demo(demo: Site, tmp_path: Path) -> None:
    data = copy_of(demo, tmp_path)
    ended = course_app("serve", "--data", data, "--port", str(free_port()), cwd=tmp_path)
    assert (ended.code, ended.out, ended.err) == (
        1,
        "",
        f"{data} holds a demonstration and starts with --demo only. For real work name another folder with --data.\n",
    )


def test_other_data_refuse_demo_and_are_left_as_they_are(template_data: Path, tmp_path: Path) -> None:
    before = sorted(template_data.rglob("*"))
    ended = course_app("serve", "--data", template_data, "--port", str(free_port()), "--demo", cwd=tmp_path)
    assert (ended.code, ended.out, ended.err) == (
        1,
        "",
        f"{template_data} holds data that no demonstration made, and --demo would add people to them. "
        "Name another folder with --data.\n",
    )
    assert sorted(template_data.rglob("*")) == sorted([*before, template_data / "serve.lock"])


@pytest.mark.parametrize(
    ("options", "settings"),
    [(("--host", "0.0.0.0"), {}), ((), {"COURSE_APP_BASE_URL": "http://learn.example.org"})],
    ids=["every address", "a public address"],
)
def test_where_others_reach_it_the_passwords_are_new_ones(
    serve: Starter, demo: Site, tmp_path: Path, options: tuple[str, ...], settings: dict[str, str]
) -> None:
    site = serve(copy_of(demo, tmp_path), "--demo", *options, **settings)
    printed = dict(re.findall(r"^  (\S+@example\.org) +(\S+)$", site.out.read_text(), re.MULTILINE))
    assert list(printed) == list(SIGN_INS)
    assert len(set(printed.values())) == len(SIGN_INS)
    assert [word for word in printed.values() if not re.fullmatch(r"([a-z]{4}-){3}[a-z]{4}", word)] == []
    assert signs_in(site, ADMIN, printed[ADMIN])
    site.cookies.clear()
    assert not signs_in(site, ADMIN, PASSWORD)


def signs_in(site: Site, email: str, password: str) -> bool:
    """Whether the form takes the two: afterwards a learner's home is open."""
    site.cookies.clear()
    site.post("/sign-in", email=email, password=password)
    return 'action="/sign-out"' in site.get("/")[1]


def copy_of(demo: Site, folder: Path) -> Path:
    """The demonstration's folder, copied while nothing is written."""
    with closing(sqlite3.connect(demo.folder / "course.sqlite3")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return shutil.copytree(demo.folder, folder / "data", ignore=shutil.ignore_patterns("serve.lock"))


def grades_of(demo: Site, name: str) -> list[tuple]:
    """The grades of a person's attempts."""
    return rows(
        demo,
        "SELECT g.score FROM grade g JOIN attempt a ON a.id = g.attempt_id JOIN enrolment e ON e.id = a.enrolment_id "
        f"JOIN person p ON p.id = e.person_id WHERE p.name = '{name}'",
    )


def rows(site: Site, statement: str) -> list[tuple]:
    """What the site's database answers."""
    with closing(sqlite3.connect(site.folder / "course.sqlite3", timeout=30)) as connection:
        return connection.execute(statement).fetchall()
