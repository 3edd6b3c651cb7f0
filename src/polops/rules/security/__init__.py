"""Checks that keep out what a git history could never forget."""
