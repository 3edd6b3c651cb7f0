"""Writing: a file is replaced whole, or not touched at all."""
