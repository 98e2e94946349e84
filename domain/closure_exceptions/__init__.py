"""Exceptions: why a casegroup cannot close, who looks into it, and where it goes from there (P154-P169)."""
