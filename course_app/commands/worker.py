"""`course-app worker`: the work that nobody waits for, round after round until it is told to stop.

A job's failure is logged and tried again at its next turn; it never ends the loop. Any number of workers may run:
every job is idempotent.
"""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click
from flask import Flask, current_app

from course_app.commands.existing_data import existing_data
from course_app.commands.mail_links import pages_of
from course_app.commands.program import Program, data_option
from course_app.gateways import clock
from course_app.gateways.mail import Sender
from course_app.services.announcing import write_announcements
from course_app.services.attempting import close_overdue
from course_app.services.backing_up import back_up_nightly
from course_app.services.clearing import clear_old
from course_app.services.corresponding import send_waiting
from course_app.services.enrolling_others import end_expired
from course_app.services.erasing import keep_erased
from course_app.services.importing_questions import clear_question_imports, continue_question_imports
from course_app.services.importing_rosters import REST_SECONDS, clear_rows, continue_imports
from course_app.services.indexing import count_answers, judge_waiting
from course_app.services.keeping_images import clear_images
from course_app.services.reflecting import send_prompts
from course_app.services.reminding import remind
from course_app.settings import Settings

log = logging.getLogger("course_app.worker")
LONGEST_WAIT = 1.0
_stop = threading.Event()


@dataclass(frozen=True)
class Job:
    """A service to call with the time of the call every `seconds`; it returns how many things it did."""

    service: Callable[[datetime], int]
    seconds: int


def sender_of(settings: Settings) -> Sender:
    """From whom this installation's mail comes, and how it goes out."""
    return Sender(settings.site_name, settings.mail_address, settings.mail_url, settings.mail_folder)


def send_mail(_now: datetime) -> int:
    """Send the mail that waits, as the settings say; stop between two mails when the worker is to stop."""
    sender, pages = sender_of(current_app.config["SETTINGS"]), pages_of(current_app, "public.mails", "key")
    return send_waiting(sender, clock.now, pages, _stop.is_set)


def import_lists(now: datetime) -> int:
    """Deal with the lists of people that were begun, and let learners save in between."""
    return continue_imports(now, lambda: _stop.wait(REST_SECONDS))


def write_reminders(now: datetime) -> int:
    """Remind whoever is due, with the way back to their course."""
    return remind(pages_of(current_app, "learner.course", "course"), now)


JOBS = {
    "close-overdue": Job(close_overdue, 15),
    "send-mail": Job(send_mail, 2),
    "continue-questions": Job(continue_question_imports, 2),
    "clear-rosters": Job(clear_rows, 900),
    "clear-questions": Job(clear_question_imports, 900),
    "clear-images": Job(clear_images, 3600),
    "continue-imports": Job(import_lists, 2),
    "end-expired": Job(end_expired, 30),
    "write-announcements": Job(write_announcements, 5),
    "write-reminders": Job(write_reminders, 300),
    "prompt-reflections": Job(send_prompts, 300),
    "judge-questions": Job(judge_waiting, 60),
    "count-answers": Job(count_answers, 900),
    "keep-erased": Job(keep_erased, 300),
    "clear-old": Job(clear_old, 21_600),
    "nightly-backup": Job(back_up_nightly, 300),
}


@click.command()
@data_option
@click.option("--once", is_flag=True, help="Do each job once, then end.")
@click.option("--parent", type=int, hidden=True, help="End when this process is no longer the parent.")
@click.pass_obj
def worker(program: Program, data: Path | None, once: bool, parent: int | None) -> None:
    """Do the background work alone; “course-app serve” runs it too."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: _stop.set())
    with existing_data(program, data) as app:
        if once:
            for name in JOBS:
                do(app, name)
        else:
            _work(app, parent)


def do(app: Flask, name: str) -> None:
    """One job, once. Whatever fails is logged."""
    started = time.monotonic()
    try:
        with app.app_context():
            done = JOBS[name].service(clock.now())
    except Exception:
        log.exception("job failed", extra={"job": name})
        return
    level = logging.INFO if done else logging.DEBUG
    log.log(level, "job done", extra={"job": name, "did": done, "ms": round((time.monotonic() - started) * 1000, 1)})


def _work(app: Flask, parent: int | None) -> None:
    due = dict.fromkeys(JOBS, 0.0)
    while not _stop.is_set() and (parent is None or os.getppid() == parent):
        for name, moment in due.items():
            if time.monotonic() >= moment and not _stop.is_set():
                do(app, name)
                due[name] = time.monotonic() + JOBS[name].seconds
        _stop.wait(LONGEST_WAIT)
