"""Bringing tasks to people: how fast, how flat, and how that compares."""

from bench.dispatch import pairs

PARTS = {"pairs": pairs.bars}
