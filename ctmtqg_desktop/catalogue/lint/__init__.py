"""What no single record can see: what contradicts, names nothing, or claims too much."""
