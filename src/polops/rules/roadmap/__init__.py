"""Checks of initiatives and their milestones."""
