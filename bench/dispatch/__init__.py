"""Bringing tasks to people: how fast, how flat, and how that compares."""

from bench.dispatch import calls, flat, pairs, peers, profile

PARTS = {"pairs": pairs.bars, "flat": flat.bars, "profile": profile.bars, "calls": calls.bars, "peers": peers.bars}
