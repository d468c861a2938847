"""What is known of how good the work is, and how surely."""
