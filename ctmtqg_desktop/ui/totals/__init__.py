"""What was received, together: criteria, consolidated sheets, a plan's targets, a land's years."""
