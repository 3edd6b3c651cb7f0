"""Checks of incidents."""
