"""What records say becomes statements on facts: each with who says it and where, none believed more than another."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from fairuse.inventory.foreign import Foreign, Reading, plain
from fairuse.inventory.records import Record, Said
from fairuse.kb.condition import Value
from fairuse.kb.fact import LONGEST_NAME
from fairuse.kb.model import KnowledgeBase
from fairuse.scenario.model import Basis
from fairuse.source.errors import Location, Problem, did_you_mean


@dataclass(frozen=True)
class Statement:
    """That somebody says a value of a fact. `value`: None if what is said (`quote`) leaves it unknown."""

    fact: str
    value: Value | None
    by: str
    file: str
    line: int
    quote: str = ""
    note: str = ""
    known: Basis = "asserted"
    highest: bool = False

    @property
    def where(self) -> str:
        """Who says it, and where."""
        return f"{self.by}, {self.file}:{self.line}" if self.by else f"{self.file}:{self.line}"


def statements(record: Record, known: Foreign, kb: KnowledgeBase) -> Iterator[Statement | Problem]:
    """All that a record says of facts, with a warning for words that are not understood."""
    form = known.formats[record.format]
    for reading in form.says:
        if reading.fact not in kb.facts:  # rules of one's own may know fewer
            continue
        said = record.said(reading.at)
        if not said:
            continue
        for one in _values(record, reading, said, known, kb):
            yield one
            if isinstance(one, Statement) and one.value is not None:
                yield from (
                    _statement(record, reading, said[0], value, fact=fact)
                    for fact, value in reading.also.items()
                    if fact in kb.facts and one.value is not False
                )


def _values(
    record: Record, reading: Reading, said: tuple[Said, ...], known: Foreign, kb: KnowledgeBase
) -> Iterator[Statement | Problem]:
    if reading.named:
        yield from _named(record, reading, said, known, kb)
    elif reading.at_least:
        yield from _measured(record, reading, said[0])
    elif reading.any is not None:
        clear = [text for text, _ in said if not known.is_unclear(text)]
        if clear:
            yield _statement(record, reading, Said(", ".join(clear), said[0].line), reading.any)
    elif reading.values:
        for one in said:
            if (word := plain(one.text)) in reading.meant:
                yield _statement(record, reading, one, reading.meant[word])
            elif reading.closed and not known.is_unclear(one.text):
                words = ", ".join(reading.values)
                hint = did_you_mean(one.text, reading.values)
                reason = f"'{one.text}' is not understood as {reading.at[0]}{hint}; it is one of {words}, or empty"
                yield Problem(Location(record.file, one.line, 1), "not-understood", reason, "warning")
    else:
        quote = ", ".join(text for text, _ in said)
        yield _statement(record, reading, Said(quote, said[0].line), None)


def _named(
    record: Record, reading: Reading, said: tuple[Said, ...], known: Foreign, kb: KnowledgeBase
) -> Iterator[Statement | Problem]:
    """A licence by its name. Where several are named, which of them holds for what is not said."""
    names = dict.fromkeys(text for text, _ in said)
    line = said[0].line
    first = said[0].text
    if len(names) > 1:
        ids = {known.terms_of(name, kb) or name for name in names}
        if len(ids) > 1:
            note = "several are named; which holds for which part is not said"
            yield _statement(record, reading, Said(", ".join(names), line), None, note=note)
            return
    if known.is_unclear(first):
        told = [one for path in reading.instead for one in record.said((path,))]
        better = next((one for one in told if known.terms_of(one.text, kb)), told[0] if told else None)
        if better is None or known.is_unclear(better.text) or plain(better.text) in map(plain, known.own_words):
            note = "which terms hold is not said"
            quote = f"{first}; {better.text}" if better else first
            yield _statement(record, reading, Said(quote, line), None, note=note)
            return
        first, line = better
    id_ = known.terms_of(first, kb)
    if id_ is None:
        family = next((one.means for one in kb.families.values() if first.casefold() in one.tags), "")
        reason = f"the terms '{first}' are not known here; what they allow stays unknown"
        if family:
            reason = f"'{first}' is {family.strip()}; what it allows stays unknown until its text is found"
        yield Problem(Location(record.file, line, 1), "not-known-here", reason, "warning")
    value = id_ or (first if len(first) <= LONGEST_NAME else None)
    note = "" if id_ else "these terms are not known here"
    yield _statement(record, reading, Said(first, line), value, note=note)


def _measured(record: Record, reading: Reading, said: Said) -> Iterator[Statement | Problem]:
    """A number as the value that it comes to; the measurement is its evidence."""
    number = record.number(reading.at)
    if number is None or math.isnan(number) or number < 0:
        reason = f"'{said.text}' is no measure of {reading.at[0]}; it is a number from 0"
        yield Problem(Location(record.file, said.line, 1), "not-understood", reason, "warning")
        return
    steps = [value for least, value in reading.at_least if number >= least]
    told = {name: text for name, part in record.fields.items() if (text := str(part).strip())}
    quote = "; ".join(f"{name}: {text}" for name, text in told.items())
    lowest = reading.at_least[0][1]
    if steps[-1:] == [lowest] and not (record.number(reading.tries) or 0) > 0:
        note = "nothing was found, and how often it was tried is not said"
        yield _statement(record, reading, Said(quote, said.line), None, note=note)
    elif steps:
        yield _statement(record, reading, Said(quote, said.line), steps[-1])


def _statement(
    record: Record, reading: Reading, said: Said, value: Value | None, *, fact: str = "", note: str = ""
) -> Statement:
    notes = "; ".join(filter(None, (" ".join(reading.note.split()).rstrip("."), note)))
    seen = f"{record.rows:,} lines say so" if record.rows > 1 else ""
    return Statement(
        fact or reading.fact,
        value,
        reading.by,
        record.file,
        said.line,
        said.text,
        "; ".join(filter(None, (notes, seen))),
        reading.known,
        reading.highest,
    )
