"""mail and links

Revision: 0002
After: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("link", sa.String(length=1000), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("message_id", sa.String(length=300), nullable=False, server_default=""))
        batch_op.drop_index(batch_op.f("ix_message_state"))
        batch_op.create_index("ix_message_next", ["state", "next_try_at"], unique=False)
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.alter_column("link", server_default=None)
        batch_op.alter_column("message_id", server_default=None)
    with op.batch_alter_table("one_time_link", schema=None) as batch_op:
        batch_op.add_column(sa.Column("email", sa.String(length=254), nullable=False, server_default=""))
        batch_op.create_index(batch_op.f("ix_one_time_link_person_id"), ["person_id"], unique=False)
    with op.batch_alter_table("one_time_link", schema=None) as batch_op:
        batch_op.alter_column("email", server_default=None)
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("tf_last_counter", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )


def downgrade():
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("tf_last_counter")
    with op.batch_alter_table("one_time_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_one_time_link_person_id"))
        batch_op.drop_column("email")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index("ix_message_next")
        batch_op.create_index(batch_op.f("ix_message_state"), ["state"], unique=False)
        batch_op.drop_column("message_id")
        batch_op.drop_column("link")
