"""A first mapping for tables whose columns have names of their own: what is clear is placed, the rest is asked."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fairuse.batch import inputs
from fairuse.batch.cells import value_in
from fairuse.batch.mapping import OWN, Meaning, Meanings
from fairuse.batch.table import TableColumn
from fairuse.kb.fact import FactDef
from fairuse.kb.model import KnowledgeBase
from fairuse.scenario.names import check_facts
from fairuse.source.yamlsource import Source

#: Names are alike from here on: `license` and `licence.id`, `commercial` and `purpose.commerciality` are not.
ALIKE = 0.84
#: So many values of a column are listed to be recoded, and so many of one that could not be placed are shown.
LISTED, SHOWN = 40, 5
#: How people call what a row says beside facts.
_CALLED = {"works": ("dataset", "dataset name", "name", "title", "corpus"), "id": ("uid", "key", "sha256", "hash")}


@dataclass(frozen=True)
class Drafted:
    """A mapping as text, the columns it places, and those it could not."""

    text: str
    placed: tuple[str, ...]
    unplaced: tuple[str, ...]


class _Anything(Meanings):
    """Takes every column as it is."""

    def of(self, column: str) -> Meaning | None:
        return Meaning("")


def draft(paths: Sequence[Path], kb: KnowledgeBase) -> Drafted:
    """Draft a mapping for some tables, from the names of their columns and the values in their first rows.

    Raises `FairuseError` for a table that cannot be opened.
    """
    columns: dict[str, TableColumn] = {}
    for path in filter(inputs.is_table, paths):
        first = next(inputs.chunks(path, _Anything(kb)), None)
        for name, column in first[0].columns.items() if first else ():
            columns.setdefault(name, column)
    taken: dict[str, str] = {}
    placed: list[str] = []
    unplaced: list[str] = []
    lines = [
        "# What the columns mean. Names of facts: fairuse facts list; what one asks: fairuse facts show NAME.",
        "columns:",
    ]
    for name, column in columns.items():
        meaning = _meaning(name, column, kb)
        if meaning is None or meaning.name in taken:
            unplaced.append(name)
            continue
        taken[meaning.name] = name
        placed.append(name)
        lines += _column(name, meaning, column, kb)
    lines += [
        "" if placed else "  {}",
        "# What could not be placed, and is left out: give it a meaning above, or leave it here.",
    ]
    lines.append("ignore:" if unplaced else "ignore: []")
    lines += [f"  - {_quoted(name)}   # {_shown(columns[name])}" for name in unplaced]
    lines += ["", "# What is so of every row."]
    if "act" in taken:
        lines.append("always: {}")
    else:
        lines += ["always:", f"  act: ~   # no column says which act: one of {', '.join(kb.acts)}"]
    lines += ["", "# Cells that stand for nothing given, beside empty ones.", f"empty: [{', '.join(_empty(columns))}]"]
    return Drafted("\n".join(lines) + "\n", tuple(placed), tuple(unplaced))


def _meaning(name: str, column: TableColumn, kb: KnowledgeBase) -> Meaning | None:
    """What a column most likely means: by its name as it stands, by a name like it, by its values."""
    try:
        return Meanings(kb).of(name)
    except KeyError:
        pass
    plain = _plain(name)
    names = {_plain(own): Meaning(own) for own in OWN}
    for fact in kb.facts.values():
        if not fact.derived:
            for known in (fact.id, fact.id.partition(".")[2], fact.label, *fact.synonyms):
                names.setdefault(_plain(known), Meaning(fact.id, fact))
            if fact.type == "licence":
                names |= {_plain(kind): Meaning(fact.id, fact) for kind in (fact.type, "spdx")}
    names |= {_plain(name): Meaning(own) for own, some in _CALLED.items() for name in some}
    close = difflib.get_close_matches(plain, names, n=1, cutoff=ALIKE)
    found = names[close[0]] if close else None
    if found is not None and (found.fact is None or _fits(column, found, kb) > 0):
        return found
    if found is not None and close[0] == plain and len(column.values) <= LISTED:
        return found  # its name says what it holds; its values can be told by hand
    return _by_values(column, kb)


def _by_values(column: TableColumn, kb: KnowledgeBase) -> Meaning | None:
    """The one fact that takes nearly all values of a column, if they are words."""
    words = [value for value in column.values if isinstance(value, str) and value.strip()]
    if not words:
        return None
    meanings = (Meaning(fact.id, fact) for fact in kb.facts.values() if fact.values and not fact.derived)
    fitting = [meaning for meaning in meanings if _fits(column, meaning, kb) >= 0.8]
    return fitting[0] if len(fitting) == 1 else None


def _fits(column: TableColumn, meaning: Meaning, kb: KnowledgeBase) -> float:
    """The share of the distinct values that a fact takes."""
    values = list(column.values)[:LISTED]
    return sum(_taken(value, meaning, kb) for value in values) / len(values) if values else 0


def _taken(value: Any, meaning: Meaning, kb: KnowledgeBase) -> bool:
    source = Source("")
    said = value_in(value, meaning, ("",))
    check_facts({meaning.name: said}, source, kb, ())
    return not source.problems


def _column(name: str, meaning: Meaning, column: TableColumn, kb: KnowledgeBase) -> Iterator[str]:
    """The lines for a column, with the values that have to be recoded."""
    values = [v for v in column.values if meaning.fact and not isinstance(v, list) and not _says_nothing(v)]
    odd = [value for value in values if not _taken(value, meaning, kb)]
    if not odd:
        yield f"  {_quoted(name)}: {meaning.name}"
        return
    fact = meaning.fact
    assert fact is not None
    yield f"  {_quoted(name)}:"
    yield f"    means: {meaning.name}   # {fact.question.strip()}"
    yield f"    values:   # one of {', '.join(map(str, fact.options)) or fact.expects()}; or unknown"
    for value in odd[:LISTED]:
        guess = _guess(str(value), fact)
        rows = int((column.codes == list(column.values).index(value)).sum())
        line = f"      {_quoted(str(value))}: {guess or 'unknown'}"
        yield f"{line}   # {rows:,} rows; {'a guess' if guess else 'not placed'}"
    if len(odd) > LISTED:
        yield f"      # and {len(odd) - LISTED:,} more"


def _guess(value: str, fact: FactDef) -> str | None:
    """The value of a fact that is called much like a cell."""
    if fact.type == "boolean":
        return {"1": "true", "0": "false", "y": "true", "n": "false", "t": "true", "f": "false"}.get(value.lower())
    close = difflib.get_close_matches(_plain(value), {_plain(v): v for v in fact.values}, n=1, cutoff=0.7)
    return next((v for v in fact.values if close and _plain(v) == close[0]), None)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def _quoted(text: str) -> str:
    """Text as YAML reads it back."""
    plain = re.fullmatch(r"[A-Za-z][A-Za-z0-9_.-]*", text) and text not in ("true", "false", "null")
    return text if plain else json.dumps(text)


def _shown(column: TableColumn) -> str:
    some = ", ".join(str(value)[:40] for value in list(column.values)[:SHOWN])
    return " ".join(f"{len(column.values):,} values: {some}".split()) if len(column.values) else "empty"


def _empty(columns: dict[str, TableColumn]) -> list[str]:
    """Cells that say nothing, as far as they occur."""
    return [_quoted(v) for v in sorted({v for c in columns.values() for v in c.values if _says_nothing(v)})]


def _says_nothing(value: Any) -> bool:
    """Whether a cell is one that people put where they have nothing to say."""
    return isinstance(value, str) and value.strip().lower() in (
        "n/a",
        "na",
        "null",
        "nan",
        "none given",
        "-",
        "?",
        "tbd",
    )
