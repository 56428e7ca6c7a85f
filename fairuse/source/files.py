"""Writing files whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from fairuse.source.errors import FairuseError, Location, Problem


def check_writable(path: Path) -> None:
    """Find out whether `path` can be written, before somebody works for it. Raises `FairuseError` as `write_whole`."""
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        return
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".fairuse-")
    except OSError as error:
        raise _not_written(path, error) from None
    os.close(handle)
    os.unlink(name)


def _not_written(path: Path, error: OSError) -> FairuseError:
    reason = error.strerror or str(error)
    return FairuseError([Problem(Location(str(path)), "not-written", f"cannot be written: {reason}")])


def write_whole(path: Path, data: bytes | bytearray) -> None:
    """Write `data` to `path` so that a reader sees the old file or the new one, never half of it.

    A link is followed; a device or a pipe (``/dev/null``) is written to as it stands. Raises `FairuseError` if the
    folder is missing or may not be written.
    """
    temporary = ""
    try:
        target = Path(os.path.realpath(path))
        if path.parts[:2] == ("/", "dev") or (target.exists() and not target.is_file() and not target.is_dir()):
            path.write_bytes(data)
            return
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".fairuse-")
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.chmod(temporary, _mode(target))
        os.replace(temporary, target)
        temporary = ""
    except OSError as error:
        raise _not_written(path, error) from None
    finally:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)


def _mode(path: Path) -> int:
    """The mode of the file that is replaced, or what a plain ``open`` would have given."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
