"""Inhibits: stopping a case from closing while something that could change its balance goes on (P150-P153)."""
