"""The desk: the only place where a decision meets the clock, the roster and the file."""
