"""What to believe of a task after hearing several people: one file a published model, over one shape of data."""
