"""employee numbers, keys with which people enrol themselves, and when access ends

Revision: 0015
After: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
EXPIRING = sa.text("ended_at IS NULL AND expires_at IS NOT NULL")
NUMBERS = (("enrolment", "employee_number"), ("roster_row", "number"))


def upgrade():
    for table, column in NUMBERS:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column(column, sa.String(length=64), server_default="", nullable=False))
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column(column, server_default=None)
    op.create_index(
        "ix_enrolment_expiring",
        "enrolment",
        ["expires_at"],
        unique=False,
        sqlite_where=EXPIRING,
        postgresql_where=EXPIRING,
    )
    op.create_table(
        "enrolment_key",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("cohort_id", KEY, nullable=False),
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("seats IS NULL OR uses <= seats", name=op.f("ck_enrolment_key_seats")),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_enrolment_key_cohort_id_cohort"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_enrolment_key_public_id")),
        sa.UniqueConstraint("word", name=op.f("uq_enrolment_key_word")),
    )
    with op.batch_alter_table("enrolment_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enrolment_key_cohort_id"), ["cohort_id"], unique=False)


def downgrade():
    op.drop_table("enrolment_key")
    op.drop_index("ix_enrolment_expiring", "enrolment", sqlite_where=EXPIRING, postgresql_where=EXPIRING)
    for table, column in reversed(NUMBERS):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column(column)
