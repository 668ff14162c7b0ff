"""what somebody is typing into the form of a question and has not saved

Revision: 0014
After: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def points_to(column, target):
    name = op.f(f"fk_typed_question_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="RESTRICT")


def upgrade():
    op.create_table(
        "typed_question",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("course_id", KEY, nullable=False),
        sa.Column("question_id", KEY, nullable=True),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        points_to("person_id", "person"),
        points_to("course_id", "course"),
        points_to("question_id", "question"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_typed_question")),
        sa.UniqueConstraint(
            "person_id", "course_id", "public_id", name=op.f("uq_typed_question_person_id_course_id_public_id")
        ),
    )
    op.create_index("ix_typed_question_whose", "typed_question", ["person_id", "course_id", "updated_at"])


def downgrade():
    op.drop_index("ix_typed_question_whose", table_name="typed_question")
    op.drop_table("typed_question")
