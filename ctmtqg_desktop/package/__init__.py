"""The one file that travels: bytes in, bytes out.

Knows the container, its manifest and its closed profile; knows neither tables nor screens.
"""
