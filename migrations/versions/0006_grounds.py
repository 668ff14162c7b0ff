"""what a question stood on when it was last approved, instead of when its claims last changed

Revision: 0006
After: 0005

Of questions that are there already it is not known: those of the text get it from the next publication, those of the
site when somebody next saves or approves them; until then none of them counts as stale.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.add_column(sa.Column("grounds", sa.JSON(), nullable=True))
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.drop_column("changed_at")


def downgrade():
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE claim SET changed_at = (SELECT created_at FROM course WHERE course.id = claim.course_id)")
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.alter_column("changed_at", existing_type=sa.DateTime(timezone=True), nullable=False)
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_column("grounds")
