"""Offline calculation: child maintenance by the week, every step with its rule and source (P207-P209)."""
