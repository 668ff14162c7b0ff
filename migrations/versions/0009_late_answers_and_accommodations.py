"""what is decided on late answers, and what learners are given because they need it

Revision: 0009
After: 0008

The version before knows no lifted limit: going down it becomes ten years.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TEN_YEARS = 315_360_000
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def points_to(table, column, target):
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="RESTRICT")


def upgrade():
    op.create_table(
        "late_decision",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("attempt_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("through", sa.Integer(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("actor_id", KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        points_to("late_decision", "attempt_id", "attempt"),
        points_to("late_decision", "actor_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_decision")),
        sa.UniqueConstraint("attempt_id", "number", name=op.f("uq_late_decision_attempt_id_number")),
    )
    op.create_index(
        "ix_response_late",
        "response",
        ["attempt_id", "revision"],
        unique=False,
        sqlite_where=sa.text("problem = 'too-late'"),
        postgresql_where=sa.text("problem = 'too-late'"),
    )
    op.create_table(
        "accommodation",
        sa.Column("person_id", KEY, autoincrement=False, nullable=False),
        sa.Column("extra_percent", sa.Integer(), nullable=False),
        sa.Column("is_untimed", sa.Boolean(), nullable=False),
        sa.Column("larger_text", sa.Boolean(), nullable=False),
        sa.Column("reduced_motion", sa.Boolean(), nullable=False),
        sa.Column("given_by_id", KEY, nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("extra_percent >= 0", name=op.f("ck_accommodation_extra_percent")),
        points_to("accommodation", "person_id", "person"),
        points_to("accommodation", "given_by_id", "person"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_accommodation")),
    )
    op.create_table(
        "quiz_adjustment",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("enrolment_id", KEY, nullable=False),
        sa.Column("quiz_id", KEY, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("actor_id", KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("attempts >= 0 AND seconds >= 0", name=op.f("ck_quiz_adjustment_never_less")),
        points_to("quiz_adjustment", "enrolment_id", "enrolment"),
        points_to("quiz_adjustment", "quiz_id", "quiz"),
        points_to("quiz_adjustment", "actor_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_adjustment")),
    )
    with op.batch_alter_table("quiz_adjustment", schema=None) as batch_op:
        batch_op.create_index("ix_quiz_adjustment_at", ["enrolment_id", "quiz_id"], unique=False)
    with op.batch_alter_table("attempt_adjustment", schema=None) as batch_op:
        batch_op.alter_column("seconds", existing_type=sa.Integer(), nullable=True)
        batch_op.add_column(sa.Column("source", sa.String(length=10), nullable=False, server_default="single"))
        batch_op.create_check_constraint(op.f("ck_attempt_adjustment_never_less"), "seconds >= 0")
        batch_op.create_check_constraint(op.f("ck_attempt_adjustment_source"), "source IN ('profile', 'single')")
    with op.batch_alter_table("attempt_adjustment", schema=None) as batch_op:
        batch_op.alter_column("source", existing_type=sa.String(length=10), server_default=None)


def downgrade():
    op.execute(f"UPDATE attempt_adjustment SET seconds = {TEN_YEARS} WHERE seconds IS NULL")
    with op.batch_alter_table("attempt_adjustment", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_attempt_adjustment_source"), type_="check")
        batch_op.drop_constraint(op.f("ck_attempt_adjustment_never_less"), type_="check")
        batch_op.drop_column("source")
        batch_op.alter_column("seconds", existing_type=sa.Integer(), nullable=False)
    op.drop_table("quiz_adjustment")
    op.drop_table("accommodation")
    op.drop_index("ix_response_late", table_name="response")
    op.drop_table("late_decision")
