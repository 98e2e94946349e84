"""The file: one SQLite database for what we were sent, what we did, and the lists that follow from both."""
