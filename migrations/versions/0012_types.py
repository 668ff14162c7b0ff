"""the type of a question and its rule of marking beside its topic

Revision: 0012
After: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None
NOT_SINGLE = sa.text("type <> 'single'")
question = sa.table(
    "question",
    sa.column("id", sa.BigInteger),
    sa.column("newest_number", sa.Integer),
    sa.column("type", sa.String),
    sa.column("credit", sa.String),
)
version = sa.table(
    "question_version",
    sa.column("question_id", sa.BigInteger),
    sa.column("number", sa.Integer),
    sa.column("content", sa.JSON),
)


def upgrade():
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.add_column(sa.Column("type", sa.String(length=20), server_default="single", nullable=False))
        batch_op.add_column(sa.Column("credit", sa.String(length=20), server_default="", nullable=False))
    written, credit = version.c.content["type"].as_string(), version.c.content["credit"].as_string()
    newest = (version.c.question_id == question.c.id) & (version.c.number == question.c.newest_number)
    others = sa.select(question.c.id, written, sa.func.coalesce(credit, "")).join(version, newest)
    for question_id, name, rule in op.get_bind().execute(others.where(written != "single")).all():
        op.execute(question.update().where(question.c.id == question_id).values(type=name, credit=rule))
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.alter_column("type", server_default=None)
        batch_op.alter_column("credit", server_default=None)
        batch_op.create_index(
            "ix_question_typed",
            ["course_id", "type"],
            unique=False,
            sqlite_where=NOT_SINGLE,
            postgresql_where=NOT_SINGLE,
        )


def downgrade():
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_index("ix_question_typed", sqlite_where=NOT_SINGLE, postgresql_where=NOT_SINGLE)
        batch_op.drop_column("credit")
        batch_op.drop_column("type")
