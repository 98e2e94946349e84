"""The full account breakdown: the ledger as dated lines, corrected with evidence, checked, relayed (P051-P056)."""
