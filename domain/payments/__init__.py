"""Payments: money paid to the CSA for closed cases, found to be somebody's by number and name, and passed to CMS."""
