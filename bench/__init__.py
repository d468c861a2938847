"""What Amana is measured with: `python -m bench NAME [--json]` prints one object a bar."""
