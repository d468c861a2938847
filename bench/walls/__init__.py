"""Keeping out who has no business there."""

from bench.walls import cost, passwords, revocation

PARTS = {"revocation": revocation.bars, "passwords": passwords.bars, "cost": cost.bars}
