"""Arrival: what left the CSA comes to CMS, case by case, to the penny; what cannot go by itself waits for somebody."""
