"""The real program as processes of its own, on loopback, each with its own folder. Every wait is bounded."""

import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests import forked

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 90


@dataclass(frozen=True)
class Ended:
    """A command that has ended."""

    code: int
    out: str
    err: str


@dataclass
class Site:
    """A running `serve`: a process group of its own, whose output goes to files."""

    process: subprocess.Popen
    port: int
    folder: Path
    out: Path
    err: Path
    cookies: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)

    @property
    def lines(self) -> list[str]:
        """What it has printed so far."""
        return self.out.read_text().splitlines()

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page; redirections are followed."""
        return self._answer(urllib.request.Request(f"http://127.0.0.1:{self.port}{path}"))

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        """Fill in the form of that page, its token included; status and text of where it leads."""
        _, page = self.get(path)
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page).group(1)
        body = urllib.parse.urlencode({"csrf_token": token, **fields}).encode()
        return self._answer(urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data=body))

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Ask it to stop, or as a terminal does (Ctrl-C, hanging up) its whole group; the exit code."""
        if number in (signal.SIGINT, signal.SIGHUP):
            os.killpg(self.process.pid, number)
        else:
            self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    def has_processes(self) -> bool:
        """Whether anything of its group still runs."""
        try:
            os.killpg(self.process.pid, 0)
        except ProcessLookupError:
            return False
        return True

    def _answer(self, request: urllib.request.Request) -> tuple[int, str]:
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        try:
            with opener.open(request, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()


def environment(program: Path, settings: Mapping[str, str]) -> dict[str, str]:
    """An environment without settings of this installation but those given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COURSE_APP_")}
    return {**kept, "PYTHONPATH": str(program), **settings}


def course_app(*arguments: str | Path, cwd: Path, program: Path = ROOT, **settings: str) -> Ended:
    """Run a command to its end; one of this program in a process that need not read it first."""
    words = [*map(str, arguments)]
    if program == ROOT:
        return Ended(*forked.run(words, cwd, environment(program, settings), PATIENCE))
    done = subprocess.run(
        [sys.executable, "-m", "course_app", *words],
        cwd=cwd,
        env=environment(program, settings),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def wait_until(is_so: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    """Look until it is so; False when it does not become so in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.05)
    return False


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Starter:
    """Starts sites, and ends at the end what of them still runs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sites: list[Site] = []

    def __call__(self, data: Path, *options: str, program: Path = ROOT, **settings: str) -> Site:
        """Start `serve` and wait until it is ready."""
        port, place = free_port(), self.folder / f"run-{len(self.sites)}"
        place.mkdir(parents=True)
        out, err = place / "out", place / "err"
        arguments = ["serve", "--data", str(data), "--port", str(port), *options]
        with out.open("wb") as out_file, err.open("wb") as err_file:
            process = subprocess.Popen(
                [sys.executable, "-m", "course_app", *arguments],
                cwd=place,
                env=environment(program, settings),
                stdin=subprocess.DEVNULL,
                stdout=out_file,
                stderr=err_file,
                start_new_session=True,
            )
        site = Site(process, port, data, out, err)
        self.sites.append(site)
        assert wait_until(lambda: "Ready:" in out.read_text() or process.poll() is not None)
        assert process.poll() is None, out.read_text() + err.read_text()
        return site

    def end(self) -> None:
        """End every group that was started here."""
        for site in self.sites:
            if site.has_processes():
                os.killpg(site.process.pid, signal.SIGKILL)
            site.process.wait(PATIENCE)
