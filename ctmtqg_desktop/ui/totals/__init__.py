"""What was received, together: criteria, consolidated sheets, the targets of a plan."""
