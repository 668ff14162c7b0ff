"""The background worker as a child process: started again when it dies, ended when the site ends."""

import logging
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence

log = logging.getLogger("course_app.background")
SHORTEST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
LOOK_EVERY = 0.2
KILL_AFTER = 10


def keep_running(arguments: Sequence[str], stop: threading.Event) -> None:
    """Run `course-app` with these arguments until `stop`; after each death wait twice as long, up to a minute.

    A process that lived longer than the longest pause counts as healthy: the next pause is the shortest again.
    Ctrl-C, which reaches every process of the terminal, is blocked in this thread and what it starts.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    pause = SHORTEST_PAUSE
    while not stop.is_set():
        began = time.monotonic()
        code = _run(arguments, stop)
        if stop.is_set():
            return
        if time.monotonic() - began > LONGEST_PAUSE:
            pause = SHORTEST_PAUSE
        log.error("background worker ended", extra={"code": code, "again_in": pause})
        stop.wait(pause)
        pause = min(pause * 2, LONGEST_PAUSE)


def _run(arguments: Sequence[str], stop: threading.Event) -> int:
    process = subprocess.Popen([sys.executable, "-m", "course_app", *arguments], stdin=subprocess.DEVNULL)  # noqa: S603
    try:
        while process.poll() is None and not stop.wait(LOOK_EVERY):
            pass
    finally:
        process.terminate()
        try:
            process.wait(KILL_AFTER)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    return process.returncode
