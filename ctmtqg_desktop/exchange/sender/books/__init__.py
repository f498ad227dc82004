"""Workbooks that leave a reporting unit to be filled in, and what comes back in them."""
