"""The signed print: how documents are written, signed, and signed beside their files."""
