"""Checks of OKRs: their shape, their means, their pace and their governance."""
