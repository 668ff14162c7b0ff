"""corrections that readers suggest

Revision: 0017
After: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def points_to(column, target):
    name = op.f(f"fk_correction_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="RESTRICT")


def upgrade():
    op.create_table(
        "correction",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("course_id", KEY, nullable=False),
        sa.Column("lesson_id", KEY, nullable=False),
        sa.Column("passage", sa.String(length=100), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("body", sa.String(length=1000), nullable=False),
        sa.Column("suggested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("decisions", sa.Integer(), nullable=False),
        sa.Column("decided_by_id", KEY, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('open', 'taken-up', 'declined')", name=op.f("ck_correction_state")),
        points_to("course_id", "course"),
        points_to("lesson_id", "lesson"),
        points_to("person_id", "person"),
        points_to("decided_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
        sa.UniqueConstraint("public_id", name=op.f("uq_correction_public_id")),
    )
    op.create_index("ix_correction_inbox", "correction", ["course_id", "state", "id"])
    op.create_index("ix_correction_own", "correction", ["person_id", "course_id", "suggested_at"])


def downgrade():
    op.drop_index("ix_correction_own", table_name="correction")
    op.drop_index("ix_correction_inbox", table_name="correction")
    op.drop_table("correction")
