"""The record: free notes, and setting an entry aside, which is how a mistake is answered."""
