"""since when somebody is asked for a second step

Revision: 0023
After: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("person", sa.Column("second_step_asked_at", sa.DateTime(timezone=True), nullable=True))


def downgrade():
    op.drop_column("person", "second_step_asked_at")
