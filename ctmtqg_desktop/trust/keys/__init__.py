"""Private keys: made, sealed under a password, opened, and what signs with them."""
