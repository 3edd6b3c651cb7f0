"""Checks of registers: risks, assumptions, issues and dependencies."""
