"""Checks of consistency reviews."""
