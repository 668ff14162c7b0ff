"""files of questions brought in, and where questions came from

Revision: 0013
After: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "question_import",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("actor_id", BIG, nullable=True),
        sa.Column("course_id", BIG, nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("format", sa.String(length=20), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("topic", sa.String(length=100), nullable=False),
        sa.Column("pool", sa.String(length=20), nullable=False),
        sa.Column("is_whole", sa.Boolean(), nullable=False),
        sa.Column("failure", sa.String(length=1000), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('planned', 'running', 'done')", name=op.f("ck_question_import_state")),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["person.id"], name=op.f("fk_question_import_actor_id_person"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_question_import_course_id_course"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_import")),
        sa.UniqueConstraint("public_id", name=op.f("uq_question_import_public_id")),
    )
    with op.batch_alter_table("question_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_import_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_question_import_course_id"), ["course_id"], unique=False)
    op.create_table(
        "question_import_item",
        sa.Column("import_id", BIG, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("source_id", sa.String(length=200), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("is_left_out", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=100), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("similar_to", sa.String(length=100), nullable=False),
        sa.Column("similar_item", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["question_import.id"],
            name=op.f("fk_question_import_item_import_id_question_import"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("import_id", "place", name=op.f("pk_question_import_item")),
    )
    op.create_table(
        "question_source",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("course_id", BIG, nullable=False),
        sa.Column("question_id", BIG, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("source_id", sa.String(length=200), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_question_source_course_id_course"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_question_source_question_id_question"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_source")),
        sa.UniqueConstraint("course_id", "digest", name=op.f("uq_question_source_course_id_digest")),
    )
    with op.batch_alter_table("question_source", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_source_question_id"), ["question_id"], unique=False)


def downgrade():
    op.drop_table("question_source")
    op.drop_table("question_import_item")
    op.drop_table("question_import")
