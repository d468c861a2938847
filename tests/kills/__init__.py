"""Engines, connections and the server are killed at any moment of a request, and no promise is broken."""
