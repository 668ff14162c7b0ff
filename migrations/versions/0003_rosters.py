"""lists of people, and mail sent again

Revision: 0003
After: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade():
    op.create_table('roster_import',
    sa.Column('id', BIG, autoincrement=True, nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('actor_id', BIG, nullable=True),
    sa.Column('course_id', BIG, nullable=False),
    sa.Column('cohort_id', BIG, nullable=True),
    sa.Column('cohort_name', sa.String(length=200), nullable=False),
    sa.Column('file_name', sa.String(length=200), nullable=False),
    sa.Column('warning', sa.String(length=300), nullable=False),
    sa.Column('header', sa.JSON(), nullable=False),
    sa.Column('counts', sa.JSON(), nullable=False),
    sa.Column('site', sa.String(length=200), nullable=False),
    sa.Column('link', sa.String(length=1000), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cleared_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state IN ('planned', 'running', 'done')", name=op.f('ck_roster_import_state')),
    sa.ForeignKeyConstraint(['actor_id'], ['person.id'], name=op.f('fk_roster_import_actor_id_person'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_roster_import_cohort_id_cohort'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_roster_import_course_id_course'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roster_import')),
    sa.UniqueConstraint('public_id', name=op.f('uq_roster_import_public_id'))
    )
    with op.batch_alter_table('roster_import', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_roster_import_state'), ['state'], unique=False)
    op.create_table('roster_row',
    sa.Column('import_id', BIG, nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=400), nullable=False),
    sa.Column('email', sa.String(length=400), nullable=False),
    sa.Column('search_key', sa.String(length=800), nullable=False),
    sa.Column('cells', sa.JSON(), nullable=False),
    sa.Column('plan', sa.String(length=10), nullable=False),
    sa.Column('outcome', sa.String(length=10), nullable=False),
    sa.Column('note', sa.String(length=400), nullable=False),
    sa.ForeignKeyConstraint(['import_id'], ['roster_import.id'], name=op.f('fk_roster_row_import_id_roster_import'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('import_id', 'place', name=op.f('pk_roster_row'))
    )

    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.add_column(sa.Column('again_of_id', BIG, nullable=True))
        batch_op.create_unique_constraint(batch_op.f('uq_message_again_of_id'), ['again_of_id'])
        batch_op.create_foreign_key(batch_op.f('fk_message_again_of_id_message'), 'message', ['again_of_id'], ['id'], ondelete='RESTRICT')


def downgrade():
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_message_again_of_id_message'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('uq_message_again_of_id'), type_='unique')
        batch_op.drop_column('again_of_id')
    op.drop_table('roster_row')
    op.drop_table('roster_import')
