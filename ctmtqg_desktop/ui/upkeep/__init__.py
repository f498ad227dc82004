"""The workspace itself on screen: copied, brought back, looked over, and what went out of it."""
