"""the sign-in page's address for the mails of a list, and failed sign-ins found by their time

Revision: 0007
After: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("roster_import", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sign_in", sa.String(length=1000), nullable=False, server_default=""))
    op.execute("UPDATE roster_import SET sign_in = replace(link, '/invitations/BLANK', '/sign-in')")
    with op.batch_alter_table("roster_import", schema=None) as batch_op:
        batch_op.alter_column("sign_in", server_default=None)
    with op.batch_alter_table("sign_in_failure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_failure_at"), ["at"], unique=False)


def downgrade():
    with op.batch_alter_table("sign_in_failure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_failure_at"))
    with op.batch_alter_table("roster_import", schema=None) as batch_op:
        batch_op.drop_column("sign_in")
