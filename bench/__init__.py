"""Measurements beside the machine's own limits, taken in the same run: `make bench`."""
