"""Prints: what goes into which file, the clerk's number and seal, prints signed elsewhere."""
