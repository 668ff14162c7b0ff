"""The program on PostgreSQL: several nodes make the database, it serves, and doctor says how it is kept."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from tests.databases import PostgresServer
from tests.running import PATIENCE, ROOT, Starter, course_app, environment, free_port

KEY = "one key for all nodes of this installation"


@pytest.fixture
def url(postgres: PostgresServer) -> Iterator[str]:
    """An empty database, named as people name it."""
    made = postgres.new()
    yield make_url(made).set(drivername="postgresql").render_as_string(hide_password=False)
    postgres.drop(made)


def test_three_nodes_may_make_the_database_at_once(url: str, tmp_path: Path) -> None:
    nodes = [
        subprocess.Popen(
            [sys.executable, "-m", "course_app", "migrate", "--data", tmp_path / str(number)],
            env=environment(ROOT, {"COURSE_APP_DATABASE_URL": url}),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(3)
    ]
    ended = [(*node.communicate(timeout=PATIENCE), node.returncode) for node in nodes]
    assert [(err, code) for _out, err, code in ended] == [("", 0)] * 3
    assert "The database was made.\n" in [out for out, _err, _code in ended]


def test_it_serves_and_goes_on_the_next_day_and_doctor_is_content(serve: Starter, url: str, tmp_path: Path) -> None:
    settings = {"COURSE_APP_DATABASE_URL": url, "COURSE_APP_SECRET_KEY": KEY}
    first = serve(tmp_path / "data", **settings)
    link = first.lines[-2].rpartition("localhost:")[2].partition("/")[2]
    person = {"name": "Rut Root", "email": "root@example.org", "password": "correct horse battery"}
    assert first.post(f"/{link}", **person)[0] == 200
    assert first.stop() == 0
    second = serve(tmp_path / "data", **settings)
    assert second.post("/sign-in", email=person["email"], password=person["password"])[0] == 200
    assert "Rut Root" in second.get("/account")[1]
    found = course_app("doctor", "--data", tmp_path / "data", cwd=tmp_path, **settings)
    lines = [line for line in found.out.splitlines() if "database:" in line]
    assert [re.sub(r"\d+(\.\d+)+", "N", line) for line in lines if "fsync" not in line] in (
        ["ok     database: opens, of this version, PostgreSQL N, synchronous_commit on"],
        [],
    )
    assert lines != []


def test_a_demonstration_never_touches_a_database_with_other_data(url: str, tmp_path: Path) -> None:
    assert course_app("migrate", "--data", "real", cwd=tmp_path, COURSE_APP_DATABASE_URL=url).code == 0
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "demonstration").write_text("made on SQLite\n")
    for folder in ("demo", "new"):
        ended = course_app(
            "serve", "--demo", "--data", folder, "--port", str(free_port()), cwd=tmp_path, COURSE_APP_DATABASE_URL=url
        )
        assert (ended.code, ended.out, ended.err) == (
            1,
            "",
            "The database holds data that no demonstration made, and --demo would add people to them. "
            "Name another one in COURSE_APP_DATABASE_URL.\n",
        )
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM person")).scalar() == 0
    engine.dispose()


def test_a_server_that_does_not_answer_is_a_sentence(tmp_path: Path) -> None:
    url = f"postgresql://somebody:secret@127.0.0.1:{free_port()}/course"
    ended = course_app("migrate", "--data", "data", cwd=tmp_path, COURSE_APP_DATABASE_URL=url)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("The database cannot be used: connection failed:")
    assert "secret" not in ended.err


@pytest.mark.parametrize("url", ["mysql://host/course", "sqlite:course", "postgresql://", ""])
def test_another_kind_of_database_is_refused(url: str, tmp_path: Path) -> None:
    ended = course_app("migrate", "--data", "data", cwd=tmp_path, COURSE_APP_DATABASE_URL=url)
    assert (ended.code, ended.out, ended.err) == (
        1,
        "",
        "COURSE_APP_DATABASE_URL does not name a database of a kind this program uses; "
        "write postgresql://user@host/database, or sqlite:///path/to/file.\n",
    )


def test_the_name_of_the_tests_server_does_not_stop_the_program(tmp_path: Path) -> None:
    assert course_app("migrate", "--data", "data", cwd=tmp_path, COURSE_APP_TEST_POSTGRES="wheel").code == 0
