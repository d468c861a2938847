"""Keeping out who has no business there."""

from bench.walls import cost, passwords, revocation, tried, xss

PARTS = {
    "tried": tried.bars,
    "revocation": revocation.bars,
    "passwords": passwords.bars,
    "cost": cost.bars,
    "xss": xss.bars,
}
