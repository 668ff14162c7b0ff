"""What is killed and started again: the site with all its processes, and the server of its PostgreSQL.

SIGKILL lets nothing say goodbye. Only what was started here is killed: the site's group of processes, and the server
on the wheel's own fresh folder with its children.
"""

import os
import random
import signal
import time
import urllib.request
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self

from course_app.gateways import ports
from tests.bench.server import GROUP, PARENT, PATIENCE, STATE, processes, started

HOST = "127.0.0.1"
LOOK_EVERY = 0.05
LONGEST_OUTAGE = 1.0
EARLY, LONGEST_START = 0.2, 3.0
WORKERS = 2
SITE, DATABASE, BOTH = "site", "database", "both"


class StillThereError(RuntimeError):
    """A killed process did not go away."""


class Site:
    """`serve` with several web processes and its background worker, always on the same port."""

    def __init__(self, data: Path, database_url: str, log: IO[str]) -> None:
        self.port = _quiet_port()
        self.settings = {"COURSE_APP_LOG_LEVEL": "error"}
        if database_url:
            self.settings["COURSE_APP_DATABASE_URL"] = database_url
        self.command = ["course_app", "serve", "--data", str(data), "--workers", str(WORKERS), "--port", str(self.port)]
        self.log = log

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End it as one ends it on any day, and whatever is left of it after that."""
        self.process.send_signal(signal.SIGTERM)
        until = time.monotonic() + PATIENCE
        while not self.has_ended() and time.monotonic() < until:
            time.sleep(LOOK_EVERY)
        self.kill()

    def start(self) -> None:
        """Start it; it need not answer yet."""
        self.process = started(self.command, self.settings, self.log)

    def kill(self) -> None:
        """Kill every process of it, and wait until none is left."""
        if self.process.returncode is not None:
            return
        group = self.process.pid
        os.killpg(group, signal.SIGKILL)
        self.process.wait(PATIENCE)
        _wait_until_gone(lambda fields: int(fields[GROUP]) == group)

    def has_ended(self) -> bool:
        """Whether it ended by itself, as when it started while the database was away.

        It is left as a zombie, so that nobody else is given the number of its group before `kill`.
        """
        if self.process.returncode is not None:
            return True
        return os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def is_ready(self) -> bool:
        """Whether it answers and reaches its database."""
        try:
            with urllib.request.urlopen(f"http://{HOST}:{self.port}/health/ready", timeout=PATIENCE) as answer:
                return answer.status == 200
        except OSError:
            return False


class Postgres:
    """The wheel's server, by the wheel's handle on it."""

    def __init__(self, handle: Any) -> None:
        self.handle = handle

    def kill(self) -> None:
        """Kill the server with its children; it stands still first, so that it has no child more than it is seen with.

        What it leaves to say which process it is goes as well: that number may be another's by now.
        """
        server = self.handle.get_pid()
        os.kill(server, signal.SIGSTOP)
        theirs = {server, *(number for number, fields in processes().items() if int(fields[PARENT]) == server)}
        for number in theirs:
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        _wait_until_gone(lambda fields: False, theirs)
        sockets = self.handle.get_postmaster_info().socket_dir
        for left in (self.handle.pgdata / "postmaster.pid", *sockets.glob(".s.PGSQL.*")):
            left.unlink()

    def start(self) -> None:
        """Start it on the same folder and wait until it has recovered."""
        self.handle.ensure_postgres_running()


@dataclass
class Outage:
    """What was killed, when by the monotonic clock, and when the site was ready again (None: not yet)."""

    kind: str
    began: float
    ended: float | None = None


class Trouble:
    """Kills at the moments it is told to, and starts again what was killed or has ended."""

    def __init__(self, site: Site, postgres: Postgres | None, chance: random.Random) -> None:
        self.site, self.postgres, self.chance = site, postgres, chance
        self.kinds = (SITE, DATABASE, BOTH) if postgres else (SITE,)
        self.outages: list[Outage] = []
        self.started_again = 0
        self.ready_at: float | None = None

    def rage(self, kills: int, up: float, until: float) -> None:
        """Kill so many times, each at a random moment within `up` seconds after the site is ready again.

        Every few times it is sooner, while the site starts. No kill comes after `until`. In the end the site is ready,
        and is left alone for `up` seconds.
        """
        for _ in range(kills):
            is_early = bool(self.outages) and self.chance.random() < EARLY
            wait = self.chance.uniform(0, LONGEST_START if is_early else up)
            self.wait(wait, until, is_early=is_early)
            if time.monotonic() >= until:
                break
            self.strike()
        self.wait(up, until + PATIENCE, is_early=False)

    def strike(self) -> None:
        """Kill the site, the database or both, and start again what was killed."""
        kind = self.chance.choice(self.kinds)
        self.outages.append(Outage(kind, time.monotonic()))
        self.ready_at = None
        if kind != DATABASE:
            self.site.kill()
        if kind != SITE:
            self.postgres.kill()
            time.sleep(self.chance.uniform(0, LONGEST_OUTAGE))
            self.postgres.start()
        if kind != DATABASE:
            self.site.start()

    def watch(self, is_over: Callable[[], bool]) -> None:
        """Until it is over, note when the site is ready again, and start it when it has ended by itself."""
        while not is_over():
            if self.site.has_ended():
                self.started_again += 1
                self.ready_at = None
                self.site.kill()
                self.site.start()
            if self.ready_at is None and self.site.is_ready():
                self.ready_at = time.monotonic()
                for outage in self.outages:
                    outage.ended = outage.ended or self.ready_at
            time.sleep(LOOK_EVERY)

    def wait(self, seconds: float, until: float, *, is_early: bool) -> None:
        """Watch for so many seconds, counted from now or from when the site is ready; not longer than `until`."""
        began = time.monotonic()

        def is_over() -> bool:
            since = began if is_early else self.ready_at or until
            return time.monotonic() >= min(max(since, began) + seconds, until)

        self.watch(is_over)


def _wait_until_gone(is_theirs: Callable[[list[str]], bool], numbers: Collection[int] = ()) -> None:
    """Wait until no process is among these; a zombie is none, since it holds nothing."""
    until = time.monotonic() + PATIENCE
    while any(
        (number in numbers or is_theirs(fields)) and fields[STATE] not in "ZX" for number, fields in processes().items()
    ):
        if time.monotonic() > until:
            raise StillThereError
        time.sleep(0.01)


def _quiet_port() -> int:
    """A free port below those that clients are given.

    While nobody listens, a client that is given the very port it calls is connected to itself and keeps it.
    """
    for port in random.sample(range(20_000, 32_000), 100):
        with suppress(ports.PortProblem):
            ports.require_free(HOST, port)
            return port
    raise ports.PortProblem("No port is free.")
