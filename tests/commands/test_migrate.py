"""Data of another version: older ones are backed up and brought forward, newer ones refused."""

import re
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.running import PATIENCE, ROOT, Starter, course_app, environment, free_port

NEXT = '''"""a table of the next version

Revision: next
"""

import sqlalchemy as sa
from alembic import op

revision = "next"
down_revision = "{newest}"


def upgrade():
    op.create_table("of_the_next_version", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade():
    op.drop_table("of_the_next_version")
'''


@pytest.fixture
def next_program(program_copy: Path) -> Path:
    """The program one version on."""
    versions = program_copy / "migrations" / "versions"
    newest = max(
        re.search(r'^revision = ["\'](.+)["\']', path.read_text(), re.MULTILINE)[1] for path in versions.glob("*.py")
    )
    (versions / "next.py").write_text(NEXT.format(newest=newest))
    return program_copy


def test_migrate_makes_the_database_and_the_second_time_finds_nothing_to_do(tmp_path: Path) -> None:
    first, second = (course_app("migrate", "--data", "data", cwd=tmp_path) for _ in range(2))
    assert (first.code, first.out, first.err) == (0, "The database was made.\n", "")
    assert (second.code, second.out) == (0, "The database is of this version; there was nothing to do.\n")


def test_three_nodes_may_migrate_at_once(tmp_path: Path) -> None:
    nodes = [
        subprocess.Popen(
            [sys.executable, "-m", "course_app", "migrate", "--data", tmp_path / "data"],
            env=environment(ROOT, {}),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        for _ in range(3)
    ]
    assert [(node.communicate(timeout=PATIENCE)[1], node.returncode) for node in nodes] == [(b"", 0)] * 3


def test_a_start_on_older_data_backs_them_up_brings_them_forward_and_says_so(
    serve: Starter, next_program: Path, template_data: Path, tmp_path: Path
) -> None:
    site = serve(template_data, program=next_program)
    (backup,) = (template_data / "backups").glob("before-migration-*.zip")
    assert site.lines[0] == f"The database was brought from an older version to this one. A backup lies in {backup}."
    assert backup.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(backup) as archive:
        old = Path(archive.extract("database.sqlite3", tmp_path))
    assert tables(old) == tables(template_data / "course.sqlite3") - {"of_the_next_version"}
    assert people(old) == people(template_data / "course.sqlite3") != []
    assert site.get("/")[0] == 200


def test_newer_data_are_refused_and_left_as_they_are(next_program: Path, template_data: Path, tmp_path: Path) -> None:
    assert course_app("migrate", "--data", template_data, cwd=tmp_path, program=next_program).code == 0
    before = people(template_data / "course.sqlite3")
    for command in (("migrate",), ("serve", "--port", str(free_port()))):
        ended = course_app(*command, "--data", template_data, cwd=tmp_path)
        assert (ended.code, ended.out, ended.err) == (
            1,
            "",
            "The data are of a newer version of this program (schema next). Nothing was changed. "
            "Start the newer version, or restore a backup made before the change.\n",
        )
    assert people(template_data / "course.sqlite3") == before
    assert "of_the_next_version" in tables(template_data / "course.sqlite3")


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "course.sqlite3")) as connection:
        connection.execute("CREATE TABLE recipe (name TEXT)")
    ended = course_app("migrate", "--data", tmp_path, cwd=tmp_path)
    assert (ended.code, ended.out, ended.err) == (
        1,
        "",
        "The database holds tables that are not this program's. Nothing was changed. Name another data folder.\n",
    )


def test_lessons_are_published_into_data_of_this_version_only(
    next_program: Path, template_data: Path, tmp_path: Path
) -> None:
    ended = course_app("lessons", "publish", "--data", template_data, cwd=tmp_path, program=next_program)
    assert (ended.code, ended.err) == (1, "The database is not of this version. Run first: course-app migrate\n")


def tables(path: Path) -> set[str]:
    """The names of the tables."""
    with closing(sqlite3.connect(path)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def people(path: Path) -> list[str]:
    """The e-mails of the people."""
    with closing(sqlite3.connect(path)) as connection:
        return [email for (email,) in connection.execute("SELECT email FROM person ORDER BY email")]
