"""What a receiving unit minds of the reports on its board."""
