"""Checks of obligations: what a regulation asks for, and by when."""
