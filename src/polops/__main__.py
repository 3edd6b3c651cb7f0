"""The way in: `polops --version` is answered before anything is imported; everything else by the command line."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from polops import __version__

        try:
            if sys.stdout is not None:  # a closed one is None
                sys.stdout.write(f"polops {__version__}\n")
                sys.stdout.flush()
        except OSError:  # the command line meets it too, and says so
            pass
        else:
            return
    import gc
    import os
    import signal
    from contextlib import suppress

    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "1"  # no other package may change how plans are read, and looking for them takes a while

    if hasattr(signal, "SIGCHLD"):
        # Whoever called us may ignore it, and so would we: then no child could be waited for, and git would never fail.
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    gc.disable()  # a command is short and leaves few cycles: looking for them costs a sixth of a large check
    try:
        from polops.cli.main import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:  # before there was anything to stop
        code = 130
    for stream in filter(None, (sys.stdout, sys.stderr)):
        with suppress(OSError):
            stream.flush()
    os._exit(code)  # the system takes the memory back at once; Python would free a large plan piece by piece, for a tenth of the time


if __name__ == "__main__":
    main()
