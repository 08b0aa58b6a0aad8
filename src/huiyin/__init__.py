"""Huiyin (回音): casework and readiness for schools and small public bodies."""

__version__ = "0.1.0"
