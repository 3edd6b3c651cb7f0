"""Checks of changes and their adoption."""
