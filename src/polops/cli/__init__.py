"""The command line: parse, call, render, leave with an exit code. One module a command; nothing heavy is imported before it is needed."""
