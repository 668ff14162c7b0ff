"""Runs the migrations for Flask-Migrate, on the engine that writes.

Migrations carry their own tables and types, so that a later change of the models cannot change them.
"""

from alembic import context
from flask import current_app

from course_app.models import columns


def render_item(kind, item, _autogen):
    """Our column types as what they are in the database."""
    if kind == "type" and isinstance(item, columns.UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run_migrations():
    """Connect and migrate in one transaction, so that two nodes may migrate at once: the second waits for the first.

    SQLite's changes of tables are transactional too, though Alembic takes them not to be.
    """
    database = current_app.extensions["migrate"].db
    with database.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            render_as_batch=True,
            compare_type=True,
            render_item=render_item,
            transactional_ddl=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run_migrations()
