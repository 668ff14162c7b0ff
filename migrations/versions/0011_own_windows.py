"""another opening or closing of a quiz for one learner

Revision: 0011
After: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("quiz_adjustment") as table:
        table.add_column(sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True))


def downgrade():
    with op.batch_alter_table("quiz_adjustment") as table:
        table.drop_column("closes_at")
        table.drop_column("opens_at")
