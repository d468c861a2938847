"""What may be said of the quality of a delivery: audits, the claims that rest on them, and calibrated probabilities."""
