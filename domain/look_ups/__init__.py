"""Look-ups: whether somebody named in an application is known to the CSA, and what to do where answers differ."""
