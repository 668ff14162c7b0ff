"""Column types and shorthands shared by all tables."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

BigInt = BigInteger().with_variant(Integer, "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC, in whole milliseconds; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC).replace(microsecond=value.microsecond // 1000 * 1000)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def byte_order(length: int) -> String:
    """Text that is ordered by its bytes on either database, whatever language the server speaks."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


def identity() -> Mapped[int]:
    """The key of a table."""
    return mapped_column(BigInt, primary_key=True, autoincrement=True)


def points_to(target: str, *, index: bool = False, **options: Any) -> Mapped[Any]:
    """A foreign key; what is referred to cannot be deleted."""
    return mapped_column(BigInt, ForeignKey(target, ondelete="RESTRICT"), index=index, **options)


def public_identity() -> Mapped[str]:
    """A random 128-bit id for addresses, as 32 hexadecimal digits."""
    return mapped_column(String(32), unique=True)


class InChunks:
    """The columns of what is planned, confirmed and worked off in chunks; models name the check of `state`.

    `state`: planned, running, done; `position`: how many of its `rows` are dealt with; `cleared_at`: when those were
    removed.
    """

    state: Mapped[str] = mapped_column(String(10), default="planned", index=True)
    rows: Mapped[int]
    position: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cleared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
