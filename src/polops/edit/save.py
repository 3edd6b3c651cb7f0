"""Writing a file: whole or not at all, whatever dies in between.

The bytes go to a temporary file in the same folder, are flushed to the disk, and then take the name: at any instant the file is its
old or its new self.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from polops.source.problem import PolopsError


def write_whole(path: Path, data: bytes) -> None:
    """Replace a file by these bytes. Raises `PolopsError` where it cannot be written; the old file is then as it was."""
    folder = path.parent
    if path.is_dir():
        raise PolopsError(f"{path} is a folder", f"name a file, as in -o {path}/report.xlsx")
    if path.parts[:2] in {("/", "dev"), ("/", "proc")} or (path.exists() and not path.is_file()):
        _pour(path, data)
        return
    try:
        handle, name = tempfile.mkstemp(dir=folder, prefix=f".{path.name}.", suffix=".tmp")
    except OSError as error:
        raise _refused(path, error) from None
    try:
        with os.fdopen(handle, "wb") as temporary:
            temporary.write(data)
            temporary.flush()
            os.fsync(temporary.fileno())
        Path(name).chmod(_mode(path))
        Path(name).replace(path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise _refused(path, error) from None
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _pour(path: Path, data: bytes) -> None:
    """Write into a device or pipe (`/dev/null`, `/dev/stdout`), which must never be replaced by a file."""
    try:
        with path.open("wb") as there:
            there.write(data)
    except OSError as error:
        raise _refused(path, error) from None


def _mode(path: Path) -> int:
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _refused(path: Path, error: OSError) -> PolopsError:
    reason = (error.strerror or "unknown reason").lower()
    help_ = f"make the folder first: mkdir -p '{path.parent}'" if isinstance(error, FileNotFoundError) else "choose another place with -o"
    return PolopsError(f"cannot write {path}: {reason}", help_)
