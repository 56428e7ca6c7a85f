"""One law asked of many rows of facts on the columns side: a `UseResult` for each kind of answer, as far as it goes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from fairuse.answer import ranges
from fairuse.answer.assumed import assumption_for, possible
from fairuse.answer.posed import program_for, views_of
from fairuse.answer.result import UseResult
from fairuse.answer.spans import spans
from fairuse.answer.views import Choice
from fairuse.batch import partial
from fairuse.batch.answer import Answer, is_condition
from fairuse.batch.distinct import Positions, distinct, mostly_distinct
from fairuse.batch.open_facts import Told, open_facts
from fairuse.batch.seen import Seen
from fairuse.batch.standing_bits import UNDECIDED, Standing, joined, moving, standing_of
from fairuse.engine import columns
from fairuse.engine.clauses import VIEW
from fairuse.engine.columns import Column, Mask, is_known, union, unpacked
from fairuse.engine.program import Program
from fairuse.engine.variants import Variant, Variants
from fairuse.kb.acts import Need
from fairuse.kb.condition import Value
from fairuse.kb.model import STANDINGS, Issue, KnowledgeBase
from fairuse.scenario.model import Held

Table = Mapping[str, Column]
#: So many rows with one fact otherwise are tried at a time.
TRIED = 131_072


@dataclass(frozen=True)
class Wanted:
    """What is asked beside the standing: what takes time is left out unless it is."""

    claims: bool = True
    duties: bool = True
    open: bool = True
    ranges: bool = False

    def of(self, answer: Answer) -> Answer:
        """An answer without what is not asked."""
        unasked = {
            "claims": self.claims,
            "duties": self.duties,
            "open_facts": self.open,
        }
        without = {name: () for name, asked in unasked.items() if not asked}
        return answer._replace(**without, **({} if self.ranges else {"low": "", "high": ""}))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Answered:
    """The kinds of answers to some rows, and for each row the number of its kind."""

    said: tuple[Kind, ...]
    kinds: Positions


class Kind(NamedTuple):
    """All that is said of rows of one kind: `names` say what, and `values` holds a byte for each."""

    names: tuple[tuple[str, str], ...]
    values: bytes

    def use(self, program: Program, kb: KnowledgeBase) -> UseResult:
        """The result of such a use."""
        return partial.use_of(
            program, kb, dict(zip(self.names, np.frombuffer(self.values, np.int8).tolist(), strict=True))
        )


class Asking(NamedTuple):
    """A law, the kind of act it is asked about, the day, the court whose views count, and what a person holds."""

    regime: str
    act: str
    day: str
    court: str | None
    held: tuple[tuple[str, Held], ...] = ()


@dataclass(frozen=True)
class Law:
    """The rules of one law for one kind of act on a day, and the views open to a court.

    `seen`: what was answered, by the facts of which something is known, and by what is asked.
    """

    program: Program
    choices: tuple[Choice, ...]
    kb: KnowledgeBase
    seen: dict[tuple[tuple[str, ...], Wanted], Seen[Kind]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def reads(self) -> frozenset[str]:
        """The facts that its rules read."""
        return frozenset(self.program.facts)

    def told(self, issue: Issue, wanted: Wanted) -> bool:
        """Whether an issue is told of an answer: a factor or condition, a duty, a claim."""
        if issue.role in ("duty", "claim"):
            return wanted.duties if issue.role == "duty" else wanted.claims
        return is_condition(issue)


@lru_cache(maxsize=2_048)  # as many as programs are kept
def law_of(kb: KnowledgeBase, asked: Asking) -> Law:
    """The law that is asked."""
    program = program_for(kb, asked.regime, asked.act, asked.day, asked.held)
    return Law(program, views_of(kb, program, asked.court), kb)


def answers(law: Law, table: Table, rows: int, wanted: Wanted) -> Answered:
    """The answers to `rows` rows; `table` has the columns of the facts that the law reads, as far as any is known.

    Equal rows are evaluated once, and not again if they were before; of rows that hardly repeat, all are.
    """
    if mostly_distinct(list(table.values()), rows):
        return _evaluated(law, table, rows, wanted)
    firsts, kinds = distinct(list(table.values()), rows)
    if len(firsts) == rows:  # rows that differ so much seldom come again
        return _evaluated(law, table, rows, wanted)
    table = _rows_of(table, firsts)
    seen = law.seen.setdefault((tuple(table), wanted), Seen())

    def evaluate(new: Positions) -> tuple[Sequence[Kind], Positions]:
        found = _evaluated(law, _rows_of(table, new), len(new), wanted)
        return found.said, found.kinds

    number = seen.answers(list(table.values()), len(firsts), evaluate)
    return Answered(tuple(seen.said), number[kinds])


def _evaluated(law: Law, table: Table, rows: int, wanted: Wanted) -> Answered:
    said: list[Kind] = []
    number = np.empty(rows, dtype=np.intp)
    for where, part in _parts(law, table, rows):
        found = part.answers(wanted)
        number[where] = found.kinds + len(said)
        said += found.said
    return Answered(tuple(said), number)


def standings(law: Law, table: Table, rows: int) -> ranges.Ranks:
    """The rank of the standing of each of `rows` rows."""
    found = np.empty(rows, dtype=np.int8)
    for where, part in _parts(law, table, rows):
        found[where] = part.standing()
    return found


def _parts(law: Law, table: Table, rows: int) -> Iterator[tuple[Positions, _Part]]:
    """The rows by what has to be told before there is an answer and is not: where they are, and what they hold."""
    told = _told(law.program, table, rows)
    firsts, kinds = distinct(told, rows, few=True) if told else (np.arange(min(rows, 1)), np.zeros(rows, dtype=np.intp))
    for number, first in enumerate(firsts.tolist()):
        where = np.flatnonzero(kinds == number)
        part = table if len(firsts) == 1 else _rows_of(table, where)
        untold = [need for need, known in zip(law.program.needs, told, strict=True) if not known[first]]
        yield where, _Part(law, part, len(where), untold)


def _rows_of(table: Table, rows: Positions) -> Table:
    return {fact: column[rows] for fact, column in table.items()}


def _told(program: Program, table: Table, rows: int) -> list[Mask]:
    """For each need, the rows in which it is told or does not arise."""
    return [ranges.told(program, {}, table, need, rows) for need in program.needs]


class _Part:
    """Rows of one law of which the same is told, so that the same is open in all."""

    def __init__(self, law: Law, table: Table, rows: int, untold: Sequence[Need]) -> None:
        self.law, self.program = law, law.program
        self.table, self.rows, self.untold = table, rows, untold
        self.variants = Variants(law.program, table, rows)
        self.views = ranges.view_rows(ranges.turning(law.program, law.choices))
        self.parts: dict[tuple[str, str], npt.NDArray[Any]] = {}

    def answers(self, wanted: Wanted) -> Answered:
        """The kinds of answers, told apart by all that is said of them."""
        standing = self.parts["standing", ""] = self.standing()
        self._add_issues(wanted)
        self._add_waits(standing)
        if wanted.open:
            self._add_open(standing)
        if wanted.ranges:
            self._add_ranges()
        firsts, kinds = distinct(list(self.parts.values()), self.rows, few=True)
        names = tuple(self.parts)
        values = np.stack([part[firsts].view(np.int8) for part in self.parts.values()], axis=1)
        return Answered(tuple(Kind(names, row.tobytes()) for row in values), kinds)

    def standing(self) -> ranges.Ranks:
        """The rank of the standing of each row."""
        completions = self._completions()
        by_view = [joined([self._under({**view, **row}) for row in completions]) for view in self.views]
        return columns.codes_of(dict(enumerate(joined(by_view))), self.rows)

    def _completions(self) -> list[ranges.Row]:
        """Every combination of what may be told where something has to be."""
        return ranges.completions(self.program, self.untold)

    def _under(self, variant: Variant) -> Standing:
        return standing_of(self.program, self.variants.settled(self.program.conclusion, variant).planes, self.rows)

    def _add_issues(self, wanted: Wanted) -> None:
        """The value of each issue that is told, where all courts agree; the rules that stand, and divided claims."""
        told = [i for i in self.program.issues if self.law.told(i, wanted)]
        argued = {(VIEW + c.doctrine, view) for c in self.law.choices for view in c.argued}
        views = ranges.one_by_one(self.law.choices)
        live = [view for view in views if not argued & view.items()]
        for issue in told:
            planes = [self.variants.settled(issue.id, view).planes for view in live]
            agreed = {code: _both([p.get(code, 0) for p in planes]) for code in range(len(issue.scale))}
            self.parts["issue", issue.id] = columns.codes_of(agreed, self.rows)
        for rule, rows in self._standing_rules(self.program.conclusion, views).items():
            if stands := union(rows):
                self.parts["rule", rule] = unpacked(stands, self.rows)
        for issue in (i for i in told if i.role == "claim" and len(views) > 1):
            open_ = self.parts["issue", issue.id] < 0
            if open_.any():
                everywhere, held = self._standing_rules(issue.id, views), self._standing_rules(issue.id, live)
                for compiled in self.program.by_issue[issue.id]:
                    name = compiled.rule.id
                    divided = union(held[name]) & ~_both(everywhere[name])
                    if divided and issue.scale[compiled.rule.value] == "against":
                        self.parts["claim", name] = unpacked(divided, self.rows) & open_

    def _standing_rules(self, issue: str, views: Sequence[Variant]) -> dict[str, list[columns.Bits]]:
        """For each rule of an issue the rows in which it stands under each view."""
        runs = [self.variants.settled(issue, view) for view in views]
        return {name: [run.hits[name] & ~run.beaten[name] for run in runs] for name in runs[0].hits}

    def _add_waits(self, standing: ranges.Ranks) -> None:
        """The needs on which an open answer turns: that another thing told there, all else told alike, may move."""
        undecided = standing == UNDECIDED
        if not self.untold or not undecided.any():
            return
        shape = [len(ranges.candidates(self.program, need.facts[0])) for need in self.untold]
        numbers = np.arange(math.prod(shape)).reshape(shape)
        by_view = [[self._under({**view, **row}) for row in self._completions()] for view in self.views]
        for axis, need in enumerate(self.untold):
            lines = np.moveaxis(numbers, axis, -1).reshape(-1, shape[axis]).tolist()
            moves = union(moving([found[n] for n in line]) for found in by_view for line in lines)
            self.parts["wait", need.id] = unpacked(moves, self.rows) & undecided

    def _add_open(self, standing: ranges.Ranks) -> None:
        """The facts not told, some answer to which would alone move the standing, but for what is assumed meanwhile."""
        kb, regime = self.law.kb, self.program.regime
        by_kind = kb.acts[self.program.act].tells  # were it otherwise, it would be another act
        open_ = {
            fact: unpacked(bits, self.rows)
            for fact, bits in open_facts(self.program, Told(self.variants, self.table)).items()
            if assumption_for(fact, regime, kb) is None and fact not in by_kind
        }
        moves = {fact: np.zeros(self.rows, dtype=np.bool_) for fact in open_}
        values = {fact: ranges.candidates(self.program, fact) for fact in open_}
        step = max(1, TRIED // max(1, sum(map(len, values.values()))))
        for start in range(0, self.rows, step):
            rows = {fact: start + np.flatnonzero(mask[start : start + step]) for fact, mask in open_.items()}
            every = ((fact, value, rows[fact]) for fact in open_ for value in values[fact] if len(rows[fact]))
            fit = ((fact, value, some[self._can_be(fact, value, some)]) for fact, value, some in every)
            tries = [one for one in fit if len(one[2])]
            if not tries:
                continue
            where = np.concatenate([some for _, _, some in tries])
            table = dict(_rows_of(self.table, where))
            ends = np.cumsum([len(some) for _, _, some in tries])
            for (fact, value, some), end in zip(tries, ends.tolist(), strict=True):
                if fact not in table:
                    table[fact] = columns.encode(self.program, fact, [None]).repeat(len(where))
                table[fact][end - len(some) : end] = columns.encode(self.program, fact, [value])
            moved = standings(self.law, table, len(where)) != standing[where]
            for (fact, _, some), part in zip(tries, np.split(moved, ends[:-1]), strict=True):
                moves[fact][some] |= part
        self.parts.update({("open", fact): mask for fact, mask in moves.items() if mask.any()})

    def _can_be(self, fact: str, value: Value, rows: Positions) -> Mask:
        """In which of some rows a fact can have a value, by what else is told there."""
        found = np.ones(len(rows), dtype=np.bool_)
        for told in self.law.kb.facts[fact].shut_out_by(value):
            so = np.full(len(rows), self.program.act in told.get("act", (self.program.act,)))
            for other, values in told.items():
                if other in self.table:
                    so &= np.isin(self.table[other][rows], columns.encode(self.program, other, list(values)))
                elif other != "act":
                    so[:] = False
            found &= ~so
        return found

    def _add_ranges(self) -> None:
        """The lowest and highest standing; each distinct row is looked into by itself, which takes its time."""
        low, high = np.empty(self.rows, dtype=np.int8), np.empty(self.rows, dtype=np.int8)
        for row in range(self.rows):
            known = known_in(self.program, self.table, row)
            open_ = ranges.open_facts(self.program, known)
            fits = possible({**known, "act": self.program.act}, self.law.kb)
            far = spans(self.program, known, self.law.choices, open_, fits=fits)
            low[row], high[row] = map(STANDINGS.index, far.range)
        self.parts["low", ""], self.parts["high", ""] = low, high


def known_in(program: Program, table: Table, row: int) -> dict[str, Value]:
    """The known facts of one row of a table."""
    found: dict[str, Value] = {}
    for fact in program.facts:
        if fact in table and is_known(table[fact][row : row + 1])[0]:
            code = table[fact][row]
            found[fact] = program.domains[fact][int(code)] if program.domains[fact] else float(code)
    return found


def _both(parts: Sequence[int]) -> int:
    found = parts[0]
    for part in parts[1:]:
        found &= part
    return found
