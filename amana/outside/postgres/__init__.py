"""The embedded PostgreSQL: `binaries.py` finds it, `server.py` starts, shares and stops it."""
