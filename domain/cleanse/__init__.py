"""Cleanse: getting a case ready - the receiving parent's decision, and the work still open (P146-P149)."""
