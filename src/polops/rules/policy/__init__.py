"""Checks of policies and of the library."""
