"""Disposal: every balance leaves the CSA for good (written off) or arrives at CMS (written down) (P003-P005, P021)."""
