"""What a reporting unit has to send, with its deadline and the reason."""
