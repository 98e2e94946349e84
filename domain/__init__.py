"""The rules of closing a casegroup: pure, without input or output, clock or randomness."""
