"""who approved and said what of a question, and what the list of the bank searches and filters by

Revision: 0016
After: 0015

Of the questions that are there, the words and claims are noted here; findings and facility are found by the worker.
Going down, a version that waits for its approval becomes one of the older ones.
"""

from unicodedata import category, combining, normalize

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REPEATED = ("topic", "pool", "type", "origin")
question = sa.table(
    "question",
    sa.column("id", sa.BigInteger),
    sa.column("course_id", sa.BigInteger),
    sa.column("code", sa.String),
    sa.column("state", sa.String),
    *(sa.column(name, sa.String) for name in REPEATED),
    sa.column("newest_number", sa.Integer),
)
version = sa.table(
    "question_version",
    sa.column("question_id", sa.BigInteger),
    sa.column("number", sa.Integer),
    sa.column("content", sa.JSON),
)
entry = sa.table(
    "bank_entry",
    sa.column("question_id", sa.BigInteger),
    sa.column("course_id", sa.BigInteger),
    sa.column("code", sa.String),
    sa.column("state", sa.String),
    sa.column("is_waiting", sa.Boolean),
    *(sa.column(name, sa.String) for name in REPEATED),
    sa.column("number", sa.Integer),
    sa.column("sought", sa.Text),
    sa.column("level", sa.String),
    sa.column("claims", sa.Text),
    sa.column("is_stale", sa.Boolean),
    sa.column("finding", sa.String),
    sa.column("answers", sa.Integer),
)


def points_to(table, column, target):
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="RESTRICT")


def upgrade():
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.add_column(sa.Column("waiting_number", sa.Integer(), nullable=True))
    op.create_table(
        "question_approval",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("question_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("is_alone", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        points_to("question_approval", "question_id", "question"),
        points_to("question_approval", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_approval")),
    )
    op.create_index(op.f("ix_question_approval_question_id"), "question_approval", ["question_id"])
    op.create_table(
        "question_comment",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("question_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("body", sa.String(length=2000), nullable=False),
        sa.Column("author_id", KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_by_id", KEY, nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        points_to("question_comment", "question_id", "question"),
        points_to("question_comment", "author_id", "person"),
        points_to("question_comment", "resolved_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_comment")),
    )
    op.create_index(op.f("ix_question_comment_author_id"), "question_comment", ["author_id"])
    op.create_index("ix_question_comment_open", "question_comment", ["question_id", "resolved_at"])
    op.create_table(
        "bank_entry",
        sa.Column("question_id", KEY, autoincrement=False, nullable=False),
        sa.Column("course_id", KEY, nullable=False),
        sa.Column("code", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("is_waiting", sa.Boolean(), nullable=False),
        sa.Column("topic", sa.String(length=100), nullable=False),
        sa.Column("pool", sa.String(length=20), nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sought", sa.Text(), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("claims", sa.Text(), nullable=False),
        sa.Column("is_stale", sa.Boolean(), nullable=False),
        sa.Column("finding", sa.String(length=10), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("judged_with", KEY, nullable=True),
        sa.Column("facility", sa.Double(), nullable=True),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        points_to("bank_entry", "question_id", "question"),
        points_to("bank_entry", "course_id", "course"),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_bank_entry")),
    )
    op.create_index("ix_bank_entry_counted", "bank_entry", ["course_id", "counted_at"])
    filters = ["course_id", "code", "state", "is_waiting", *REPEATED, "level", "is_stale", "finding", "facility"]
    op.create_index("ix_bank_entry_filters", "bank_entry", filters)
    newest = (version.c.question_id == question.c.id) & (version.c.number == question.c.newest_number)
    statement = sa.select(question, version.c.content).join_from(question, version, newest)
    for row in op.get_bind().execute(statement).all():
        op.execute(entry.insert().values(made_of(row._mapping)))


def made_of(row):
    content = row["content"]
    words = [row["code"].casefold(), *map(folded, (row["code"], content["stem"], *content.get("tags", ())))]
    return {name: row[name] for name in ("course_id", "code", "state", *REPEATED)} | {
        "question_id": row["id"],
        "is_waiting": False,
        "number": row["newest_number"],
        "sought": " ".join(words),
        "level": content["level"],
        "claims": "".join(f" {one}" for one in content["claims"]) + " ",
        "is_stale": False,
        "finding": "",
        "answers": 0,
    }


def folded(text):
    """Small letters without accents, as searches are folded; the letters that have no such form stay here."""
    decomposed = normalize("NFKD", normalize("NFKD", text).casefold())
    kept = (one if category(one)[0] in "LMN" else " " for one in decomposed if not combining(one))
    return " ".join("".join(kept).split())


def downgrade():
    op.drop_table("bank_entry")
    op.drop_table("question_comment")
    op.drop_table("question_approval")
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_column("waiting_number")
