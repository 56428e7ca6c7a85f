"""Which scenario files a list of files and folders means."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fairuse.source.errors import FairuseError, Location, Problem

_SUFFIXES = (".yaml", ".yml")


def scenario_files(inputs: Sequence[Path]) -> list[tuple[Path, str]]:
    """List the files to assess, each with the name shown: files as given, folders searched throughout, sorted.

    Files named ``*.expected.yaml`` hold expected results and are left out. Raises `FairuseError` for inputs that do
    not exist.
    """
    missing = [p for p in inputs if not p.exists()]
    if missing:
        raise FairuseError(
            [Problem(Location(str(p)), "no-such-file", "there is no such file or folder") for p in missing]
        )
    found: dict[Path, str] = {}
    for path in inputs:
        if path.is_dir():
            below = sorted(p for p in path.rglob("*") if p.suffix in _SUFFIXES and p.is_file())
            found.update({p: p.as_posix() for p in below if not p.stem.endswith(".expected")})
        else:
            found[path] = path.as_posix()
    return list(found.items())
