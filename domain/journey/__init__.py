"""Journeys: how a casegroup comes to closure, and every date on the way with its arithmetic."""
