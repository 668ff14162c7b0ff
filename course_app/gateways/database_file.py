"""The SQLite file as a file: where it lies, and a copy of it made while others write."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import make_url


def path_of(url: str) -> Path:
    """The file behind a SQLite address."""
    return Path(make_url(url).database or "")


def back_up(source: Path, target: Path) -> None:
    """Copy the database, consistent even while others write, for its owner alone; `target` appears when complete."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    try:
        with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(draft)) as there:
            here.backup(there)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
