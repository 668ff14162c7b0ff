"""an index of the audit by what was done

Revision: 0020
After: 0019
"""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade():
    op.create_index("ix_audit_entry_verb_id", "audit_entry", ["verb", "id"])


def downgrade():
    op.drop_index("ix_audit_entry_verb_id", table_name="audit_entry")
