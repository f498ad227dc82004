"""The catalogue over time: kept from the last reading, pinned once published."""
