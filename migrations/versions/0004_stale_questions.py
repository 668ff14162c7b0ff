"""when a claim last changed, and when a question was last looked at

Revision: 0004
After: 0003

Of claims that are there already nothing is known; they count as unchanged since their course began.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE claim SET changed_at = (SELECT created_at FROM course WHERE course.id = claim.course_id)")
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.alter_column("changed_at", existing_type=sa.DateTime(timezone=True), nullable=False)
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.add_column(sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True))


def downgrade():
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_column("checked_at")
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.drop_column("changed_at")
