"""Checks of decisions: who may decide, and who did."""
