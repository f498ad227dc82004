"""Where a reporting unit works: what is due, the form on screen, what came back."""
