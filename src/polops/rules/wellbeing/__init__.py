"""Checks of what protects people who are exposed to harmful content."""
