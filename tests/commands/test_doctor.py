"""`course-app doctor`: ok, or what to do."""

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.running import Starter, course_app, free_port

MAIL = (
    "INSERT INTO message (address, subject, body, link, message_id, state, tries, next_try_at, created_at, error) "
    "VALUES ('sian@example.org', 'Read', 'Read me.', '', '', ?, 1, NULL, ?, '')"
)

PERSON = (
    "INSERT INTO person (public_id, name, search_key, sort_key, email, active, is_admin, fs_uniquifier, zone, theme, "
    f"text_size, created_at) VALUES ('{'a' * 32}', 'Siân', 'sian', 'sian', 'sian@example.org', 1, 0, 'x', "
    "'Europe/London', 'system', 'standard', '2026-01-01 09:00:00.000000')"
)


@pytest.fixture
def data(published: Path, tmp_path: Path) -> Path:
    """A sound folder, to be spoilt."""
    return shutil.copytree(published, tmp_path / "data")


def test_a_sound_installation_is_ok_in_every_line(data: Path) -> None:
    code, lines = examined(data)
    assert (code, lines) == (
        0,
        [
            "ok     settings: none in the environment; all as usual",
            "ok     address: none set; for this machine alone",
            "ok     data folder: DATA, N GB free",
            "ok     keys: N, readable by their owner alone",
            "ok     database: opens, of this version, sound, WAL, synchronous FULL",
            "ok     lessons: foundation-dry-needling: no errors, published as it is",
            "ok     static files: built, HASH",
            "ok     mail: no server set; written into DATA/mail",
            "ok     queue: mails to send: 0, attempts to close: 0",
            "ok     clock: TIME UTC",
            "ok     backups: the first is made while it serves",
            "ok     erasures: none on the list",
        ],
    )


def test_before_the_first_start_it_says_how_to_begin(tmp_path: Path) -> None:
    code, lines = examined(tmp_path / "nowhere")
    assert (code, lines) == (
        1,
        [
            "ok     settings: none in the environment; all as usual",
            "ok     address: none set; for this machine alone",
            "to do  data folder: DATA is not there; begin with: course-app serve",
            "to do  keys: there are none; course-app serve makes them, and old sessions end",
            "to do  database: there is none yet; begin with: course-app serve",
            "ok     lessons: foundation-dry-needling: no errors",
        ],
    )
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    ended = course_app("doctor", cwd=tmp_path, COURSE_APP_DATTA="x")
    assert (ended.code, ended.out) == (
        1,
        "to do  settings: COURSE_APP_DATTA is not a setting of this program. Did you mean COURSE_APP_DATA?\n",
    )


def test_a_key_that_others_can_read_is_named(data: Path) -> None:
    key = data / "keys" / "secret-key"
    key.chmod(0o644)
    assert f"to do  keys: others can read them; run: chmod 600 {key}" in to_do(data)


def test_an_empty_database_is_to_be_migrated(data: Path) -> None:
    for path in data.glob("course.sqlite3*"):
        path.unlink()
    (data / "course.sqlite3").touch()
    assert to_do(data) == ["to do  database: it is empty; run: course-app migrate"]


def test_a_damaged_database_is_to_be_restored(data: Path) -> None:
    with closing(sqlite3.connect(data / "course.sqlite3")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'lesson_version'").fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    with (data / "course.sqlite3").open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    (found,) = [line for line in to_do(data) if line.startswith("to do  database:")]
    assert "damaged" in found or "malformed" in found


def test_lessons_that_differ_from_what_is_published_are_to_be_published(data: Path) -> None:
    with closing(sqlite3.connect(data / "course.sqlite3")) as connection:
        connection.execute("UPDATE lesson_version SET content_hash = 'of another text' WHERE id = 1")
        connection.execute("UPDATE question_version SET content_hash = 'of another text' WHERE id < 3")
        connection.commit()
    assert to_do(data) == [
        "to do  lessons: foundation-dry-needling: content differs: 1 lesson and 2 questions; "
        "run: course-app lessons publish"
    ]


def test_a_clock_behind_the_newest_entry_is_to_be_set(data: Path) -> None:
    with closing(sqlite3.connect(data / "course.sqlite3")) as connection:
        connection.execute("UPDATE audit_entry SET at = '2999-01-01 00:00:00.000000'")
        connection.commit()
    found, *_ = to_do(data)
    assert re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d(?= UTC)", "TIME", found) == (
        "to do  clock: TIME UTC is before the newest entry, 2999-01-01 00:00; set it"
    )


def test_a_missed_night_is_told(data: Path) -> None:
    (data / "backups").mkdir()
    (data / "backups" / "nightly-20200101T020000.zip").touch()
    (found,) = to_do(data)
    assert re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "TIME", found) == (
        "to do  backups: the newest of every night is of TIME UTC; see to it that the worker runs"
    )


def test_an_old_installation_without_a_backup_is_told(data: Path) -> None:
    with closing(sqlite3.connect(data / "course.sqlite3")) as connection:
        connection.execute("UPDATE audit_entry SET at = '2020-01-01 00:00:00.000000'")
        connection.commit()
    assert to_do(data) == ["to do  backups: none was made yet; see to it that the worker runs"]


def test_an_erasure_that_the_database_does_not_show_is_told_and_done_at_the_next_start(
    data: Path, serve: Starter
) -> None:
    with closing(sqlite3.connect(data / "course.sqlite3")) as connection:
        connection.execute(PERSON)
        connection.commit()
    (data / "erasures.txt").write_text(f"2026-01-01T09:00:00.000+00:00 {'a' * 32}\n")
    assert to_do(data) == [
        f"to do  erasures: the data of one person are on the list {data / 'erasures.txt'} and still in the database; "
        "start the site, which erases them"
    ]
    site = serve(data)
    assert "Erased the data of one person on the list of erasures, which the database still had." in site.lines
    assert "ok     erasures: 1 on the list, all done" in examined(data)[1]


def test_a_list_of_erasures_that_is_none_is_told(data: Path) -> None:
    (data / "erasures.txt").write_text("no list\n")
    assert to_do(data) == [
        f"to do  erasures: {data / 'erasures.txt'} is not a whole list of erasures: line 1 is “no list”. "
        "Take the newest backup’s, or mend that line."
    ]


def test_mail_that_waits_long_is_told(data: Path) -> None:
    with closing(sqlite3.connect(data / "course.sqlite3")) as connection:
        connection.execute(MAIL, ("waiting", "2026-01-01 09:00:00.000000"))
        connection.commit()
    assert to_do(data) == [
        "to do  queue: mails to send: 1, attempts to close: 0, since 2026-01-01 09:00 UTC; "
        "see to it that the worker runs"
    ]


def test_mail_that_was_given_up_is_told(data: Path) -> None:
    with closing(sqlite3.connect(data / "course.sqlite3")) as connection:
        connection.execute(MAIL, ("dead", "2026-01-01 09:00:00.000000"))
        connection.commit()
    assert to_do(data) == ["to do  mail: 1 given up; see why on the administrator's page of messages"]


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        (
            {"COURSE_APP_BASE_URL": "https://courses.example.org"},
            "to do  address: https://courses.example.org is https, which a proxy in front has to end; "
            "set COURSE_APP_TRUSTED_PROXIES to how many there are, or all people count as one address",
        ),
        (
            {"COURSE_APP_TRUSTED_PROXIES": "1"},
            "to do  address: behind a proxy, but links in mails lead to localhost and cookies go without TLS; "
            "set COURSE_APP_BASE_URL",
        ),
        (
            {"COURSE_APP_BASE_URL": "https://courses.example.org", "COURSE_APP_TRUSTED_PROXIES": "2"},
            "ok     address: https://courses.example.org, proxies in front: 2",
        ),
    ],
)
def test_an_address_and_the_proxies_in_front_have_to_fit(
    settings: dict[str, str], line: str, published: Path, tmp_path: Path
) -> None:
    ended = course_app("doctor", "--data", published, cwd=tmp_path, **settings)
    assert [found for found in ended.out.splitlines() if "address:" in found] == [line]


def test_a_mail_server_that_does_not_answer_is_told(data: Path) -> None:
    url = f"smtp://127.0.0.1:{free_port()}"
    ended = course_app("doctor", "--data", data, cwd=data.parent, COURSE_APP_MAIL_URL=url)
    (line,) = [found for found in ended.out.splitlines() if "mail:" in found]
    assert line.startswith(f"to do  mail: {url.removeprefix('smtp://')} takes none: ")
    assert line.endswith("; set COURSE_APP_MAIL_URL right")


def examined(data: Path) -> tuple[int, list[str]]:
    """Exit code and lines, without what differs from one run to the next."""
    ended = course_app("doctor", "--data", data, cwd=data.parent)
    assert ended.err == ""
    text = ended.out.replace(str(data), "DATA")
    text = re.sub(r"\b[0-9a-f]{16}\b", "HASH", text)
    text = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "TIME", text)
    return ended.code, re.sub(r"\b\d+(\.\d)?(?= GB|, readable)", "N", text).splitlines()


def to_do(data: Path) -> list[str]:
    """The lines that say what to do."""
    ended = course_app("doctor", "--data", data, cwd=data.parent)
    assert (ended.code, ended.err) == (1, "")
    return [line for line in ended.out.splitlines() if line.startswith("to do")]
