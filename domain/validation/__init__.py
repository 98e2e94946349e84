"""Debt balance validation and the eight permissible anomaly rules."""
