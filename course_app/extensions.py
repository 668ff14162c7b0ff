"""The Flask extensions, unbound, and the two engines of the database, SQLite or PostgreSQL.

`db.session` writes, begun and committed only in services/transaction.py: BEGIN IMMEDIATE on SQLite, READ COMMITTED
with held rows on PostgreSQL. `read_connection()` reads: an AUTOCOMMIT engine that cannot write (`query_only`,
`default_transaction_read_only`), no BEGIN and no rollback, and so nothing that one part of a request could leave
behind for the next. `read_snapshot()` is the same over many statements that must agree. A commit waits for the disk.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from flask import Flask, g, has_request_context
from flask_migrate import Migrate
from flask_security import Security
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import Connection, MetaData, event, make_url
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.util import LRUCache

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
POOL = 8
STATEMENTS = 1_000
SQLITE_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON")
POSTGRES_SETTINGS = {"timezone": "UTC", "synchronous_commit": "on", "lock_timeout": "5s"}
POSTGRES_READS_ONLY = {"default_transaction_read_only": "on"}


class Base(DeclarativeBase):
    """Base of all tables; constraints are named so that migrations can change them."""

    metadata = MetaData(naming_convention=NAMES)


class StatementCache(LRUCache):
    """Compiled statements, found first by which statement it is, and only then by all that it says.

    SQLAlchemy's key names every column and table of a statement, and is hashed anew at every execution. The second of
    its parts is one and the same object whenever a module's constant is executed.
    """

    def __init__(self) -> None:
        super().__init__(STATEMENTS)
        self._near: dict[tuple[Any, ...], tuple[Any, Any]] = {}

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        """The compiled statement of that key."""
        dialect, said, *rest = key
        place = (dialect, id(said), *rest)
        kept = self._near.get(place)
        if kept is not None:
            return kept[1]
        compiled = super().get(key, default)
        if compiled is not default:
            if len(self._near) >= STATEMENTS:  # statements made for one request come once each, and push all out
                self._near.clear()
            self._near[place] = (said, compiled)  # `said` is kept, and so nothing else can have its id
        return compiled


db = SQLAlchemy(model_class=Base, disable_autonaming=True, session_options={"expire_on_commit": False})
migrate = Migrate(render_as_batch=True, compare_type=True)
csrf = CSRFProtect()
security = Security()


def configure_database(app: Flask, url: str, migrations: Path) -> None:
    """Two engines on one database, the default one writes, the bind "read" only reads; and where migrations lie."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _engine_options(url, POSTGRES_SETTINGS)
    app.config["SQLALCHEMY_BINDS"] = {
        "read": {
            "url": url,
            **_engine_options(url, POSTGRES_SETTINGS | POSTGRES_READS_ONLY),
            "isolation_level": "AUTOCOMMIT",
            "skip_autocommit_rollback": True,
            "pool_reset_on_return": None,
        }
    }
    db.init_app(app)
    migrate.init_app(app, db, directory=str(migrations))
    app.teardown_appcontext(_give_back)
    with app.app_context():
        for engine in db.engines.values():
            engine.update_execution_options(compiled_cache=StatementCache())
        _set_up_sqlite(db.engines[None], reads_only=False)
        _set_up_sqlite(db.engines["read"], reads_only=True)


def read_connection() -> AbstractContextManager[Connection]:
    """A connection that can only read; use it in a `with` block. A request has one, and gives it back at its end."""
    if not has_request_context():
        return db.engines["read"].connect()
    if "read_connection" not in g:
        g.read_connection = db.engines["read"].connect()
    return nullcontext(g.read_connection)


@contextmanager
def read_snapshot() -> Iterator[Connection]:
    """A connection of its own that can only read, and sees the database as it was at its first statement.

    For what many statements read and must agree upon. It holds old versions of rows while it is open, so nothing slow
    (a network, a person) may be waited for meanwhile.
    """
    with db.engines["read"].connect() as connection:
        if connection.dialect.name != "sqlite":
            with connection.execution_options(isolation_level="REPEATABLE READ").begin():
                yield connection
            return
        connection.exec_driver_sql("BEGIN")
        try:
            yield connection
        finally:
            connection.exec_driver_sql("ROLLBACK")


def is_away(error: DBAPIError) -> bool:
    """Whether the database could not do it just now (gone, starting, locked, full), and not: whether it was wrong.

    SQLite's driver calls both an OperationalError; a table that is missing is wrong.
    """
    if not isinstance(error, OperationalError):
        return error.connection_invalidated
    return getattr(error.orig, "sqlite_errorcode", None) != sqlite3.SQLITE_ERROR


def _give_back(_error: BaseException | None) -> None:
    connection = g.pop("read_connection", None)
    if connection is not None:
        connection.close()


def _engine_options(url: str, settings: dict[str, str]) -> dict[str, Any]:
    """The pool, and what PostgreSQL is asked for when it connects.

    There a connection is tried before it is lent, so that no page fails because the server was started again.
    """
    options: dict[str, Any] = {"pool_size": POOL, "max_overflow": 0, "hide_parameters": True}
    options["pool_use_lifo"] = True  # the last one used has its pages at hand
    if make_url(url).get_backend_name() == "postgresql":
        words = " ".join(f"-c {name}={value}" for name, value in settings.items())
        options |= {"pool_pre_ping": True, "connect_args": {"options": words}}
    return options


def _set_up_sqlite(engine: Engine, *, reads_only: bool) -> None:
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in SQLITE_PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        if reads_only:
            connection.execute("PRAGMA query_only=ON")

    if not reads_only:
        engine.dialect.do_begin = _begin_immediate


def _begin_immediate(connection: sqlite3.Connection) -> None:
    """Take the write lock at once. In the dialect's own place: an event would be looked for at every statement."""
    connection.execute("BEGIN IMMEDIATE")
