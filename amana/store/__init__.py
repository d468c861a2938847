"""PostgreSQL: each noun is a pair noun.py + noun.sql, and `db.py` is the only door to a connection."""
