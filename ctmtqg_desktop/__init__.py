"""Offline reporting on Vietnam's national target programmes, with signed report packages."""

__version__ = "0.1.0"
