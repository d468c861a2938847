"""A seeded history of people, leads and time: the same seed is the same history, step by step."""
