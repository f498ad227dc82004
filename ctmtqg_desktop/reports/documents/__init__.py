"""Sheets, totals and slips made into documents."""
