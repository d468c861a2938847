"""Amana: an open, self-hosted engine for human data."""

__version__ = "0.1.0"
