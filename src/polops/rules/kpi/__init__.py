"""Checks of metrics and their readings."""
