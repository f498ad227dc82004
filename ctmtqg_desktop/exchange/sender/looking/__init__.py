"""The last look at a report before it is signed: what goes, to whom, and what is missing in it."""
