"""The answers to a chunk of rows, on the columns side: which laws each row asks, then each law of all its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

from fairuse.answer.asked import court_of
from fairuse.answer.assess import asked_uses
from fairuse.batch.answer import Answer, answers_from
from fairuse.batch.distinct import Positions, distinct
from fairuse.batch.encode import Encoded, encode, names_in
from fairuse.batch.laws import Answered, Asking, Kind, Wanted, answers, law_of
from fairuse.batch.mapping import Meanings
from fairuse.batch.table import Chunk
from fairuse.engine.clauses import domains_of
from fairuse.kb.model import KnowledgeBase
from fairuse.scenario.model import ActEntry, Given, Scenario, Work
from fairuse.scenario.unanswered import Unanswered, unanswered
from fairuse.scenario.uses import placing
from fairuse.source.errors import FairuseError


@dataclass(frozen=True)
class Options:
    """What is asked of every row, whatever it says itself."""

    today: str
    as_of: str | None = None
    forum: str | None = None
    regimes: tuple[str, ...] = ()
    wanted: Wanted = field(default_factory=Wanted)

    def day_of(self, scenario: Scenario) -> str:
        """The day whose law applies: the one asked for, the scenario's own, else `today`, on which the batch began."""
        return self.as_of or scenario.as_of or self.today


@dataclass(frozen=True)
class Answers:
    """The answers to a chunk, in its order: for each its row, by place in the chunk, and its number in `kinds`."""

    rows: Positions
    number: Positions
    kinds: Sequence[Answer]

    def tally(self) -> Counter[Answer]:
        """How often each answer is given."""
        counts = np.bincount(self.number, minlength=len(self.kinds)).tolist()
        return Counter({kind: times for kind, times in zip(self.kinds, counts, strict=True) if times})


@dataclass(frozen=True)
class _Asked:
    """Rows of which the same laws are asked, by the same court on the same day."""

    rows: Positions
    asking: tuple[Asking, ...]
    unanswered: tuple[Unanswered, ...]


class _Gathered:
    """Answers as they are found, group by group."""

    def __init__(self) -> None:
        self.kinds: dict[Answer, int] = {}
        self.rows = [np.empty(0, dtype=np.intp)]
        self.number = [np.empty(0, dtype=np.intp)]

    def add(self, rows: Positions, kind: Positions, given: Sequence[Sequence[Answer]]) -> None:
        """Add for each of `rows` all answers that are `given` to its kind, one after another."""
        counts = np.array([len(some) for some in given], dtype=np.intp)
        listed = np.array([self.kinds.setdefault(a, len(self.kinds)) for some in given for a in some], dtype=np.intp)
        times = counts[kind]
        within = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
        self.rows.append(np.repeat(rows, times))
        self.number.append(listed[np.repeat((np.cumsum(counts) - counts)[kind], times) + within])

    def errors(self, errors: Mapping[int, str]) -> None:
        """Add an error for each of some rows."""
        rows = np.array(list(errors), dtype=np.intp)
        self.add(rows, np.arange(len(rows)), [[Answer(error=error)] for error in errors.values()])

    def answers(self) -> Answers:
        """All of them, in the order of the rows."""
        rows, number = np.concatenate(self.rows), np.concatenate(self.number)
        if (rows[1:] < rows[:-1]).any():
            order = np.argsort(rows, kind="stable")
            rows, number = rows[order], number[order]
        return Answers(rows, number, tuple(self.kinds))


def evaluate(chunk: Chunk, meanings: Meanings, options: Options) -> Answers:
    """Answer every row of a chunk; a row that cannot be answered gets an error in its place."""
    return answer_rows(chunk, encode(chunk, meanings), meanings.kb, options)


def answer_rows(chunk: Chunk, encoded: Encoded, kb: KnowledgeBase, options: Options) -> Answers:
    """As `evaluate`, of a chunk that is encoded."""
    found = _Gathered()
    found.errors({row: "; ".join(map(str, problems)) for row, problems in encoded.errors.items()})
    groups: list[_Asked] = []
    for where, said in _groups(chunk, encoded, kb):
        asked = _asked(where, said, kb, options)
        if isinstance(asked, str):
            found.errors({row: f"{chunk.file}:{chunk.line(row)}:1: error {asked}" for row in where.tolist()})
        else:
            groups.append(asked)
    by_law = _by_law(groups, encoded, chunk.rows, kb, options.wanted)
    for group in groups:
        parts = [by_law[asking] for asking in group.asking]
        firsts, kind = distinct([part.kinds[group.rows] for part in parts], len(group.rows), few=True)
        said_of = [tuple(part.said[part.kinds[row]] for part in parts) for row in group.rows[firsts].tolist()]
        given = [_told(group.asking, kinds, group.unanswered, kb, options.wanted) for kinds in said_of]
        found.add(group.rows, kind, given)
    return found.answers()


@lru_cache(maxsize=100_000)  # real tables have some thousand kinds of answers
def _told(
    asking: tuple[Asking, ...],
    said: tuple[Kind, ...],
    unheld: tuple[Unanswered, ...],
    kb: KnowledgeBase,
    wanted: Wanted,
) -> tuple[Answer, ...]:
    """The answers where the laws say what they say."""
    uses = [one.use(law_of(kb, law).program, kb) for law, one in zip(asking, said, strict=True)]
    return tuple(wanted.of(answer) for answer in answers_from(uses, unheld, kb))


def _groups(chunk: Chunk, encoded: Encoded, kb: KnowledgeBase) -> list[tuple[Positions, dict[str, Any]]]:
    """The rows without errors, by all that says which laws are asked of them, and what that is."""
    good = np.ones(chunk.rows, dtype=np.bool_)
    good[list(encoded.errors)] = False
    where = np.flatnonzero(good)
    own = {name: encoded.own[name] for name in ("act", "where", "forum", "as_of") if name in encoded.own}
    places = [term for term in placing(kb) if term in encoded.facts]
    columns = [o.codes[where] for o in own.values()] + [encoded.facts[term][where] for term in places]
    firsts, kinds = distinct(columns, len(where), few=True)
    order = np.argsort(kinds, kind="stable") if len(firsts) > 1 else slice(None)
    parts = np.split(where[order], np.cumsum(np.bincount(kinds, minlength=len(firsts)))[:-1]) if len(firsts) else []
    found = []
    for first, rows in zip(firsts.tolist(), parts, strict=True):
        row = where[first]
        said = {name: o.values[o.codes[row]] for name, o in own.items()}
        codes = {term: int(encoded.facts[term][row]) for term in places}
        said["facts"] = {term: domains_of(kb)[term][code] for term, code in codes.items() if code >= 0}
        found.append((rows, {name: value for name, value in said.items() if value is not None}))
    return found


def _asked(rows: Positions, said: dict[str, Any], kb: KnowledgeBase, options: Options) -> _Asked | str:
    """The laws asked of some rows that say the same of it, or why none is."""
    scenario = scenario_of(said)
    try:
        uses = asked_uses(scenario, kb, options.regimes)
        court = court_of(scenario, kb, options.forum, options.regimes)
    except FairuseError as error:
        return "; ".join(f"{p.message} [{p.code}]" for p in error.problems)
    unheld = unanswered(scenario, kb, options.regimes)
    day = options.day_of(scenario)
    return _Asked(rows, tuple(Asking(use.regime, use.act, day, court) for use in uses), unheld)


def scenario_of(said: dict[str, Any], facts: dict[str, Given] | None = None) -> Scenario:
    """A scenario of one act that says what a row says; `facts` are those of the act, if not those in `said`."""
    given = {name: Given(value=value) for name, value in said.get("facts", {}).items()} if facts is None else facts
    name = "works"
    where = names_in(said.get("where", ""))
    return Scenario(
        title=str(said.get("works") or name),
        as_of=said.get("as_of"),
        forum=said.get("forum"),
        **({"where": where} if where else {}),
        works={name: Work()},
        acts=(ActEntry(act=said["act"], works=(name,), facts=given),),
    )


def _by_law(
    groups: Sequence[_Asked], encoded: Encoded, rows_in_all: int, kb: KnowledgeBase, wanted: Wanted
) -> dict[Asking, Answered]:
    """Each law that is asked, of all the rows of which it is; `kinds` of rows of which it is not asked mean nothing."""
    rows: dict[Asking, list[Positions]] = {}
    for group in groups:
        for asking in group.asking:
            rows.setdefault(asking, []).append(group.rows)
    size = max((int(group.rows.max()) + 1 for group in groups), default=0)
    found = {}
    for asking, parts in rows.items():
        law = law_of(kb, asking)
        where = np.sort(np.concatenate(parts))
        reads = {fact: encoded.facts[fact] for fact in law.program.facts if fact in encoded.facts}
        if len(where) < rows_in_all:
            reads = {fact: column[where] for fact, column in reads.items()}
        given = answers(law, reads, len(where), wanted)
        kinds = np.zeros(size, dtype=np.intp)
        kinds[where] = given.kinds
        found[asking] = Answered(given.said, kinds)
    return found
