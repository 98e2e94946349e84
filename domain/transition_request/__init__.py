"""Transition requests: CMS asks each old system to close a casegroup, by file, or a caseworker does by hand."""
