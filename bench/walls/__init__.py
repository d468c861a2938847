"""Keeping out who has no business there."""

from bench.walls import passwords, revocation

PARTS = {"revocation": revocation.bars, "passwords": passwords.bars}
