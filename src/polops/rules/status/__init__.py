"""Checks of updates: overrides, timeliness and the way back to green."""
