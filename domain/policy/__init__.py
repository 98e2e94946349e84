"""Dated policy: every number of the rules, with its standing and the place it comes from."""
