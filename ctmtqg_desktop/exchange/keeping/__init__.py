"""The catalogue in use: what is installed, published, browsed, checked and brought in."""
