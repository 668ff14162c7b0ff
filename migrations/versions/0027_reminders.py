"""reminders and the rules they are written by

Revision: 0027
After: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def points_to(table, column, target):
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="RESTRICT")


def upgrade():
    op.create_table(
        "reminder_rule",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("cohort_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("kind IN ('not-started', 'stalled', 'closing')", name=op.f("ck_reminder_rule_kind")),
        points_to("reminder_rule", "cohort_id", "cohort"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_rule")),
        sa.UniqueConstraint("public_id", name=op.f("uq_reminder_rule_public_id")),
        sa.UniqueConstraint("cohort_id", "kind", "days", name=op.f("uq_reminder_rule_cohort_id_kind_days")),
    )
    op.create_table(
        "reminder",
        sa.Column("rule_id", KEY, autoincrement=False, nullable=False),
        sa.Column("enrolment_id", KEY, autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        points_to("reminder", "rule_id", "reminder_rule"),
        points_to("reminder", "enrolment_id", "enrolment"),
        sa.PrimaryKeyConstraint("rule_id", "enrolment_id", name=op.f("pk_reminder")),
    )
    op.create_index(op.f("ix_reminder_enrolment_id"), "reminder", ["enrolment_id"])


def downgrade():
    op.drop_table("reminder")
    op.drop_table("reminder_rule")
