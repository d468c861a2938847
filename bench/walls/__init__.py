"""Keeping out who has no business there."""

from bench.walls import passwords, revocation, xss

PARTS = {"revocation": revocation.bars, "passwords": passwords.bars, "xss": xss.bars}
