"""The console on a terminal: screens over the desk's answers, drawn with Textual."""

import os

# What follows from a key - the lines about a row, another step - is painted a frame after the key's own paint. Textual
# reads this as it loads: at 120 frames a second that comes after 15 ms instead of 30, and at rest nothing is painted.
os.environ.setdefault("TEXTUAL_FPS", "120")
