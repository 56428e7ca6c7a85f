"""The outline: what every report says, as plain blocks, before any format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Tone = Literal["good", "bad", "open", "plain"]


@dataclass(frozen=True)
class Ref:
    """A reference to a numbered source, with the place in it; `contrary` marks one that points the other way."""

    number: int
    name: str
    at: str | None = None
    contrary: bool = False


@dataclass(frozen=True)
class Point:
    """One statement with the sources behind it. `label` leads it; `detail` follows in smaller voice."""

    text: str
    refs: tuple[Ref, ...] = ()
    label: str = ""
    detail: str = ""
    tone: Tone = "plain"


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the report, 2 a use, 3 a part of it."""

    text: str
    level: int


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    text: str
    quiet: bool = False


@dataclass(frozen=True)
class Verdict:
    """The conclusion of a use: standing, range, and its reasons."""

    standing: str
    label: str
    range: str
    reasons: tuple[Point, ...]
    tone: Tone


@dataclass(frozen=True)
class Question:
    """A question with its answer (`result`, `tone`), the reasons for the answer, and the findings beneath it."""

    title: str
    result: str
    tone: Tone
    reasons: tuple[Point, ...]
    items: tuple[Point, ...]


@dataclass(frozen=True)
class Points:
    """A titled list."""

    title: str
    items: tuple[Point, ...]


@dataclass(frozen=True)
class Grid:
    """A small table. The first column names the row. `turns`: rows and columns may change about if room is short."""

    header: tuple[str, ...]
    rows: tuple[tuple[Point, ...], ...]
    turns: bool = False

    def turned(self) -> Grid:
        """The same table with rows and columns changed about."""
        header = (self.header[0], *(row[0].text for row in self.rows))
        columns = zip(self.header[1:], *(row[1:] for row in self.rows), strict=True)
        return Grid(header, tuple((Point(name), *cells) for name, *cells in columns))


@dataclass(frozen=True)
class SourceEntry:
    """A numbered authority in the list of sources."""

    number: int
    name: str
    text: str
    note: str = ""


@dataclass(frozen=True)
class SourceList:
    """The authorities that the report refers to by number; `folded`: where names are cited, they do."""

    items: tuple[SourceEntry, ...]
    folded: bool = False


Block = Heading | Paragraph | Verdict | Question | Points | Grid | SourceList


def referred(blocks: Iterable[Block]) -> set[int]:
    """The numbers of the sources that some line of `blocks` refers to."""
    points: list[Point] = []
    for block in blocks:
        if isinstance(block, Verdict):
            points += block.reasons
        elif isinstance(block, Question):
            points += [*block.reasons, *block.items]
        elif isinstance(block, Points):
            points += block.items
        elif isinstance(block, Grid):
            points += [point for row in block.rows for point in row]
    return {ref.number for point in points for ref in point.refs}


@dataclass(frozen=True)
class Outline:
    """A report, ready to be rendered in any format."""

    title: str
    blocks: tuple[Block, ...]
