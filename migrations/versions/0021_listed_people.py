"""people who are not erased, by how they are listed and by what is searched; windows of cohorts

Revision: 0021
After: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

LISTED = sa.text("erased_at IS NULL")
INDEXES = (("ix_person_listed", ["sort_key", "id"]), ("ix_person_found", ["search_key", "email", "id"]))
OLD = ("sort_key", "search_key")
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def points_to(table, column, target):
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="RESTRICT")


def upgrade():
    for name, columns in INDEXES:
        op.create_index(name, "person", columns, sqlite_where=LISTED, postgresql_where=LISTED)
    for column in OLD:
        op.drop_index(op.f(f"ix_person_{column}"), table_name="person")
    op.create_table(
        "cohort_window",
        sa.Column("cohort_id", KEY, autoincrement=False, nullable=False),
        sa.Column("quiz_id", KEY, autoincrement=False, nullable=False),
        sa.Column("opens_at", MOMENT, nullable=True),
        sa.Column("closes_at", MOMENT, nullable=True),
        points_to("cohort_window", "cohort_id", "cohort"),
        points_to("cohort_window", "quiz_id", "quiz"),
        sa.PrimaryKeyConstraint("cohort_id", "quiz_id", name=op.f("pk_cohort_window")),
    )
    op.create_index(op.f("ix_cohort_window_quiz_id"), "cohort_window", ["quiz_id"])


def downgrade():
    op.drop_table("cohort_window")
    for column in OLD:
        op.create_index(op.f(f"ix_person_{column}"), "person", [column])
    for name, _columns in INDEXES:
        op.drop_index(name, table_name="person")
