"""What an open workspace can do, a file for each of its parts: records in, records out."""
