"""Adaptive collection: which task gets its next label from whom, and when a task has enough."""
