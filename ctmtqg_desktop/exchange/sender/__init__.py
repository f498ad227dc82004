"""The reporting unit: its desk, and what leaves it and comes back to it."""
