"""The verbs without a window: arguments in, JSON or Vietnamese text out."""
