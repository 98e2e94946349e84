"""Files out: what the store holds, for other programs."""
