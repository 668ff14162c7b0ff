"""a random id that stands for a learner in receipts

Revision: 0010
After: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None
RANDOM = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "replace(gen_random_uuid()::text, '-', '')"}


def upgrade():
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pseudonym", sa.String(length=32), nullable=True))
    not_erased = "person_id IN (SELECT id FROM person WHERE erased_at IS NULL)"
    op.execute(f"UPDATE enrolment SET pseudonym = {RANDOM[op.get_bind().dialect.name]} WHERE {not_erased}")
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.create_unique_constraint(batch_op.f("uq_enrolment_pseudonym"), ["pseudonym"])


def downgrade():
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_enrolment_pseudonym"), type_="unique")
        batch_op.drop_column("pseudonym")
