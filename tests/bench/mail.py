"""Does each mail arrive once? `python -m tests.bench.mail [--messages 1000] [--kills 3] [--fails 0.2] [--seed 1]`.

Real workers send to a real SMTP server that refuses, or hangs up on, a share of the mails at random; workers are
killed without warning at a random moment within `--pause` seconds after the server took a mail. With `--pause 0` it
is the worst moment there is: the mail is taken, and the worker has not noted it yet. Delays before the next try are
not waited for. What is counted is what the server took: by Message-ID, and by the number each mail carries.
"""

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask_migrate import upgrade
from sqlalchemy import func, select, update

from course_app.app import create_app
from course_app.extensions import read_connection
from course_app.formats.mail_texts import MailText
from course_app.models import Message
from course_app.services.ledgers import message
from course_app.services.transaction import transaction
from course_app.settings import Settings
from tests.conftest import KEY, close_engines
from tests.mail_server import Postbox, listening
from tests.running import ROOT, course_app, environment, wait_until

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
MOST_ROUNDS = 60


@dataclass(frozen=True)
class Delivery:
    """What became of the messages. `doubled` were taken by the server more often than once, `most` times at most."""

    messages: int
    arrived: int
    ids: int
    doubled: int
    most: int
    refused: int
    kills: int
    waiting: int
    dead: int
    seconds: float


def deliver(
    settings: Settings, cwd: Path, messages: int, kills: int, fails: float, seed: int = 1, pause: float = 0.0
) -> Delivery:
    """Write messages into the database of `settings` (its application's context is open) and have them sent."""
    write(messages)
    postbox, moments, began = Postbox(fails=fails, seed=seed), random.Random(seed), time.monotonic()
    with listening(postbox) as url:
        for kill in range(1, kills + 1):
            work_until(settings, url, postbox, messages * kill // (kills + 2), pause=moments.uniform(0, pause))
        for _ in range(MOST_ROUNDS):
            let_time_pass()
            assert do_one_round(settings, url, cwd) == (0, "")
            if not count("waiting"):
                break
    taken = Counter(mail["Subject"] for mail in postbox.taken)
    return Delivery(
        messages=messages,
        arrived=len(taken),
        ids=len(postbox.ids()),
        doubled=sum(times > 1 for times in taken.values()),
        most=max(taken.values(), default=0),
        refused=postbox.failures,
        kills=kills,
        waiting=count("waiting"),
        dead=count("dead"),
        seconds=time.monotonic() - began,
    )


def write(messages: int) -> None:
    """Messages that are due, each with its number in the subject."""
    with transaction() as session:
        for number in range(messages):
            message(session, f"person-{number}@example.org", MailText(f"Mail {number}", "Read me.\n"), LONG_AGO)


def work_until(
    settings: Settings, url: str, postbox: Postbox, taken: int, number: int = signal.SIGKILL, pause: float = 0.0
) -> None:
    """A worker that is sent a signal as soon as the server has taken so many mails, and `pause` seconds are over."""
    let_time_pass()
    worker = subprocess.Popen(
        [sys.executable, "-m", "course_app", "worker", "--data", str(settings.data)],
        env=environment(ROOT, _named(settings, url)),
    )
    try:
        assert wait_until(lambda: len(postbox.taken) >= taken)
        time.sleep(pause)
        worker.send_signal(number)
        worker.wait(30)
    finally:
        worker.kill()
        worker.wait(30)


def do_one_round(settings: Settings, url: str, cwd: Path) -> tuple[int, str]:
    """Exit code and complaints of a worker that does everything once."""
    ended = course_app("worker", "--once", "--data", settings.data, cwd=cwd, **_named(settings, url))
    return ended.code, ended.err


def _named(settings: Settings, url: str) -> dict[str, str]:
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


def main() -> None:
    """Deliver, and print what the server counted; exit 1 when a mail is missing or came more often than kills allow."""
    options = argparse.ArgumentParser(prog="python -m tests.bench.mail")
    options.add_argument("--messages", type=int, default=1_000)
    options.add_argument("--kills", type=int, default=3)
    options.add_argument("--fails", type=float, default=0.2)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--pause", type=float, default=0.5)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = create_app(Settings(data=folder / "data", secret_key=KEY, log_level="error"))
        with app.app_context():
            upgrade()
            found = deliver(app.config["SETTINGS"], folder, **vars(asked))
            close_engines()
    print(
        f"{found.messages} messages, {found.arrived} arrived, {found.messages - found.arrived} missing, "
        f"{found.doubled} doubled (each at most {found.most} times, {found.ids} Message-IDs), {found.dead} given up; "
        f"{found.refused} refusals and hang-ups, {found.kills} workers killed; {found.seconds:.0f} s"
    )
    sys.exit(found.arrived != found.messages or found.doubled > found.kills)


if __name__ == "__main__":
    main()
