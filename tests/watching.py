"""What a request changed in the database, and whose it was."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask
from sqlalchemy import event, select

from course_app.extensions import db, read_connection

Key = tuple[str, tuple[Any, ...]]
Rows = dict[Key, dict[str, Any]]


class Watch:
    """Compares all tables before and after; reads them only when something was committed since."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.is_stale = True
        self.rows: Rows = {}
        with app.app_context():
            event.listen(db.engines[None], "commit", self._note)

    def _note(self, *_arguments: Any) -> None:
        self.is_stale = True

    def changed(self, act: Callable[[], Any]) -> tuple[Any, list[frozenset[tuple[str, Any]]]]:
        """What the act returned, and for every row that it changed, whose and of which course the row is."""
        before = self.settle()
        answer = act()
        if not self.is_stale:
            return answer, []
        after = self.settle()
        touched = [key for key in {**before, **after} if before.get(key) != after.get(key)]
        return answer, [_belonging(key, {**before, **after}) for key in touched]

    def settle(self) -> Rows:
        """All rows as they are now."""
        if self.is_stale:
            with self.app.app_context():
                self.rows = all_rows()
            self.is_stale = False
        return self.rows


def all_rows() -> Rows:
    """Every row of every table, by table and key."""
    with read_connection() as connection:
        return {
            (table.name, tuple(row[one.name] for one in table.primary_key)): dict(row)
            for table in db.metadata.tables.values()
            for row in connection.execute(select(table)).mappings()
        }


def _belonging(key: Key, rows: Rows) -> frozenset[tuple[str, Any]]:
    """The persons and courses that a row names, itself or through the rows that it refers to."""
    found, todo = set(), [key]
    while todo:
        one = todo.pop()
        if one in found:
            continue
        found.add(one)
        todo += _referred_to(one, rows)
    return frozenset((table, values[0]) for table, values in found if table in ("person", "course"))


def _referred_to(key: Key, rows: Rows) -> Iterable[Key]:
    row = rows.get(key, {})
    for reference in db.metadata.tables[key[0]].foreign_keys:
        value, target = row.get(reference.parent.name), reference.column
        if value is None:
            continue
        if target.primary_key:
            yield target.table.name, (value,)
        else:
            yield from (
                other
                for other, content in rows.items()
                if other[0] == target.table.name and content[target.name] == value
            )
