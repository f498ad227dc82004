"""What a receiving unit minds of the reports on its board, and the periods it awaits them of."""
