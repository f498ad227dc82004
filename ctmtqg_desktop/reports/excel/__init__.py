"""Documents written as XLSX."""
