"""Workbooks of our own that come back: recognised by their marks, whatever was done to them."""
