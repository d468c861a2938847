"""Bringing tasks to people: how fast, how flat, and how that compares."""

from bench.dispatch import flat, pairs

PARTS = {"pairs": pairs.bars, "flat": flat.bars}
