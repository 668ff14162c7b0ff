"""Long lists are read a page at a time, by key: one row more than is shown tells whether more follow.

The page's answer carries `following`: the key of the last row shown, empty or 0 where the list ends there.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select

T = TypeVar("T")

PAGE = 50
Shown = tuple[Sequence[Row[Any]], Row[Any] | None]


def read_page(connection: Connection, statement: Select, size: int | None = None) -> Shown:
    """The rows to show, and the last of them where more follow it. `statement`: what comes after the page before."""
    size = size or PAGE
    rows = connection.execute(statement.limit(size + 1)).all()
    shown = rows[:size]
    return shown, shown[-1] if len(rows) > size else None


def page_after(
    listed: Sequence[T], key: Callable[[T], str], after: str, size: int | None = None
) -> tuple[Sequence[T], str]:
    """Of a list in memory what follows the entry of that key, and `following`; from its beginning without such one."""
    size = size or PAGE
    keys = [key(one) for one in listed]
    start = keys.index(after) + 1 if after in keys else 0
    end = start + size
    return listed[start:end], keys[end - 1] if end < len(listed) else ""
