"""Checks that every file has: it can be read, its names and dates make sense, and its exceptions end."""
