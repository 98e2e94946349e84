"""Debt balance validation and the eight permissible anomaly rules (SPEC §5, §6)."""
