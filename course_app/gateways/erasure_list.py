"""The list of erasures: a file in the data folder that says whose data were erased when, by random ids alone.

It stands apart from the database, so that it outlives one that is lost or restored. Lines are added and never
changed, each "<time> <id>", and each is on the disk before its erasure is acknowledged. A last line without its end
was being written when the machine stopped; it was never acknowledged, and the next line takes its place.
"""

import fcntl
import os
import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from course_app.domain.erasure import Erasure
from course_app.gateways.backup_file import ERASURES, to_disk

LINE = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00) ([0-9a-f]{32})")


class ErasureListProblem(Exception):
    """The list cannot be read or written; the text says which and why."""


def path_in(data: Path) -> Path:
    """Where the list of a data folder lies."""
    return data / ERASURES


def read(path: Path) -> list[Erasure] | None:
    """The erasures in the list; None when there is no such file. Raises `ErasureListProblem`."""
    try:
        return parse(path.read_bytes(), str(path))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ErasureListProblem(f"The list of erasures {path} cannot be read ({error.strerror}).") from error


def parse(content: bytes, source: str) -> list[Erasure]:
    """The erasures in a list's text. Raises `ErasureListProblem` at a line that is none."""
    found = []
    *lines, _unfinished = content.decode(errors="replace").split("\n")
    for number, line in enumerate(lines, 1):
        match = LINE.fullmatch(line)
        if match is None:
            raise ErasureListProblem(
                f"{source} is not a whole list of erasures: line {number} is “{line[:60]}”. "
                "Take the newest backup’s, or mend that line."
            )
        found.append(Erasure(match[2], datetime.fromisoformat(match[1])))
    return found


def text_of(erasures: Iterable[Erasure]) -> bytes:
    """Erasures as lines."""
    return "".join(f"{one.at.isoformat(timespec='milliseconds')} {one.person}\n" for one in erasures).encode()


def add(path: Path, erasures: Iterable[Erasure]) -> None:
    """Add lines for good: they are on the disk when this returns. Makes the file. Raises `ErasureListProblem`."""
    try:
        is_new = not path.exists()
        path.touch(mode=0o600)
        with path.open("r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(file.read().rfind(b"\n") + 1)
            file.truncate()
            file.write(text_of(erasures))
            file.flush()
            os.fsync(file.fileno())
        if is_new:
            to_disk(path.parent)
    except OSError as error:
        raise ErasureListProblem(f"The list of erasures {path} cannot be written ({error.strerror}).") from error
