"""Runs the migrations for Flask-Migrate, on the engine that writes.

Migrations carry their own tables and types, so that a later change of the models cannot change them.
"""

from contextlib import contextmanager, nullcontext

from alembic import context
from flask import current_app

from course_app.models import columns


def render_item(kind, item, _autogen):
    """Our column types as what they are in the database."""
    if kind == "type" and isinstance(item, columns.UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


@contextmanager
def foreign_keys_off(connection):
    """SQLite changes a table by making it anew, which its foreign keys would forbid.

    The pragma does nothing within a transaction, so it goes to the driver before there is one.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def refuse_broken_references(connection):
    """Within the transaction, so that a migration which breaks references is rolled back whole."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"the migration left {len(broken)} rows that refer to nothing")


def wait_for_other_nodes(connection):
    """SQLite's write lock is held by now; PostgreSQL has a lock for any name, until the transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtextextended('course-app migrations', 0))")


def run_migrations():
    """Connect and migrate in one transaction, so that two nodes may migrate at once: the second waits for the first.

    SQLite's changes of tables are transactional too, though Alembic takes them not to be. Whoever restores a backup
    brings a connection with a transaction of its own.
    """
    database = current_app.extensions["migrate"].db
    given = context.config.attributes.get("connection")
    connecting = database.engine.connect() if given is None else nullcontext(given)
    with connecting as connection, foreign_keys_off(connection):
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            render_as_batch=True,
            compare_type=True,
            render_item=render_item,
            transactional_ddl=True,
        )
        with context.begin_transaction():
            wait_for_other_nodes(connection)
            context.run_migrations()
            refuse_broken_references(connection)


run_migrations()
