"""images in questions

Revision: 0018
After: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def points_to(column, target):
    name = op.f(f"fk_question_image_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="RESTRICT")


def upgrade():
    op.create_table(
        "question_image",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("course_id", KEY, nullable=False),
        sa.Column("hash", sa.String(length=32), nullable=False),
        sa.Column("mimetype", sa.String(length=20), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("added_by_id", KEY, nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        points_to("course_id", "course"),
        points_to("added_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_image")),
        sa.UniqueConstraint("course_id", "hash", name=op.f("uq_question_image_course_id_hash")),
    )
    op.create_index("ix_question_image_hash", "question_image", ["hash"])


def downgrade():
    op.drop_index("ix_question_image_hash", table_name="question_image")
    op.drop_table("question_image")
