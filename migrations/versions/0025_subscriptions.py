"""subscriptions and what was said about them; announcements

Revision: 0025
After: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
STATES = "state IN ('waiting', 'sent', 'dead')"
MORE_STATES = "state IN ('waiting', 'sent', 'dead', 'stopped')"
ADDED = (("subscription_id", "subscription"), ("announcement_id", "announcement"))


def points_to(table, column, target):
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="RESTRICT")


def only(name, table, columns, condition):
    where = sa.text(condition)
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def upgrade():
    op.create_table(
        "subscription",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("list", sa.String(length=20), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.CheckConstraint("state IN ('on', 'off')", name=op.f("ck_subscription_state")),
        points_to("subscription", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.UniqueConstraint("public_id", name=op.f("uq_subscription_public_id")),
        sa.UniqueConstraint("person_id", "list", name=op.f("uq_subscription_person_id_list")),
    )
    op.create_table(
        "consent",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("subscription_id", KEY, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        points_to("consent", "subscription_id", "subscription"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_subscription_id"), "consent", ["subscription_id"])
    _announcements()
    with op.batch_alter_table("message") as batch:
        batch.drop_constraint(op.f("ck_message_state"), type_="check")
        batch.create_check_constraint(op.f("ck_message_state"), MORE_STATES)
        for column, target in ADDED:
            batch.add_column(sa.Column(column, KEY, nullable=True))
            name = op.f(f"fk_message_{column}_{target}")
            batch.create_foreign_key(name, target, [column], ["id"], ondelete="RESTRICT")
            batch.create_index(op.f(f"ix_message_{column}"), [column])
    only("ix_message_subscribed", "message", ["created_at"], "subscription_id IS NOT NULL")


def _announcements():
    op.create_table(
        "announcement",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("cohort_id", KEY, nullable=False),
        sa.Column("actor_id", KEY, nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("recipients", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("stopped_at", MOMENT, nullable=True),
        points_to("announcement", "cohort_id", "cohort"),
        points_to("announcement", "actor_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
        sa.UniqueConstraint("public_id", name=op.f("uq_announcement_public_id")),
    )
    for column in ("cohort_id", "actor_id"):
        op.create_index(op.f(f"ix_announcement_{column}"), "announcement", [column])
    only("ix_announcement_open", "announcement", ["id"], "finished_at IS NULL")
    op.create_table(
        "announcement_recipient",
        sa.Column("announcement_id", KEY, autoincrement=False, nullable=False),
        sa.Column("subscription_id", KEY, autoincrement=False, nullable=False),
        sa.Column("written_at", MOMENT, nullable=True),
        points_to("announcement_recipient", "announcement_id", "announcement"),
        points_to("announcement_recipient", "subscription_id", "subscription"),
        sa.PrimaryKeyConstraint("announcement_id", "subscription_id", name=op.f("pk_announcement_recipient")),
    )
    name = op.f("ix_announcement_recipient_subscription_id")
    op.create_index(name, "announcement_recipient", ["subscription_id"])


def downgrade():
    op.drop_index("ix_message_subscribed", table_name="message")
    op.execute("UPDATE message SET state = 'dead' WHERE state = 'stopped'")
    with op.batch_alter_table("message") as batch:
        batch.drop_constraint(op.f("ck_message_state"), type_="check")
        batch.create_check_constraint(op.f("ck_message_state"), STATES)
        for column, target in ADDED:
            batch.drop_index(op.f(f"ix_message_{column}"))
            batch.drop_constraint(op.f(f"fk_message_{column}_{target}"), type_="foreignkey")
            batch.drop_column(column)
    for table in ("announcement_recipient", "announcement", "consent", "subscription"):
        op.drop_table(table)
