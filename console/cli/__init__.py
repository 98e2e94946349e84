"""The command line: the same work as the console without a screen."""

from __future__ import annotations

from console.cli.program import main

__all__ = ["main"]
