"""One page = one function = one read-only snapshot. Aggregates and metadata only, never content."""
