"""The catalogue on screen: browsed by everyone, kept by its administrator."""
