"""subscriptions of an address, and the words that were agreed to

Revision: 0028
After: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OWNER = "(person_id IS NULL) = (address <> '')"
IS_AN_ADDRESS = sa.text("address <> ''")


def upgrade():
    with op.batch_alter_table("subscription") as batch:
        batch.alter_column("person_id", existing_type=KEY, nullable=True)
        batch.add_column(sa.Column("address", sa.String(length=254), nullable=False, server_default=""))
        batch.create_check_constraint(op.f("ck_subscription_owner"), OWNER)
    with op.batch_alter_table("subscription") as batch:
        batch.alter_column("address", existing_type=sa.String(length=254), server_default=None)
    op.create_index(
        "uq_subscription_address",
        "subscription",
        ["address", "list"],
        unique=True,
        sqlite_where=IS_AN_ADDRESS,
        postgresql_where=IS_AN_ADDRESS,
    )
    op.create_index("ix_subscription_listed", "subscription", ["list", "id"])
    with op.batch_alter_table("consent") as batch:
        batch.add_column(sa.Column("words", sa.String(length=500), nullable=False, server_default=""))
    with op.batch_alter_table("consent") as batch:
        batch.alter_column("words", existing_type=sa.String(length=500), server_default=None)


def downgrade():
    of_addresses = "SELECT id FROM subscription WHERE person_id IS NULL"
    op.execute(f"DELETE FROM consent WHERE subscription_id IN ({of_addresses})")
    op.execute(f"UPDATE message SET subscription_id = NULL WHERE subscription_id IN ({of_addresses})")
    op.execute("DELETE FROM subscription WHERE person_id IS NULL")
    with op.batch_alter_table("consent") as batch:
        batch.drop_column("words")
    op.drop_index("ix_subscription_listed", table_name="subscription")
    op.drop_index("uq_subscription_address", table_name="subscription")
    with op.batch_alter_table("subscription") as batch:
        batch.drop_constraint(op.f("ck_subscription_owner"), type_="check")
        batch.drop_column("address")
        batch.alter_column("person_id", existing_type=KEY, nullable=False)
