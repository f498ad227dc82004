"""From TOML files to records and back, with every mistake of every file at once."""
