"""The parts of which every document is made: a few kinds, with notes gathered apart."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from fairuse.words.citation import Span
from fairuse.words.outline import Proof, Tone
from fairuse.words.phrases import Phrases, phrases


@dataclass(frozen=True)
class Mark:
    """The sign of a note in running text."""

    number: int


Inline = Span | Mark


#: A longer word does not widen a column of a table; it is broken.
LONGEST_WORD = 18
#: So many characters fit beside each other in a table, and so many of them are the space beside each column.
ROOM, BETWEEN = 86, 2


@dataclass(frozen=True)
class Title:
    """A heading. `anchor`: what links to it are called."""

    text: str
    level: int
    anchor: str


@dataclass(frozen=True)
class Line:
    """A paragraph, or an entry of a list: its tone, and the proof to which it opens."""

    inlines: tuple[Inline, ...]
    tone: Tone = "plain"
    quiet: bool = False
    proof: Proof | None = None


def text_of(line: Line) -> str:
    """A line without its notes."""
    return "".join(inline.text for inline in line.inlines if isinstance(inline, Span))


@dataclass(frozen=True)
class Answer:
    """A conclusion, set apart: what it is, how far it could go."""

    label: str
    range: str
    tone: Tone


@dataclass(frozen=True)
class Bullets:
    """A list with its title, which may be empty."""

    title: Line | None
    items: tuple[Line, ...]


@dataclass(frozen=True)
class Table:
    """A table. The first column names the row. `anchors`: what links to its rows are called."""

    header: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    anchors: tuple[str, ...] = ()

    def widths(self) -> tuple[float, ...]:
        """The share of the page that each column gets: more for longer texts, never less than its longest word."""
        columns = [[name, *(text_of(row[n]) for row in self.rows)] for n, name in enumerate(self.header)]
        longest = [max(map(len, column)) for column in columns]
        usual = [
            math.hypot(*map(len, column)) / math.sqrt(len(column)) for column in columns
        ]  # long cells make long rows
        words = [max((len(w) for text in column for w in text.split()), default=1) for column in columns]
        shares = [
            most + 2 if most <= LONGEST_WORD else max(min(word, LONGEST_WORD) + 2, mean**0.85)
            for word, most, mean in zip(words, longest, usual, strict=True)
        ]
        heads = [max((len(w) + 1 for w in name.split()), default=1) for name in self.header]  # bold is wider
        least = [min(max(word, head), LONGEST_WORD) + 1 for word, head in zip(words, heads, strict=True)]
        spare, over = ROOM - BETWEEN * len(least) - sum(least), sum(shares) - sum(least)
        if spare < over:  # where room is short, each has its longest word first
            part = max(spare, 0) / over
            shares = [low + (share - low) * part for low, share in zip(least, shares, strict=True)]
        return tuple(share / sum(shares) for share in shares)


@dataclass(frozen=True)
class Steps:
    """The numbered steps of the reasoning, each with lines beneath it and an anchor ``step-N``."""

    items: tuple[tuple[int, Line, tuple[Line, ...]], ...]


@dataclass(frozen=True)
class Picture:
    """A picture: its title, the data that are drawn, and what it shows in words."""

    title: str
    drawn: dict[str, Any]
    words: str


Part = Title | Line | Answer | Bullets | Table | Steps | Picture


@dataclass(frozen=True)
class Document:
    """A report ready to be drawn: its parts, and its notes in the order of their numbers, the first being 1."""

    title: str
    language: str
    parts: tuple[Part, ...]
    notes: tuple[tuple[Span, ...], ...]

    @property
    def words(self) -> Phrases:
        """The fixed wording of its language."""
        return phrases(self.language)

    @property
    def contents(self) -> tuple[Title, ...]:
        """The headings below the title of the report."""
        return tuple(p for p in self.parts if isinstance(p, Title) and p.level > 1)
