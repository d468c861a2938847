"""Keeping out who has no business there."""

from bench.walls import revocation

PARTS = {"revocation": revocation.bars}
