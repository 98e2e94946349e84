"""The console on a terminal: screens over the desk's answers, drawn with Textual."""
