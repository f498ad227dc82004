"""Today's tables, their column types, and cell values as columns."""
