"""A small vector for every token of a passage."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table, empty: ``samklang index rebuild`` fills it for what is there."""
    op.create_table(
        "tokens",
        sa.Column("passage_row", sa.Integer(), nullable=False),
        sa.Column("space", sa.String(length=12), nullable=False),
        sa.Column("vectors", sa.LargeBinary(), nullable=False),
        sa.Column("sentences", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["passage_row"],
            ["passages.row"],
        ),
        sa.PrimaryKeyConstraint("passage_row"),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("tokens")
