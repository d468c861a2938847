"""Peers, each in an environment of its own under build/peers/, run beside us on the same input."""
