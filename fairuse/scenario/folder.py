"""Which scenario files a list of files and folders means."""

from __future__ import annotations

from collections.abc import Container, Sequence
from pathlib import Path

from fairuse.source.errors import FairuseError, Location, Problem

_SUFFIXES = (".yaml", ".yml")


def scenario_files(inputs: Sequence[Path]) -> list[tuple[Path, str]]:
    """List the files to assess, each with the name shown: files as given, folders searched throughout, sorted.

    ``NAME.expected.yaml`` holds the expected results of ``NAME.yaml`` and is left out beside it, as where a shell
    names all that a folder has. Raises `FairuseError` for inputs that do not exist.
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
            found.update({p: p.as_posix() for p in below})
        else:
            found[path] = path.as_posix()
    return [(p, name) for p, name in found.items() if not _expected(p, found)]


def _expected(path: Path, found: Container[Path]) -> bool:
    scenario, dot, kind = path.stem.rpartition(".")
    return bool(dot) and kind == "expected" and any(path.with_name(scenario + s) in found for s in _SUFFIXES)
