"""Version 4: how the tables of strangers' workbooks were mapped, to be proposed again.

Self-contained: it says what was added on that day, whatever ``tables`` says now.
"""

from alembic.operations import Operations
from sqlalchemy import Column, Text


def upgrade(op: Operations) -> None:
    """Make the new table; those there already stay as they are."""
    op.create_table(
        "book_map",
        Column("form", Text(), primary_key=True),
        Column("headings", Text(), primary_key=True),
        Column("section", Text(), nullable=False),
        Column("columns", Text(), nullable=False),
        Column("answers", Text(), nullable=False),
        Column("at", Text(), nullable=False),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
