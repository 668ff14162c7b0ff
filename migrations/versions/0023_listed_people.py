"""people who are not erased, by how they are listed and by what is searched

Revision: 0023
After: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0020"
branch_labels = None
depends_on = None

LISTED = sa.text("erased_at IS NULL")
INDEXES = (("ix_person_listed", ["sort_key", "id"]), ("ix_person_found", ["search_key", "email", "id"]))
OLD = ("sort_key", "search_key")


def upgrade():
    for name, columns in INDEXES:
        op.create_index(name, "person", columns, sqlite_where=LISTED, postgresql_where=LISTED)
    for column in OLD:
        op.drop_index(op.f(f"ix_person_{column}"), table_name="person")


def downgrade():
    for column in OLD:
        op.create_index(op.f(f"ix_person_{column}"), "person", [column])
    for name, _columns in INDEXES:
        op.drop_index(name, table_name="person")
