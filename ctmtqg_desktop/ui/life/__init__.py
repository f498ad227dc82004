"""What happened to a report and who wrote what out: read, proved, never changed."""
