"""What it takes to publish the course that belongs to the program, as the command does: the first time, and again."""

import resource
import subprocess
import sys
import tempfile

from tests.bench.findings import best_of
from tests.bench.server import PATIENCE, ROOT, own_environment


def publishing_times(rounds: int) -> dict[str, float]:
    """Processor time in s, user and system, the lowest of the rounds; each begins with an empty database."""
    best: dict[str, float] = {}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory(prefix="bench-") as data:
            _cpu_s("migrate", "--data", data)
            found = {time: _cpu_s("lessons", "publish", "--data", data) for time in ("first", "again")}
        best = best_of(best, found)
    return best


def _cpu_s(*command: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "course_app", *command],
        cwd=ROOT,
        env=own_environment(),
        stdout=subprocess.DEVNULL,
        timeout=PATIENCE,
        check=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
