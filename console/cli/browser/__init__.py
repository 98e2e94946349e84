"""The console in a browser: a server that answers on this machine alone, and one console for each page opened."""
