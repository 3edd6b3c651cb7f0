"""Checks of what was frozen."""
