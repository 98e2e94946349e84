"""Closing: every closing case is closed, or every reason why not is named (P020, P057)."""
