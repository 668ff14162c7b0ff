"""records of completion, their revocations, and reflections

Revision: 0019
After: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def points_to(table, column, target):
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="RESTRICT")


def upgrade():
    op.create_table(
        "completion_record",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("enrolment_id", KEY, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.Column("replaces_id", KEY, nullable=True),
        points_to("completion_record", "enrolment_id", "enrolment"),
        points_to("completion_record", "replaces_id", "completion_record"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_completion_record")),
        sa.UniqueConstraint("public_id", name=op.f("uq_completion_record_public_id")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_completion_record_replaces_id")),
    )
    op.create_index(op.f("ix_completion_record_enrolment_id"), "completion_record", ["enrolment_id"])
    first = sa.text("replaces_id IS NULL")
    op.create_index(
        "uq_completion_record_first",
        "completion_record",
        ["enrolment_id"],
        unique=True,
        sqlite_where=first,
        postgresql_where=first,
    )
    op.create_table(
        "record_revocation",
        sa.Column("record_id", KEY, nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        points_to("record_revocation", "record_id", "completion_record"),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_record_revocation")),
    )
    op.create_table(
        "reflection",
        sa.Column("enrolment_id", KEY, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("so_what", sa.Text(), nullable=False),
        sa.Column("now_what", sa.Text(), nullable=False),
        sa.Column("kept_at", MOMENT, nullable=True),
        sa.Column("prompt_at", MOMENT, nullable=True),
        sa.Column("prompted_at", MOMENT, nullable=True),
        sa.Column("site", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=1000), nullable=False),
        points_to("reflection", "enrolment_id", "enrolment"),
        sa.PrimaryKeyConstraint("enrolment_id", name=op.f("pk_reflection")),
    )
    op.create_index(op.f("ix_reflection_prompt_at"), "reflection", ["prompt_at"])


def downgrade():
    op.drop_table("reflection")
    op.drop_table("record_revocation")
    op.drop_table("completion_record")
