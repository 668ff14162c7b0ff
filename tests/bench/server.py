"""The servers of a bench as groups of processes: start, stop, what they have used of the processor and of memory."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")
PATIENCE = 60
QUIET_FOR = 1.5
STATE, PARENT, GROUP = 0, 1, 2


class ServerEnded(RuntimeError):
    """A server ended by itself; its last lines."""


@dataclass(frozen=True)
class Server:
    """A running server: the port it answers on, its group of processes, the seconds until it answered."""

    port: int
    group: int
    began_within: float

    def cpu_ms(self) -> float:
        """User and system time of all processes of the group so far, to 10 ms."""
        return sum(sum(map(int, fields[11:13])) for fields in self._stats().values()) * TICK_MS

    def memory_mb(self) -> dict[str, float]:
        """`resident`: of the largest process (the one that answers); `together`: of all, shared pages counted once."""
        resident, together = [], 0.0
        for process in self._stats():
            sizes = _sizes(process)
            resident.append(sizes.get("Rss", 0.0))
            together += sizes.get("Pss", 0.0)
        return {"resident": max(resident, default=0.0), "together": together}

    def settle(self) -> None:
        """Wait until nothing but the background worker's short looks goes on."""
        began, before = time.monotonic(), self.cpu_ms()
        while time.monotonic() - began < PATIENCE:
            time.sleep(QUIET_FOR)
            now = self.cpu_ms()
            if now - before <= 2 * TICK_MS:
                return
            before = now

    def _stats(self) -> dict[int, list[str]]:
        return {process: fields for process, fields in processes().items() if int(fields[GROUP]) == self.group}


def processes() -> dict[int, list[str]]:
    """Of each process of this machine the fields of /proc/<pid>/stat after the name."""
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            with suppress(OSError):
                found[int(folder.name)] = (folder / "stat").read_text().rpartition(")")[2].split()
    return found


@contextmanager
def site(data: Path, threads: int | None = None, workers: int = 1, database_url: str = "") -> Iterator[Server]:
    """The program on a data folder, as `serve` runs it.

    `threads`: another number of blocking threads than the program's own; `database_url`: where not in the folder.
    """
    command = ["course_app", "serve"] if threads is None else ["tests.bench.serve_with", str(threads)]
    settings = {"COURSE_APP_DATABASE_URL": database_url} if database_url else {}
    with _running([*command, "--data", str(data), "--workers", str(workers), "--port"], settings) as server:
        yield server


@contextmanager
def hello() -> Iterator[Server]:
    """The unit."""
    with _running(["tests.bench.hello"]) as server:
        yield server


@contextmanager
def _running(module: Sequence[str], settings: Mapping[str, str] = MappingProxyType({})) -> Iterator[Server]:
    """`python -m` the module, with a free port as its last argument and no other settings, in a group of its own."""
    port = _free_port()
    with tempfile.TemporaryFile("w+") as log:
        began = time.monotonic()
        process = started([*module, str(port)], settings, log)
        try:
            if not _answers(port, process, began + PATIENCE):
                log.seek(0)
                raise ServerEnded(f"{' '.join(module)} did not answer:\n{log.read()[-2000:]}")
            yield Server(port, process.pid, time.monotonic() - began)
        finally:
            _end(process)


def started(module: Sequence[str], settings: Mapping[str, str], log: IO[str]) -> subprocess.Popen:
    """`python -m` the module in a group of processes of its own, with these settings and no others."""
    return subprocess.Popen(
        [sys.executable, "-m", *module],
        cwd=ROOT,
        env=own_environment() | settings,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )


def own_environment() -> dict[str, str]:
    """The environment without settings of another installation."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COURSE_APP_")}


def _answers(port: int, process: subprocess.Popen, until: float) -> bool:
    """Wait for the first page; False when the process ends or time runs out before."""
    while process.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=PATIENCE) as answer:
                return answer.status == 200
        except OSError:
            time.sleep(0.02)
    return False


def _end(process: subprocess.Popen) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _sizes(process: int) -> dict[str, float]:
    """Sizes of a process in megabytes, by the names of smaps_rollup."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]
    except OSError:
        return {}
    words = [line.split() for line in lines]
    return {parts[0].rstrip(":"): int(parts[1]) / 1024 for parts in words if len(parts) == 3}
