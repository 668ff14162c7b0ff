"""Bring the database to the version of this program; older data are backed up first, newer ones refused.

The migrations' own transaction is begun in migrations/env.py. It takes SQLite's write lock before it looks at the
version, so that two nodes may start at once: the second finds nothing left to do.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app
from flask_migrate import upgrade

from course_app.domain.errors import RuleBroken
from course_app.queries.schema import schema
from course_app.services.backing_up import FOLDER, back_up


class DataNewer(RuleBroken):
    """The data were written by a newer version of this program."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"The data are of a newer version of this program (schema {revision}). Nothing was changed. "
            "Start the newer version, or restore a backup made before the change."
        )


class DataForeign(RuleBroken):
    """The database holds another program's tables."""

    def __init__(self) -> None:
        super().__init__(
            "The database holds tables that are not this program's. Nothing was changed. Name another data folder."
        )


@dataclass(frozen=True)
class Migration:
    """What was done: the state found (`queries.schema`), and where the backup lies if one was needed."""

    found: str
    backup: Path | None = None


def bring_up_to_date(now: datetime) -> Migration:
    """Migrate unless the data are current. Raises `DataNewer` or `DataForeign`."""
    found = schema()
    if found.state == "newer":
        raise DataNewer(found.current)
    if found.state == "foreign":
        raise DataForeign
    if found.state == "current":
        return Migration("current")
    backup = _back_up(found.current, now) if found.state == "older" else None
    upgrade()
    return Migration(found.state, backup)


def _back_up(revision: str, now: datetime) -> Path:
    name = f"before-migration-{now:%Y%m%dT%H%M%S}-{revision}.zip"
    return back_up(current_app.config["SETTINGS"].data / FOLDER / name, now).path
