"""Lists of people that an administrator uploaded, and what became of each row. The rows are kept for a day."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from course_app.extensions import db
from course_app.models.columns import InChunks, identity, points_to, public_identity


class RosterImport(InChunks, db.Model):
    """One list for one course. `state`: planned, running, done; `position` is the place of the last row dealt with.

    `cohort_name` is the cohort that people go into (empty: none), `cohort_id` its row once there is one. `counts`:
    rows by what is planned, and once done by what was done. `site`, `link` and `sign_in` are for the mails: the
    site's name, the address of an invitation with a word in place of its token, and the sign-in page's; whoever goes
    on with the list, in a process that no browser asks, writes the same mails. `cleared_at`: when the rows were
    removed.
    """

    __tablename__ = "roster_import"
    __table_args__ = (CheckConstraint("state IN ('planned', 'running', 'done')", name="state"),)

    id: Mapped[int] = identity()
    public_id: Mapped[str] = public_identity()
    actor_id: Mapped[int | None] = points_to("person.id", nullable=True)
    course_id: Mapped[int] = points_to("course.id")
    cohort_id: Mapped[int | None] = points_to("cohort.id", nullable=True)
    cohort_name: Mapped[str] = mapped_column(String(200), default="")
    file_name: Mapped[str] = mapped_column(String(200), default="")
    warning: Mapped[str] = mapped_column(String(300), default="")
    header: Mapped[list[str]] = mapped_column(JSON)
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)
    site: Mapped[str] = mapped_column(String(200), default="")
    link: Mapped[str] = mapped_column(String(1000), default="")
    sign_in: Mapped[str] = mapped_column(String(1000), default="")


class RosterRow(db.Model):
    """A row of a list at its `place` in the preview: what cannot be used first, then in the list's order.

    `plan` and `outcome` are kinds of domain.rosters; `outcome` is empty until the row is dealt with. `number` is
    the employee number; `cells` are as they were in the list.
    """

    __tablename__ = "roster_row"

    import_id: Mapped[int] = points_to("roster_import.id", primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    line: Mapped[int]
    name: Mapped[str] = mapped_column(String(400))
    email: Mapped[str] = mapped_column(String(400))
    number: Mapped[str] = mapped_column(String(64), default="")
    search_key: Mapped[str] = mapped_column(String(800))
    cells: Mapped[list[str]] = mapped_column(JSON)
    plan: Mapped[str] = mapped_column(String(10))
    outcome: Mapped[str] = mapped_column(String(10), default="")
    note: Mapped[str] = mapped_column(String(400), default="")
