"""Arithmetic on a plan as of a date: pure functions of a `Context`. No clock, no files, no printing."""
