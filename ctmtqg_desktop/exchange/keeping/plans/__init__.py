"""Plans as files: a document read, a plan to Excel and back, and what is new in one."""
