"""Long lists are read a page at a time, by key: one row more than is shown tells whether more follow.

The page's answer carries `following`: the key of the last row shown, empty or 0 where the list ends there.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select, func, literal, select, tuple_, union_all

T = TypeVar("T")

PAGE = 50
ONCE = "MATERIALIZED"
Shown = tuple[Sequence[Row[Any]], Row[Any] | None]


def read_page(connection: Connection, statement: Select, size: int | None = None) -> Shown:
    """The rows to show, and the last of them where more follow it. `statement`: what comes after the page before."""
    size = size or PAGE
    rows = connection.execute(statement.limit(size + 1)).all()
    shown = rows[:size]
    return shown, shown[-1] if len(rows) > size else None


def fitting_page(connection: Connection, fits: Select, after: Any = None) -> tuple[int, list[int], bool]:
    """How many rows fit, the ids of those to show, and whether more follow, by one statement that looks for them once.

    `fits` selects what they are ordered by and, as its last column, the id; `after`: the same of the last row of the
    page before, as a row of values or a statement that finds it (none found: nothing is shown).
    """
    fit = fits.cte("fit").prefix_with(ONCE)
    return _counted_page(connection, fit, select(*fit.c), after)


def ordered_page(
    connection: Connection, counted: Select, in_order: Select, after: Any = None
) -> tuple[int, list[int], bool]:
    """The same where an index has the rows in their order: a page is read no further than it shows.

    `counted` and `in_order` find the same rows, each in the way that is quick for it.
    """
    return _counted_page(connection, counted.subquery(), in_order, after)


def _counted_page(connection: Connection, counted: Any, fits: Select, after: Any) -> tuple[int, list[int], bool]:
    keys = tuple(fits.selected_columns)
    page = fits.with_only_columns(keys[-1].label("id")).order_by(*keys).limit(PAGE + 1)
    if after is not None:
        page = page.where(tuple_(*keys) > after)
    count = select(func.count().label("number"), literal(0)).select_from(counted)
    rows = connection.execute(union_all(count, select(literal(-1), page.subquery().c.id))).all()
    ids = [one for number, one in rows if number < 0]
    return next(number for number, _none in rows if number >= 0), ids[:PAGE], len(ids) > PAGE


def page_after(
    listed: Sequence[T], key: Callable[[T], str], after: str, size: int | None = None
) -> tuple[Sequence[T], str]:
    """Of a list in memory what follows the entry of that key, and `following`; from its beginning without such one."""
    size = size or PAGE
    keys = [key(one) for one in listed]
    start = keys.index(after) + 1 if after in keys else 0
    end = start + size
    return listed[start:end], keys[end - 1] if end < len(listed) else ""
