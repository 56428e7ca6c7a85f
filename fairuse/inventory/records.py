"""What one foreign file says of one set of works, as it says it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from fairuse.inventory.foreign import plain
from fairuse.source.errors import Location, Problem

#: Longer words are no value of anything; of a note so much is kept.
LONGEST = 400


class Said(NamedTuple):
    """Some words of a file, and the line on which they stand."""

    text: str
    line: int


@dataclass(frozen=True)
class Record:
    """One set of works. `fields`: what is said, by plain names; `lines`: where parts stand, by their paths.

    `rows`: how many lines of a table say it.
    """

    format: str
    file: str
    name: str
    fields: Mapping[str, Any]
    line: int = 1
    lines: Mapping[tuple[str, ...], int] = field(default_factory=dict)
    rows: int = 1

    def said(self, paths: Sequence[str]) -> tuple[Said, ...]:
        """What stands at the first of some paths at which something does."""
        for path in paths:
            steps = tuple(map(plain, path.split("/")))
            if found := tuple(self._at(self.fields, steps, ())):
                return found
        return ()

    def number(self, paths: Sequence[str]) -> float | None:
        """The number that stands at one of some paths; None if there is none."""
        for text, _ in self.said(paths):
            try:
                return float(text.replace(",", ""))
            except ValueError:
                return None
        return None

    def _at(self, value: Any, steps: tuple[str, ...], done: tuple[str, ...]) -> Iterator[Said]:
        if isinstance(value, list | tuple):
            for part in value:
                yield from self._at(part, steps, done)
        elif isinstance(value, Mapping):
            if steps and steps[0] in value:
                yield from self._at(value[steps[0]], steps[1:], (*done, steps[0]))
        elif not steps and not _is_nothing(value):
            text = str(value).strip() if not isinstance(value, bool) else str(value).lower()
            yield Said(text[:LONGEST], self._line(done))

    def _line(self, path: tuple[str, ...]) -> int:
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, self.line)


def _is_nothing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value)) or not str(value).strip()


@dataclass(frozen=True)
class Read:
    """What files say, and what is wrong with them."""

    records: tuple[Record, ...] = ()
    problems: tuple[Problem, ...] = ()

    def __add__(self, other: Read) -> Read:
        return Read(self.records + other.records, self.problems + other.problems)


def refused(file: str, code: str, reason: str, line: int = 0, column: int = 0) -> Read:
    """A file, or a line of it, that says nothing that can be read."""
    return Read((), (Problem(Location(file, line, column), code, reason),))


def plainly(value: Any) -> Any:
    """A value as read from a file with plain names throughout; of two parts with one name both are kept."""
    if isinstance(value, Mapping):
        found: dict[str, Any] = {}
        for name, part in value.items():
            key = plain(str(name))
            found[key] = [found[key], plainly(part)] if key in found else plainly(part)
        return found
    return [plainly(part) for part in value] if isinstance(value, list | tuple) else value
