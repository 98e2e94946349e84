"""What each part of the work changes about a casefile: one function for each family of events."""
