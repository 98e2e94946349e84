"""Turning answers of the domain into words and tables, for both faces."""
