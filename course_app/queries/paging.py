"""Long lists are read a page at a time, by key: one row more than is shown tells whether more follow.

The page's answer carries `following`: the key of the last row shown, empty or 0 where the list ends there.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select

PAGE = 50
Shown = tuple[Sequence[Row[Any]], Row[Any] | None]


def read_page(connection: Connection, statement: Select, size: int | None = None) -> Shown:
    """The rows to show, and the last of them where more follow it. `statement`: what comes after the page before."""
    size = size or PAGE
    rows = connection.execute(statement.limit(size + 1)).all()
    shown = rows[:size]
    return shown, shown[-1] if len(rows) > size else None
