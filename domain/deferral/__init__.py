"""Deferral: the nine rules that put closure off, and what follows when some are broken."""
