"""A PostgreSQL server, asked before there is an application."""

from sqlalchemy import NullPool, create_engine, inspect


def has_tables(url: str) -> bool:
    """Whether somebody keeps something in the database."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        return bool(inspect(connection).get_table_names())
