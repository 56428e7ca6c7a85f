"""The names of the columns of a table, checked before any row is read."""

from __future__ import annotations

from collections.abc import Sequence

from fairuse.batch.mapping import Meanings, at_columns
from fairuse.source.errors import FairuseError, Location, Problem


def check_header(header: Sequence[str], file: str, meanings: Meanings) -> None:
    """Raise `FairuseError` with every column that has no name, no meaning, or the name or meaning of another one."""
    found = [
        Problem(
            Location(file, 1, place), "bad-header", f"column {place} has no name" if not name else f"'{name}' twice"
        )
        for place, name in enumerate(header, 1)
        if not name or name in header[: place - 1]
    ]
    if not header:
        found.append(Problem(Location(file, 1, 1), "bad-header", "there is no header: the first row names the columns"))
    found += at_columns(meanings.problems(dict.fromkeys(filter(None, header))), header, file)
    if found:
        raise FairuseError(found)
