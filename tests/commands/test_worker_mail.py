"""Real workers, a real mail server that fails at random, and kills without warning: no mail is lost or doubled."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select, update

from course_app.extensions import read_connection
from course_app.formats.mail_texts import MailText
from course_app.models import Message
from course_app.services.ledgers import message
from course_app.services.transaction import transaction
from course_app.settings import Settings
from tests.mail_server import Postbox, listening

from .conftest import ROOT, course_app, environment, wait_until

MANY = int(os.environ.get("MAIL_TEST_MESSAGES", "150"))
KILLS = 3
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def test_every_mail_arrives_whatever_fails_and_whoever_is_killed(app: Flask, tmp_path: Path) -> None:
    """A kill may double the one mail that the server had just taken, with the same Message-ID; never another one."""
    with transaction() as session:
        for number in range(MANY):
            message(session, f"person-{number}@example.org", MailText(f"Mail {number}", "Read me.\n"), LONG_AGO)
    postbox = Postbox(fails=0.2)
    settings = app.config["SETTINGS"]
    with listening(postbox) as url:
        for kill in range(1, KILLS + 1):
            work_until_killed(settings, url, postbox, MANY * kill // (KILLS + 2))
        for _ in range(60):
            let_time_pass()
            assert do_one_round(settings, url, tmp_path) == (0, "")
            if not count("waiting"):
                break
    subjects = {mail["Subject"] for mail in postbox.taken}
    assert (len(postbox.ids()), len(subjects), count("sent"), count("dead")) == (MANY, MANY, MANY, 0)
    assert sum(postbox.ids().values()) - MANY <= KILLS
    assert postbox.failures > MANY // 10


def test_a_worker_that_is_asked_to_stop_doubles_nothing(app: Flask, tmp_path: Path) -> None:
    with transaction() as session:
        for number in range(40):
            message(session, f"person-{number}@example.org", MailText(f"Mail {number}", "Read me.\n"), LONG_AGO)
    postbox, settings = Postbox(), app.config["SETTINGS"]
    with listening(postbox) as url:
        work_until_killed(settings, url, postbox, 10, signal.SIGTERM)
        let_time_pass()
        assert do_one_round(settings, url, tmp_path) == (0, "")
    assert (len(postbox.ids()), set(postbox.ids().values())) == (40, {1})


def work_until_killed(settings: Settings, url: str, postbox: Postbox, at: int, number: int = signal.SIGKILL) -> None:
    """A worker that is sent a signal as soon as the server has taken so many mails."""
    let_time_pass()
    worker = subprocess.Popen(
        [sys.executable, "-m", "course_app", "worker", "--data", str(settings.data)],
        env=environment(ROOT, named(settings, url)),
    )
    try:
        assert wait_until(lambda: len(postbox.taken) >= at)
        worker.send_signal(number)
        worker.wait(30)
    finally:
        worker.kill()
        worker.wait(30)


def do_one_round(settings: Settings, url: str, cwd: Path) -> tuple[int, str]:
    """Exit code and complaints of a worker that does everything once."""
    ended = course_app("worker", "--once", "--data", settings.data, cwd=cwd, **named(settings, url))
    return ended.code, ended.err


def named(settings: Settings, url: str) -> dict[str, str]:
    """The mail server, and the database unless it lies in the folder, for a worker's environment."""
    database = {"COURSE_APP_DATABASE_URL": settings.database_url} if settings.database_url else {}
    return {"COURSE_APP_MAIL_URL": url, "COURSE_APP_LOG_LEVEL": "error", **database}


def let_time_pass() -> None:
    """Pauses and claims of workers that are no more run out. Call it while no worker runs."""
    with transaction() as session:
        session.execute(update(Message).where(Message.state == "waiting").values(next_try_at=LONG_AGO))


def count(state: str) -> int:
    """How many messages are in that state."""
    with read_connection() as connection:
        return connection.execute(select(func.count()).where(Message.state == state)).scalar_one()
