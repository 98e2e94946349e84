"""Reconciliation: what left the CSA against what arrived at CMS, row by row and to the penny."""
