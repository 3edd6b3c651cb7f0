"""Writing a file: whole or not at all, whatever dies in between.

The bytes go to a temporary file in the same folder, are flushed to the disk, and then take the name: at any instant the file is its
old or its new self.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from polops.source.problem import PolopsError


def write_whole(path: Path, data: bytes) -> None:
    """Replace a file by these bytes. Raises `PolopsError` where it cannot be written; the old file is then as it was."""
    if path.is_dir():
        raise PolopsError(f"{path} is a folder", f"name a file, as in -o {path}/report.xlsx")
    if path.parts[:2] in {("/", "dev"), ("/", "proc")} or (path.exists() and not path.is_file()):
        _pour(path, data)
        return
    _place(path, data, Path.replace)


def write_new(path: Path, data: bytes) -> bool:
    """Make a file of these bytes, and the folders it needs; False, and nothing done, where something has that name already."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _place(path, data, _name_first)
    except FileExistsError:
        return False
    except OSError as error:
        raise _refused(path, error) from None
    return True


def _name_first(temporary: Path, path: Path) -> None:
    """Give a file a name that nothing has; FileExistsError otherwise. Some file systems have no second names: there it is renamed."""
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:
        if os.path.lexists(path):
            raise FileExistsError(str(path)) from None
        temporary.rename(path)
    else:
        temporary.unlink()


def _place(path: Path, data: bytes, take_name: Callable[[Path, Path], object]) -> None:
    """Write the bytes into a temporary file in the same folder, flush it to the disk, and let it take the name."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    except OSError as error:
        raise _refused(path, error) from None
    try:
        with os.fdopen(handle, "wb") as temporary:
            temporary.write(data)
            temporary.flush()
            os.fsync(temporary.fileno())
        Path(name).chmod(_mode(path))
        take_name(Path(name), path)
    except FileExistsError:
        Path(name).unlink(missing_ok=True)
        raise
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
