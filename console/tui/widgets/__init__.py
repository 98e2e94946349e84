"""The parts of a screen that every screen shares."""
