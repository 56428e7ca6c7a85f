"""One law asked of many rows of facts on the columns side: a `UseResult` for each kind of answer, as far as it goes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from fairuse.answer import ranges
from fairuse.answer.assumed import assumption_for
from fairuse.answer.posed import program_for
from fairuse.answer.result import UseResult
from fairuse.answer.spans import spans
from fairuse.answer.views import Choice, choose
from fairuse.batch import partial
from fairuse.batch.answer import Answer, is_condition
from fairuse.batch.distinct import Positions, distinct
from fairuse.batch.open_facts import Told, open_facts
from fairuse.engine import columns
from fairuse.engine.columns import Column, Mask, is_known, union, unpacked
from fairuse.engine.program import VIEW, Program
from fairuse.engine.variants import Variant, Variants
from fairuse.kb.acts import Need
from fairuse.kb.condition import Value
from fairuse.kb.model import STANDINGS, Issue, KnowledgeBase
from fairuse.scenario.model import Held

Table = Mapping[str, Column]
#: So many rows with one fact otherwise are tried at a time.
TRIED = 131_072
_UNDECIDED = STANDINGS.index(ranges.UNDECIDED)


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

    uses: tuple[UseResult, ...]
    kinds: Positions


class Asking(NamedTuple):
    """A law, the kind of act it is asked about, the day, the court whose views count, and what a person holds."""

    regime: str
    act: str
    day: str
    court: str | None
    held: tuple[tuple[str, Held], ...] = ()


@dataclass(frozen=True)
class Law:
    """The rules of one law for one kind of act on a day, and the views open to a court."""

    program: Program
    choices: tuple[Choice, ...]
    kb: KnowledgeBase

    @classmethod
    def of(cls, kb: KnowledgeBase, asked: Asking) -> Law:
        """The law that is asked."""
        program = program_for(kb, asked.regime, asked.act, asked.day, asked.held)
        return cls(program, tuple(choose(d, kb, asked.court, asked.day) for d in program.doctrines), kb)

    def told(self, issue: Issue, wanted: Wanted) -> bool:
        """Whether an issue is told of an answer: a factor or condition, a duty, a claim."""
        if issue.role in ("duty", "claim"):
            return wanted.duties if issue.role == "duty" else wanted.claims
        return is_condition(issue)


def answers(law: Law, table: Table, rows: int, wanted: Wanted) -> Answered:
    """The answers to `rows` rows; `table` has the columns of the facts that the law reads, as far as any is known.

    Equal rows are evaluated once.
    """
    firsts, kinds = distinct(list(table.values()), rows)
    if len(firsts) < rows:
        table = _rows_of(table, firsts)
    uses: list[UseResult] = []
    number = np.empty(len(firsts), dtype=np.intp)
    for where, part in _parts(law, table, len(firsts)):
        found = part.answers(wanted)
        number[where] = found.kinds + len(uses)
        uses += found.uses
    return Answered(tuple(uses), number[kinds])


def standings(law: Law, table: Table, rows: int) -> ranges.Ranks:
    """The rank of the standing of each of `rows` rows."""
    found = np.empty(rows, dtype=np.int8)
    for where, part in _parts(law, table, rows):
        found[where] = part.standing()
    return found


def _parts(law: Law, table: Table, rows: int) -> Iterator[tuple[Positions, _Part]]:
    """The rows by what has to be told before there is an answer and is not: where they are, and what they hold."""
    told = _told(law.program, table, rows)
    firsts, kinds = distinct(told, rows) if told else (np.arange(min(rows, 1)), np.zeros(rows, dtype=np.intp))
    for number, first in enumerate(firsts.tolist()):
        where = np.flatnonzero(kinds == number)
        part = table if len(firsts) == 1 else _rows_of(table, where)
        untold = [need for need, known in zip(law.program.needs, told, strict=True) if not known[first]]
        yield where, _Part(law, part, len(where), untold)


def _rows_of(table: Table, rows: Positions) -> Table:
    return {fact: column[rows] for fact, column in table.items()}


def _told(program: Program, table: Table, rows: int) -> list[Mask]:
    """For each need, the rows in which something of it is told."""
    nothing = np.zeros(rows, dtype=np.bool_)
    known = {fact: is_known(column) for fact, column in table.items()}
    return [np.logical_or.reduce([nothing, *(known[f] for f in n.facts if f in known)]) for n in program.needs]


class _Part:
    """Rows of one law of which the same is told, so that the same is open in all."""

    def __init__(self, law: Law, table: Table, rows: int, untold: Sequence[Need]) -> None:
        self.law, self.program = law, law.program
        self.table, self.rows, self.untold = table, rows, untold
        self.variants = Variants(law.program, table, rows)
        self.views = ranges.view_rows(ranges.turning(law.program, law.choices))
        self.parts: dict[tuple[str, str], npt.NDArray[Any]] = {}

    def answers(self, wanted: Wanted) -> Answered:
        """One `UseResult` for each kind of answer; the kinds are told apart by all that is said of them."""
        standing = self.parts["standing", ""] = self.standing()
        self._add_issues(wanted)
        self._add_waits(standing)
        if wanted.open:
            self._add_open(standing)
        if wanted.ranges:
            self._add_ranges()
        firsts, kinds = distinct(list(self.parts.values()), self.rows)
        taken = {name: part[firsts].tolist() for name, part in self.parts.items()}
        said = [{name: values[kind] for name, values in taken.items()} for kind in range(len(firsts))]
        return Answered(tuple(partial.use_of(self.program, self.law.kb, one) for one in said), kinds)

    def standing(self) -> ranges.Ranks:
        """The rank of the standing of each row."""
        by_view = []
        for view in self.views:
            found = [self._ranks({**view, **row}) for row in self._completions()]
            by_view.append(ranges.joined_ranks(np.array(found)) if len(found) > 1 else found[0])
        return ranges.joined_ranks(np.array(by_view)) if len(by_view) > 1 else by_view[0]

    def _completions(self) -> list[ranges.Row]:
        """Every combination of what may be told where something has to be."""
        told: dict[str, Value] = {n.facts[0]: True for n in self.program.needs if n not in self.untold}
        return ranges.completions(self.program, told)

    def _ranks(self, variant: Variant) -> ranges.Ranks:
        return ranges.ranks(self.program, self.variants.run(variant, (self.program.conclusion,)))

    def _add_issues(self, wanted: Wanted) -> None:
        """The value of each issue that is told, where all courts agree; the rules that stand, and divided claims."""
        told = [i for i in self.program.issues if self.law.told(i, wanted)]
        issues = (self.program.conclusion, *(i.id for i in told))
        only_argued = {(VIEW + c.doctrine, view) for c in self.law.choices for view in c.argued}
        runs = [
            (self.variants.run(v, issues), bool(only_argued & v.items())) for v in ranges.one_by_one(self.law.choices)
        ]
        agreed: dict[str, npt.NDArray[np.int8]] = {}
        for issue in told:
            codes = [run.values[issue.id] for run, argued in runs if not argued]
            same = np.logical_and.reduce([c == codes[0] for c in codes[1:]]) if len(codes) > 1 else True
            agreed[issue.id] = self.parts["issue", issue.id] = np.where(same, codes[0], np.int8(-1)).astype(np.int8)
        for compiled in self.program.by_issue[self.program.conclusion]:
            if any(stands := [run.hits[compiled.rule.id] & ~run.beaten[compiled.rule.id] for run, _ in runs]):
                self.parts["rule", compiled.rule.id] = unpacked(union(stands), self.rows)
        for issue in (i for i in told if i.role == "claim" and len(runs) > 1):
            open_ = agreed[issue.id] < 0
            for compiled in self.program.by_issue[issue.id] if open_.any() else ():
                name = compiled.rule.id
                if issue.scale[compiled.rule.value] == "against":
                    stands = [run.hits[name] & ~run.beaten[name] for run, _ in runs]
                    held = union(s for s, (_, argued) in zip(stands, runs, strict=True) if not argued)
                    if divided := held & ~_both(stands):
                        self.parts["claim", name] = unpacked(divided, self.rows) & open_

    def _add_waits(self, standing: ranges.Ranks) -> None:
        """The needs on which an open answer turns: that another thing told there, all else told alike, may move."""
        undecided = standing == _UNDECIDED
        if not self.untold or not undecided.any():
            return
        found = np.array([[self._ranks({**v, **row}) for row in self._completions()] for v in self.views])
        shape = [len(ranges.candidates(self.program, need.facts[0])) for need in self.untold]
        found = found.reshape(len(self.views), *shape, self.rows)
        for axis, need in enumerate(self.untold, 1):
            moves = (found.max(axis=axis) != found.min(axis=axis)).reshape(-1, self.rows).any(axis=0)
            self.parts["wait", need.id] = moves & undecided

    def _add_open(self, standing: ranges.Ranks) -> None:
        """The facts not told, some answer to which would alone move the standing, but for what is assumed meanwhile."""
        kb, regime = self.law.kb, self.program.regime
        open_ = {
            fact: unpacked(bits, self.rows)
            for fact, bits in open_facts(self.program, Told(self.variants, self.table)).items()
            if assumption_for(fact, regime, kb) is None
        }
        moves = {fact: np.zeros(self.rows, dtype=np.bool_) for fact in open_}
        values = {fact: ranges.candidates(self.program, fact) for fact in open_}
        step = max(1, TRIED // max(1, sum(map(len, values.values()))))
        for start in range(0, self.rows, step):
            rows = {fact: start + np.flatnonzero(mask[start : start + step]) for fact, mask in open_.items()}
            tries = [(fact, value, rows[fact]) for fact in open_ for value in values[fact] if len(rows[fact])]
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

    def _add_ranges(self) -> None:
        """The lowest and highest standing; each distinct row is looked into by itself, which takes its time."""
        low, high = np.empty(self.rows, dtype=np.int8), np.empty(self.rows, dtype=np.int8)
        for row in range(self.rows):
            known = known_in(self.program, self.table, row)
            far = spans(self.program, known, self.law.choices, ranges.open_facts(self.program, known))
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
