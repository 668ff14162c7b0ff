"""A PostgreSQL server: what lies in a database, and its rows as PostgreSQL's COPY reads and writes them."""

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, NullPool, column, create_engine, func, inspect, select
from sqlalchemy import table as named

VERSION_TABLE = "alembic_version"


def has_tables(url: str) -> bool:
    """Whether somebody keeps something in the database."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        return bool(inspect(connection).get_table_names())


def tables(connection: Connection) -> list[str]:
    """The tables, each after those it refers to, without the schema's version."""
    names = [name for name, _keys in inspect(connection).get_sorted_table_and_fkc_names() if name]
    return [name for name in names if name != VERSION_TABLE]


def has_version(connection: Connection) -> bool:
    """Whether the database says of which version it is."""
    return inspect(connection).has_table(VERSION_TABLE)


def columns(connection: Connection, table: str) -> list[str]:
    """The columns of a table."""
    return [column["name"] for column in inspect(connection).get_columns(table)]


def copy_out(connection: Connection, table: str, names: list[str]) -> Iterator[bytes]:
    """The rows of a table, a line each."""
    cursor = connection.connection.driver_connection.cursor()
    with cursor, cursor.copy(f"COPY {_named(connection, table, names)} TO STDOUT") as lines:
        for line in lines:
            yield bytes(line)


def copy_in(connection: Connection, table: str, names: list[str], chunks: Iterable[bytes]) -> int:
    """Add rows as they were copied out; how many. New ones will be numbered after them."""
    cursor = connection.connection.driver_connection.cursor()
    with cursor:
        with cursor.copy(f"COPY {_named(connection, table, names)} FROM STDIN") as lines:
            for chunk in chunks:
                lines.write(chunk)
        added = cursor.rowcount
    quoted = connection.dialect.identifier_preparer.quote(table)
    if "id" in names:
        last = func.max(column("id"))
        sequence = func.pg_get_serial_sequence(quoted, "id")
        added_last = select(func.setval(sequence, func.coalesce(last, 1), last.is_not(None)))
        connection.execute(added_last.select_from(named(table)))
    return added


def drop(connection: Connection, names: list[str]) -> None:
    """Drop tables, within the caller's transaction."""
    quote = connection.dialect.identifier_preparer.quote
    for name in names:
        connection.exec_driver_sql(f"DROP TABLE {quote(name)} CASCADE")


def _named(connection: Connection, table: str, names: list[str]) -> str:
    quote = connection.dialect.identifier_preparer.quote
    return f"{quote(table)} ({', '.join(map(quote, names))})"
