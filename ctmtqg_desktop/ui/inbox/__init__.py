"""The receiving unit's first page: what came in, the verdict on it, and the way back."""
