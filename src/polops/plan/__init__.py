"""One plan from many files: load, link, look up. A bad file costs only itself."""
