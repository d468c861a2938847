"""Whatever lies beyond the process: keys, sealed bodies, the embedded database server."""
