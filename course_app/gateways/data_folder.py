"""The data folder: made for its owner alone, marked when it holds a demonstration; where it was last served."""

import os
import shutil
from pathlib import Path

MARK = "demonstration"
ADDRESS = "address"
LEAST_FREE = 500 * 1024 * 1024
MARK_TEXT = "This folder was made by “course-app serve --demo”. It starts again with --demo only.\n"


class DataFolderProblem(Exception):
    """The data folder cannot be used; the text says why and what to do."""


def prepare(folder: Path) -> None:
    """Make the folder unless it is there; raises `DataFolderProblem` when nothing can be kept in it."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise DataFolderProblem(
            f"The data folder {folder} cannot be made ({error.strerror}). Name another with --data."
        ) from error
    if not is_writable(folder):
        raise DataFolderProblem(
            f"The data folder {folder} cannot be written. Start as the user who owns it, or name another with --data."
        )


def is_writable(folder: Path) -> bool:
    """Whether files can be made in the folder."""
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)


def note_address(folder: Path, url: str) -> None:
    """Keep where the site is served, for commands that print links to it."""
    (folder / ADDRESS).write_text(f"{url}\n", encoding="utf-8")


def noted_address(folder: Path) -> str:
    """Where the site was served last; empty when it never was."""
    try:
        return (folder / ADDRESS).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""


def free_bytes(folder: Path) -> int:
    """What is free on the folder's disk."""
    return shutil.disk_usage(folder).free


def is_nearly_full(free: int) -> bool:
    """Whether so little is free that somebody should make room: the next backup may not fit."""
    return free < LEAST_FREE


def is_demonstration(folder: Path, database: str = "") -> bool:
    """Whether the folder was made by a demonstration; with a database's fingerprint, by one on that database."""
    try:
        text = (folder / MARK).read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    return database in text


def mark_demonstration(folder: Path, database: str = "") -> None:
    """Say in the folder that it is a demonstration's, and on which database unless it lies in the folder."""
    (folder / MARK).write_text(MARK_TEXT + (f"{database}\n" if database else ""), encoding="utf-8")
