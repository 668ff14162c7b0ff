"""Files of questions that an instructor brought in, and what became of each item. File and items are kept for a day;
where a question came from is kept with it."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from course_app.extensions import db
from course_app.models.columns import InChunks, identity, points_to, public_identity


class QuestionImport(InChunks, db.Model):
    """One file (or pasted text) for one course. `state`: planned, running, done; `position`: the last item dealt with.

    `seal`: of the plan that was shown, with what is left out. `counts`: items by kind, planned or done. `topic` and
    `pool` are for new items that name none. `is_whole`: all or nothing; `failure` says why it came to nothing.
    `problems`: those of the whole file, as sentences. `cleared_at`: when file and items were removed.
    """

    __tablename__ = "question_import"
    __table_args__ = (CheckConstraint("state IN ('planned', 'running', 'done')", name="state"),)

    id: Mapped[int] = identity()
    public_id: Mapped[str] = public_identity()
    actor_id: Mapped[int | None] = points_to("person.id", nullable=True)
    course_id: Mapped[int] = points_to("course.id", index=True)
    file_name: Mapped[str] = mapped_column(String(200), default="")
    format: Mapped[str] = mapped_column(String(20))
    data: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    problems: Mapped[list[str]] = mapped_column(JSON)
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)
    topic: Mapped[str] = mapped_column(String(100), default="")
    pool: Mapped[str] = mapped_column(String(20), default="")
    is_whole: Mapped[bool] = mapped_column(default=False)
    failure: Mapped[str] = mapped_column(String(1000), default="")
    seal: Mapped[str] = mapped_column(String(64))


class QuestionImportItem(db.Model):
    """An item of the file at its `place`, from 1. `content`: the question as JSON (None: rejected in reading).

    `kind`, `code`, `number`, `similar_to`, `similar_item`, `percent` and `reason` are the plan's, of
    domain.bringing_in; `outcome` is the kind that it came to, empty until then, and code and reason are then those of
    what was done.
    """

    __tablename__ = "question_import_item"

    import_id: Mapped[int] = points_to("question_import.id", primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    line: Mapped[int]
    label: Mapped[str] = mapped_column(String(200))
    source_id: Mapped[str] = mapped_column(String(200))
    content: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    notes: Mapped[list[str]] = mapped_column(JSON)
    is_left_out: Mapped[bool] = mapped_column(default=False)
    kind: Mapped[str] = mapped_column(String(10))
    code: Mapped[str] = mapped_column(String(100), default="")
    number: Mapped[int] = mapped_column(default=0)
    similar_to: Mapped[str] = mapped_column(String(100), default="")
    similar_item: Mapped[int] = mapped_column(default=0)
    percent: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(String(2000), default="")
    outcome: Mapped[str] = mapped_column(String(10), default="")


class QuestionSource(db.Model):
    """An item that was brought in: its digest, what its file called it, and the question that it is since."""

    __tablename__ = "question_source"
    __table_args__ = (UniqueConstraint("course_id", "digest"),)

    id: Mapped[int] = identity()
    course_id: Mapped[int] = points_to("course.id")
    question_id: Mapped[int] = points_to("question.id", index=True)
    digest: Mapped[str] = mapped_column(String(64))
    source_id: Mapped[str] = mapped_column(String(200))
    file_name: Mapped[str] = mapped_column(String(200))
