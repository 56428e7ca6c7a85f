"""Rows of a table become columns of facts as the engine reads them; what cannot be read is said row by row.

Each distinct cell of a column is read once, by the same checks and expansions as a scenario's facts.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from fairuse.batch.cells import value_in
from fairuse.batch.mapping import LABELS, Meaning, Meanings
from fairuse.batch.table import Chunk
from fairuse.engine.clauses import domains_of
from fairuse.engine.columns import Column, is_known
from fairuse.kb.fact import FactDef
from fairuse.kb.model import KnowledgeBase
from fairuse.scenario.acts import recorded
from fairuse.scenario.model import UNKNOWN, Given, as_names
from fairuse.scenario.names import check_facts, day_problem, forum_problem, where_problem
from fairuse.source.errors import Problem, did_you_mean
from fairuse.source.yamlsource import Source

#: In a column of codes: the fact is not given, or is said to be unknown, so that nothing else tells it.
NOT_GIVEN, SAID_UNKNOWN = -2, -1


@dataclass(frozen=True)
class Own:
    """One of the columns that say which law is asked of what: its distinct values, and the place of each row's."""

    values: tuple[Any, ...]
    codes: npt.NDArray[np.int32]


@dataclass(frozen=True)
class Encoded:
    """The rows of a chunk as the engine reads them. `facts`: -1 or NaN for unknown; `errors`: by row, what is wrong.

    `said`: each fact of which a column tells, as it was said.
    """

    facts: Mapping[str, Column]
    own: Mapping[str, Own]
    errors: Mapping[int, tuple[Problem, ...]]
    said: Mapping[str, Own]


@dataclass(frozen=True)
class _Cells:
    """One column of a chunk: what it means, and what each of its distinct cells says (None: nothing)."""

    meaning: Meaning
    number: int
    said: tuple[Any, ...]
    codes: npt.NDArray[np.int32]

    def at(self, row: int) -> Any:
        return self.said[self.codes[row]] if self.codes[row] >= 0 else None


@dataclass(frozen=True)
class _Coded:
    """What a column says of one term: a code for each of its values (and for none), and the value of each row."""

    by_value: npt.NDArray[np.int8]
    codes: npt.NDArray[np.int32]

    def rows(self) -> npt.NDArray[np.int8]:
        """The code of each row."""
        return self.by_value[self.codes]


def encode(chunk: Chunk, meanings: Meanings) -> Encoded:
    """Encode a chunk whose columns all have a meaning."""
    kb = meanings.kb
    cells = list(_cells(chunk, meanings))
    bad = np.zeros(chunk.rows, dtype=np.bool_)
    bad[list(chunk.broken)] = True
    told: dict[str, list[_Coded]] = {}
    itself: dict[str, _Coded] = {}
    listed: dict[str, _Coded] = {}
    numbers: dict[str, Column] = {}
    own: dict[str, Own] = {}
    for column in cells:
        fact = column.meaning.fact
        wrong = np.array([*(_is_wrong(said, column.meaning, kb) for said in column.said), False])
        if wrong.any():
            bad |= wrong[column.codes]
        if fact is None:
            own[column.meaning.name] = Own((*column.said, None), column.codes)
        elif fact.numeric:
            numbers[fact.id] = _numbers(column, wrong)
        else:
            for term, coded in _terms(column, fact, wrong, kb).items():
                if term == fact.id:
                    itself[term] = coded
                    continue
                told.setdefault(term, []).append(coded)
                if fact.parts:
                    listed[term] = coded
    for term in listed.keys() & itself.keys():  # a list and one of its parts, told otherwise
        list_, part = listed[term].rows(), itself[term].rows()
        bad |= (list_ >= 0) & (part >= 0) & (list_ != part)
    given = {t: _settled([*told.get(t, ()), *_one(itself.get(t))]) for t in {**told, **itself}}
    given |= _told_by_kinds(given, own.get("act"), chunk.rows, kb)
    facts = {**numbers, **{term: np.maximum(column, SAID_UNKNOWN) for term, column in given.items()}}
    errors = {row: _said_wrong(chunk, row, cells, kb) for row in np.flatnonzero(bad).tolist()}
    act = own.get("act")
    for row in range(chunk.rows) if act is None else np.flatnonzero(~bad & _missing(act)).tolist():
        if row not in errors:
            errors[row] = (_problem(chunk, row, 1, "missing-key", "'act' is missing"),)
    known = {fact: column for fact, column in facts.items() if is_known(column).any()}
    said = {column.meaning.name: Own(column.said, column.codes) for column in cells if column.meaning.fact}
    return Encoded(known, own, errors, said)


def _one(coded: _Coded | None) -> tuple[_Coded, ...]:
    return () if coded is None else (coded,)


def _settled(layers: Sequence[_Coded]) -> Column:
    """What several columns say of a term, later ones before earlier ones."""
    found = layers[0].rows()
    for layer in layers[1:]:
        rows = layer.rows()
        found = np.where(rows == NOT_GIVEN, found, rows)
    return found


def _told_by_kinds(given: Mapping[str, Column], act: Own | None, rows: int, kb: KnowledgeBase) -> dict[str, Column]:
    """The terms that the kinds of acts tell, as `scenario.acts.acts_of` has them of each act, over what is given."""
    found: dict[str, Column] = {}
    domains = domains_of(kb)
    for place, name in enumerate(act.values if act else ()):
        kind = kb.acts.get(name) if isinstance(name, str) else None
        if act is None or kind is None or not kind.tells:
            continue
        nothing = np.full(rows, NOT_GIVEN, dtype=np.int8)
        before = {term: found.get(term, given.get(term, nothing)) for term in kind.tells}
        codes = {term: domains[term].index(value) for term, value in kind.tells.items()}
        fits = act.codes == place
        for term, code in codes.items():
            fits &= (before[term] < 0) | (before[term] == code)
        for term, code in codes.items():
            found[term] = np.where(fits & (before[term] == NOT_GIVEN), np.int8(code), before[term])
    return found


def _numbers(column: _Cells, wrong: npt.NDArray[np.bool_]) -> Column:
    said = (np.nan if bad or s in (None, UNKNOWN) else float(s) for s, bad in zip(column.said, wrong, strict=False))
    return np.array([*said, np.nan])[column.codes]


def _missing(own: Own) -> npt.NDArray[np.bool_]:
    return np.array([value is None for value in own.values])[own.codes]


def _cells(chunk: Chunk, meanings: Meanings) -> Iterator[_Cells]:
    for number, (name, column) in enumerate(chunk.columns.items(), 1):
        meaning = meanings.of(name)
        if meaning is not None and meaning.name not in LABELS:
            said = tuple(value_in(cell, meaning, meanings.empty) for cell in column.values)
            yield _Cells(meaning, number if chunk.headed else 1, said, column.codes)
    for name, value in meanings.always.items():
        meaning = Meaning(name, meanings.kb.facts.get(name))
        yield _Cells(meaning, 0, (value,), np.zeros(chunk.rows, dtype=np.int32))


def _is_wrong(said: Any, meaning: Meaning, kb: KnowledgeBase) -> bool:
    """Whether a cell says what cannot be said there."""
    fact = meaning.fact
    if said is None:
        return False
    if fact is not None and fact.numeric and fact.accepts(said) and not math.isnan(said):
        return False
    return bool(list(_problems({meaning.name: said}, {meaning.name: 0}, Source(""), kb)))


def _problems(row: Mapping[str, Any], columns: Mapping[str, int], source: Source, kb: KnowledgeBase) -> list[Problem]:
    """All that is wrong with what a row says, each at its column."""
    own = {"act": _act_problem, "forum": _forum_problem, "as_of": _day_problem, "where": _where_problem}
    own["unreadable"] = _unreadable
    codes = {"act": "unknown-act", "forum": "unknown-forum", "as_of": "bad-date", "where": "unknown-regime"}
    codes["unreadable"] = "unreadable"
    line = source.starts.get((), (0, 0))[0]
    source.starts.update({(name,): (line, column) for name, column in columns.items()})
    source.keys.update(source.starts)
    for name, say in own.items():
        if name in row and (reason := say(row[name], kb)):
            source.problem((name,), codes[name], reason)
    facts = {name: value for name, value in row.items() if name in kb.facts}
    for name in [name for name, value in facts.items() if isinstance(value, dict) or _has_mapping(value)]:
        reason = "a table takes values alone; what is said of one by itself is for scenario files"
        source.problem((name,), "bad-value", reason)
        del facts[name]
    for name in [n for n, value in facts.items() if isinstance(value, float) and math.isnan(value)]:
        source.problem((name,), "bad-value", f"{name} is not a number (NaN); leave the cell empty if it is unknown")
        del facts[name]
    check_facts(facts, source, kb, ())
    return source.problems


def _has_mapping(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(part, dict | list) for part in value)


def _act_problem(said: Any, kb: KnowledgeBase) -> str | None:
    if isinstance(said, str) and said in kb.acts:
        return None
    return f"there is no act '{said}'{did_you_mean(str(said), kb.acts) or '; the acts are ' + ', '.join(kb.acts)}"


def _forum_problem(said: Any, kb: KnowledgeBase) -> str | None:
    return forum_problem(str(said), kb)


def _day_problem(said: Any, kb: KnowledgeBase) -> str | None:
    return day_problem(str(said))


def _unreadable(said: Any, kb: KnowledgeBase) -> str:
    return f"the source of this row cannot be read: {said}"


def _where_problem(said: Any, kb: KnowledgeBase) -> str | None:
    return next(filter(None, (where_problem(name, kb) for name in names_in(said))), None)


def names_in(said: Any) -> list[str]:
    """The laws that a cell names: a list, or text with `;`, `,` or `|` between them."""
    if isinstance(said, str):
        for mark in ",|":
            said = said.replace(mark, ";")
        said = [part.strip() for part in said.split(";") if part.strip()]
    return [str(part) for part in as_names(said)] if isinstance(said, list) else [str(said)]


def _terms(column: _Cells, fact: FactDef, wrong: npt.NDArray[np.bool_], kb: KnowledgeBase) -> dict[str, _Coded]:
    """The terms of which a column tells: the fact itself, the parts of a list, what follows from a licence."""
    found: dict[str, list[int]] = {}
    domains = domains_of(kb)
    for place, (said, bad) in enumerate(zip(column.said, wrong, strict=False)):
        if said is None or bad:
            continue
        for term, one in recorded({fact.id: as_given(said)}, kb).items():
            if domains.get(term):
                codes = found.setdefault(term, [NOT_GIVEN] * (len(column.said) + 1))
                codes[place] = SAID_UNKNOWN if one.value == UNKNOWN else domains[term].index(one.value)
    return {term: _Coded(np.array(codes, dtype=np.int8), column.codes) for term, codes in found.items()}


def as_given(said: Any) -> Given:
    """A value as a scenario would give it."""
    if isinstance(said, list):
        return Given(value=said[0], also=tuple(said[1:])) if said else Given(value="none")
    return Given(value=said)


class Saying:
    """What the rows of a chunk say. `told`: for each fact of which a column tells, the number of the column."""

    def __init__(self, chunk: Chunk, meanings: Meanings) -> None:
        self._cells = list(_cells(chunk, meanings))
        self.told: dict[str, int] = {}
        for column in self._cells:
            fact = column.meaning.fact
            parts = [part for parts in fact.parts.values() for part in parts] if fact else []
            for name in (*parts, *(fact.tells if fact else ()), column.meaning.name):
                self.told[name] = max(1, column.number)

    def row(self, row: int) -> dict[str, Any]:
        """What a row says, by names of facts and of what rows say beside them."""
        return {c.meaning.name: c.at(row) for c in self._cells if c.at(row) is not None}


def _said_wrong(chunk: Chunk, row: int, cells: list[_Cells], kb: KnowledgeBase) -> tuple[Problem, ...]:
    if row in chunk.broken:
        return (_problem(chunk, row, *chunk.broken[row]),)
    said = {c.meaning.name: c.at(row) for c in cells if c.at(row) is not None}
    source = Source(chunk.file, starts={(): (chunk.line(row), 0)})
    found = _problems(said, {c.meaning.name: c.number for c in cells}, source, kb)
    return tuple(sorted(set(found)))


def _problem(chunk: Chunk, row: int, column: int, code: str, message: str) -> Problem:
    source = Source(chunk.file, starts={(): (chunk.line(row), column)})
    source.problem((), code, message)
    return source.problems[0]
