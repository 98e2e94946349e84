"""Letters: the catalogue by number, and which one a client is sent on a day, or the reason why none is."""
