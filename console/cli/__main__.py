"""Lets `python -m console.cli` start the program, as the server of the console in a browser does for each page."""

from __future__ import annotations

from console.cli.program import main

main()
