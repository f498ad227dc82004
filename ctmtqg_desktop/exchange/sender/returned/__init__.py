"""A report that came back: what is still to be answered."""
