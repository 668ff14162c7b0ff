"""The tables: models and migrations agree, and nothing can query behind a page's back."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask_migrate import downgrade, upgrade
from sqlalchemy import Column, String, inspect, select, text, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import DBAPIError

import course_app.models
from course_app.extensions import Base, db, read_connection
from course_app.models import Person
from course_app.services.transaction import transaction


def test_every_relation_refuses_to_load_by_itself():
    lazy = {
        f"{mapper.class_.__name__}.{relation.key}": relation.lazy
        for mapper in Base.registry.mappers
        for relation in mapper.relationships
    }
    assert {name: value for name, value in lazy.items() if value != "raise_on_sql"} == {}


def test_the_migrated_schema_equals_the_models(app):
    with db.engines[None].connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_migrations_go_down_and_up_again_with_data_in_them(app):
    with db.engines[None].connect() as connection:
        assert connection.execute(text("select count(*) from person")).scalar() == 8
    downgrade(revision="base")
    assert set(inspect(db.engines[None]).get_table_names()) == {"alembic_version"}
    upgrade()
    assert set(inspect(db.engines[None]).get_table_names()) == set(Base.metadata.tables) | {"alembic_version"}


def test_every_row_of_bank_quiz_claim_and_lesson_names_its_course():
    for model in (
        course_app.models.Question,
        course_app.models.Quiz,
        course_app.models.Claim,
        course_app.models.Reference,
        course_app.models.Lesson,
    ):
        assert "course_id" in model.__table__.columns


@pytest.mark.only_on("sqlite")
def test_every_connection_writes_through_to_the_disk(app):
    for engine in (db.engines[None], db.engines["read"]):
        with engine.connect() as connection:
            settings = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            }
        assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}


@pytest.mark.only_on("postgres")
def test_every_connection_to_postgresql_waits_for_the_disk_and_speaks_utc(app):
    for engine in (db.engines[None], db.engines["read"]):
        with engine.connect() as first, engine.connect() as second:
            for connection in (first, second):
                settings = {
                    name: connection.exec_driver_sql(f"SHOW {name}").scalar()
                    for name in ("synchronous_commit", "timezone", "lock_timeout", "transaction_isolation")
                }
                assert settings == {
                    "synchronous_commit": "on",
                    "timezone": "UTC",
                    "lock_timeout": "5s",
                    "transaction_isolation": "read committed",
                }


def test_the_reading_engine_cannot_write(app):
    with db.engines["read"].connect() as connection, pytest.raises(DBAPIError):
        connection.execute(text("UPDATE person SET name = 'somebody else'"))
    with db.engines["read"].connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM person WHERE name = 'somebody else'")).scalar() == 0


def test_names_are_ordered_by_the_bytes_of_their_sort_key(app):
    """Not by the language of the server: the two databases page through people alike."""
    keys = ["a b", "a-b", "aa", "ab", "z", "ż", "ا", "李"]
    with transaction() as session:
        for place, key in enumerate(reversed(keys)):
            session.execute(update(Person).where(Person.id == place + 1).values(sort_key=key))
    with read_connection() as connection:
        assert list(connection.scalars(select(Person.sort_key).order_by(Person.sort_key))) == keys


@pytest.mark.only_on("postgres")
def test_what_the_models_order_by_bytes_the_migrated_tables_do_too(app):
    declared = {
        (table.name, column.name)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if getattr(column.type.dialect_impl(postgresql.dialect()), "collation", None) == "C"
    }
    found = "SELECT table_name, column_name FROM information_schema.columns WHERE collation_name = 'C'"
    with read_connection() as connection:
        rows = connection.execute(text(f"{found} AND table_schema = 'public'")).all()
    assert {tuple(row) for row in rows} == declared != set()


def test_every_name_fits_postgresql():
    """It would cut a longer one, and the migrations would not find it again."""
    names = [one.name for table in Base.metadata.tables.values() for one in (*table.constraints, *table.indexes)]
    assert [name for name in names if name and len(name) > 63] == []


@pytest.mark.only_on("sqlite")
def test_a_referenced_table_can_be_made_anew_and_foreign_keys_hold_afterwards(app):
    """A batch migration drops the old table; that must neither fail nor empty what refers to it."""
    with db.engines[None].connect() as connection:
        people = connection.execute(text("select count(*) from person")).scalar()
        enrolments = connection.execute(text("select count(*) from enrolment")).scalar()
    config = current_app.extensions["migrate"].migrate.get_config()
    with EnvironmentContext(config, ScriptDirectory.from_config(config), fn=make_person_anew):
        ScriptDirectory.from_config(config).run_env()
    with db.engines[None].connect() as connection:
        assert connection.execute(text("select count(*) from person")).scalar() == people
        assert connection.execute(text("select count(*) from enrolment")).scalar() == enrolments
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def make_person_anew(_revision, context):
    """What a migration of the person table does, and no other step."""
    with Operations(context).batch_alter_table("person", recreate="always") as person:
        person.add_column(Column("nickname", String(20)))
    return []
