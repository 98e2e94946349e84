"""The command line: the same work as the console without a screen (SPEC §15)."""

from __future__ import annotations

from console.cli.program import main

__all__ = ["main"]
