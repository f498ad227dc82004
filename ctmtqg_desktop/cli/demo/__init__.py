"""The demonstration: its verb, what its units report, and what came of it."""
