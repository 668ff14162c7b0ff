"""`course-app worker`: rounds of jobs, whose failures never end it."""

import io
import json
import logging
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from course_app.commands.worker import JOBS, Job, do, import_lists, send_mail, write_reminders
from course_app.services.announcing import write_announcements
from course_app.services.attempting import close_overdue
from course_app.services.backing_up import back_up_nightly
from course_app.services.clearing import clear_old
from course_app.services.enrolling_others import end_expired
from course_app.services.erasing import keep_erased
from course_app.services.importing_questions import clear_question_imports, continue_question_imports
from course_app.services.importing_rosters import clear_rows
from course_app.services.indexing import count_answers, judge_waiting
from course_app.services.keeping_images import clear_images
from course_app.services.reflecting import send_prompts
from tests.running import ROOT, course_app, environment


def test_one_round_ends_with_0_and_says_what_it_did(template_data: Path, tmp_path: Path) -> None:
    first, second = (course_app("worker", "--once", "--data", template_data, cwd=tmp_path) for _ in range(2))
    assert (first.code, first.out, second.code, second.out, second.err) == (0, "", 0, "", "")
    lines = [json.loads(line) for line in first.err.splitlines()]
    assert {line["message"] for line in lines} == {"job done"}
    done = {line["job"]: line["did"] for line in lines}
    assert (done["nightly-backup"], done.keys()) == (1, {"judge-questions", "count-answers", "nightly-backup"})


def test_without_data_it_says_how_to_begin(tmp_path: Path) -> None:
    ended = course_app("worker", "--once", "--data", "nowhere", cwd=tmp_path)
    assert (ended.code, ended.err) == (1, f"There is no data folder {tmp_path}/nowhere. Begin with: course-app serve\n")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_with_0(template_data: Path, number: int) -> None:
    process = start("--data", str(template_data), settings={"COURSE_APP_LOG_LEVEL": "debug"})
    try:
        assert '"job done"' in process.stderr.readline()
        process.send_signal(number)
        process.communicate(timeout=30)
        assert process.returncode == 0
    finally:
        process.kill()
        process.communicate()


def test_it_ends_when_the_named_parent_is_not_its_parent(template_data: Path) -> None:
    process = start("--data", str(template_data), "--parent", str(os.getppid()))
    process.communicate(timeout=60)
    assert process.returncode == 0


def test_a_job_that_fails_is_logged_as_json_and_done_again_at_its_next_turn(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds, stream = [], io.StringIO()
    monkeypatch.setattr(logging.getLogger("course_app").handlers[0], "stream", stream)

    def fail(now: datetime) -> int:
        rounds.append(now)
        raise OSError("the disk is full")

    monkeypatch.setitem(JOBS, "failing", Job(fail, 1))
    do(app, "failing")
    do(app, "failing")
    first, second = (json.loads(line) for line in stream.getvalue().splitlines())
    assert len(rounds) == 2
    assert [first["message"], first["job"], first["level"]] == ["job failed", "failing", "error"]
    assert first["trace"].splitlines()[-1] == second["trace"].splitlines()[-1] == "OSError: the disk is full"


def test_a_failing_job_does_not_end_the_worker(template_data: Path) -> None:
    with closing(sqlite3.connect(template_data / "course.sqlite3")) as connection:
        connection.execute("ALTER TABLE attempt RENAME TO attempt_of_old")
    process = start("--data", str(template_data))
    try:
        assert json.loads(process.stderr.readline())["message"] == "job failed"
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(2)
    finally:
        process.terminate()
        process.communicate(timeout=30)
    assert process.returncode == 0


def test_every_job_names_a_service_and_its_interval() -> None:
    assert {name: (job.service, job.seconds) for name, job in JOBS.items()} == {
        "close-overdue": (close_overdue, 15),
        "send-mail": (send_mail, 2),
        "continue-questions": (continue_question_imports, 2),
        "clear-rosters": (clear_rows, 900),
        "clear-images": (clear_images, 3600),
        "clear-questions": (clear_question_imports, 900),
        "continue-imports": (import_lists, 2),
        "end-expired": (end_expired, 30),
        "judge-questions": (judge_waiting, 60),
        "count-answers": (count_answers, 900),
        "keep-erased": (keep_erased, 300),
        "clear-old": (clear_old, 21_600),
        "write-announcements": (write_announcements, 5),
        "write-reminders": (write_reminders, 300),
        "prompt-reflections": (send_prompts, 300),
        "nightly-backup": (back_up_nightly, 300),
    }


def start(*arguments: str, settings: dict[str, str] | None = None) -> subprocess.Popen[str]:
    """A worker that goes on until it is ended."""
    return subprocess.Popen(
        [sys.executable, "-m", "course_app", "worker", *arguments],
        env=environment(ROOT, settings or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
