"""The page on which plans are kept: proposals confirmed, rows corrected, a file saved."""
