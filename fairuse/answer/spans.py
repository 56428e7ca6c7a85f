"""How far a standing could go: over all completions of the unknown facts and all views, or a bound on that.

Up to `EXACT_ROWS` completions are all tried. Beyond, completions are tried where the rules leave room for a standing
that none has given yet, and the room is made smaller fact by fact; what room is left at the end makes the bound.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from fairuse.answer import ranges
from fairuse.answer.ranges import Row
from fairuse.answer.views import Choice
from fairuse.engine import bounds, columns
from fairuse.engine.narrowed import narrowed, resting
from fairuse.engine.program import CompiledRule, Program
from fairuse.kb.condition import Value
from fairuse.kb.model import STANDINGS

# benchmarks/limits.py measures what the limits buy. The numbers are of the 229 uses in the scenarios of 2026.
#: Up to this many rows a range is exact; the largest program takes 0.04 s for them. Little hangs on the number: 125
#: uses have fewer than 16,384 completions, and 103 more than a million.
EXACT_ROWS = 131_072
#: Beyond, rows are looked into in parts of so many, so many times for each standing; each time so many completions are
#: tried. Of those 103 uses the search made 74 exact in 0.06 s each: with 4 runs only 53, with 48 runs 82 in a
#: quarter more time; parts of 512 or 8,192 rows, or 100 or 2,000 tries, change two or three of them.
MOST_ROWS, MOST_RUNS, TRIED = 2_048, 12, 500
#: How much less a term counts for each issue between it and the conclusion: rows are divided by what the conclusion
#: reads before what lies below it. If nearness does not count (1), 55 of the 103 come out exact, and take half as
#: long again; from 0.003 to 0.1 it is 74.
NEARER = 0.03

Picks = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Spans:
    """`range`: the lowest and highest standing; if not `exact`, no completion goes beyond it, but none may reach it.

    `reached`: the lowest and highest standing that some completion was found to give. `issues`: the same as `range`
    for each issue. `by`: for standings that were reached, the facts and views of a completion that gives each.
    """

    range: tuple[str, str]
    reached: tuple[str, str]
    issues: Mapping[str, tuple[str, str]]
    exact: bool
    by: Mapping[str, Row]

    def reaching(self, *standings: str) -> Spans:
        """The spans where some standings are reached as well: by what other acts hear, which no completion tells."""
        some = {STANDINGS.index(standing) for standing in standings}
        wider, reached = (_named({*map(STANDINGS.index, ends), *some}) for ends in (self.range, self.reached))
        return replace(self, range=wider, reached=reached)


def spans(
    program: Program,
    known: Row,
    choices: Sequence[Choice],
    unknown: Sequence[str],
    may_be: Mapping[str, Sequence[Value]] = MappingProxyType({}),
    fits: Callable[[str, Value], bool] = lambda fact, value: True,
) -> Spans:
    """The spans of a use over the completions of its `unknown` facts under every view, live or argued.

    `may_be`: known facts that could still come out otherwise, with the values they could take. `fits`: whether an
    unknown fact can have a value, by what else is told.
    """
    views = ranges.view_rows(ranges.still_turning(program, known, choices), argued=True)
    asked = (
        need.facts[0] for need in ranges.open_needs(program, known, {}, 1)
    )  # which no one need be asked, but tells
    every = {fact: ranges.candidates(program, fact) for fact in dict.fromkeys((*unknown, *asked))}
    fitting = {fact: tuple(value for value in values if fits(fact, value)) for fact, values in every.items()}
    options = {**{fact: values for fact, values in fitting.items() if values}, **may_be}
    now = ranges.run_changes(program, known, [{}], views)  # it may be that nothing more gets known
    known = {fact: value for fact, value in known.items() if fact not in may_be}
    program = narrowed(program, known)
    seen: dict[int, Row] = {}
    for rank, view in zip(ranges.ranks(program, now).tolist(), views, strict=True):
        seen.setdefault(rank, view)
    taken = _taken(program, now)
    if len(views) * _product(map(len, options.values()), EXACT_ROWS) <= EXACT_ROWS:
        completed = _complete(program, known, options, views)
        for rank, row in _firsts(ranges.ranks(program, completed), options, views):
            seen.setdefault(rank, row)
        found = _named(seen)
        return Spans(found, found, _issues(program, taken, _taken(program, completed)), True, _by(seen))
    search = _Search(program, known, options, views, seen)
    may = {issue: {v for v, rows in values.items() if rows} for issue, values in search.root.issues.items()}
    found, reached = _named(search.reach()), _named(search.seen)
    return Spans(found, reached, _issues(program, taken, may), found == reached, _by(search.seen))


@dataclass(frozen=True)
class _Part:
    """Rows that are still to be looked into: the number of a view in each, then of a value of each term of `split`."""

    split: tuple[str, ...]
    rows: Picks


class _Search:
    """Looks for standings beyond those `seen`, term by term, and for what no row can come to (branch and bound)."""

    def __init__(
        self,
        program: Program,
        known: Row,
        options: Mapping[str, Sequence[Value]],
        views: Sequence[Row],
        seen: Mapping[int, Row],
    ) -> None:
        self.program = resting(program, (program.conclusion,))
        self.known, self.options, self.views = known, options, views
        self.fixed = bounds.Fixed({**{fact: (value,) for fact, value in known.items()}, **options})
        self.outcomes: dict[str, Sequence[Value | None]] = {i.id: (*i.options, None) for i in program.issues}
        read = frozenset(self.program.facts)
        finite = [fact for fact in options if fact in read and program.domains[fact]]
        self.finite = sorted(finite, key=lambda fact: -len(options[fact]))
        self.numbers = {
            fact: columns.encode(program, fact, values)
            for fact, values in options.items()
            if fact in read and not program.domains[fact]
        }
        self.sizes = {t: len(values) for t, values in (*self.outcomes.items(), *options.items())}
        self.taken = {name: columns.encode(program, name, [view[name] for view in views]) for name in views[0]}
        self.seen = dict(seen)
        self.draw = random.Random(0)
        self.whole = _Part((), np.arange(len(views))[:, None])
        self.root = self.bound(self.whole, program)

    def reach(self) -> set[int]:
        """The standings that are seen, and on each side the farthest one that cannot be excluded."""
        left = set[int]()
        for outward in (range(len(STANDINGS) - 1, -1, -1), range(len(STANDINGS))):  # the best first, then the worst
            for goal in outward:
                if min(self.seen) <= goal <= max(self.seen):
                    break
                if not self.excluded(goal):
                    left.add(goal)
                    break
        return left.union(self.seen)

    def excluded(self, goal: int) -> bool:
        """Whether no completion gives the standing `goal`: looked for until found, excluded, or given up."""
        parts = [self.whole]
        for _ in range(MOST_RUNS):
            if not parts:
                return True
            part = parts.pop()
            found = self.root if part is self.whole else self.bound(part, self.program, self.root)
            rows = columns.unpacked(self.giving(goal, found), len(part.rows))
            part = _Part(part.split, part.rows[rows])
            if not len(part.rows):
                continue
            self.try_some(part)
            term = self.most_read(part, found)
            if goal in self.seen or term is None:
                return False
            parts += self.divided(part, term)
        return False

    def bound(self, part: _Part, program: Program, root: bounds.Bounds | None = None) -> bounds.Bounds:
        """What the rows of a part may come to; `root`: what was found of the whole."""
        possible: dict[str, dict[Value | None, columns.Bits]] = {}
        for name, codes in self.taken.items():
            domain, of_row = program.domains[name], codes[part.rows[:, 0]]
            possible[name] = {domain[code]: columns.packed(of_row == code) for code in dict.fromkeys(codes.tolist())}
        for place, term in enumerate(part.split, 1):
            possible[term] = {v: columns.packed(part.rows[:, place] == n) for n, v in enumerate(self.values(term))}
        return bounds.bound(program, possible, len(part.rows), self.fixed, root)

    def values(self, term: str) -> Sequence[Value | None]:
        """What rows are divided into by a fact or an issue."""
        return self.options.get(term) or self.outcomes[term]

    def giving(self, goal: int, found: bounds.Bounds) -> columns.Bits:
        """The rows that may come to the standing `goal`."""
        values = found.issues[self.program.conclusion]
        rows = values.get(STANDINGS[goal], 0) | (values[None] if STANDINGS[goal] == ranges.UNDECIDED else 0)
        return rows & found.feasible

    def most_read(self, part: _Part, found: bounds.Bounds) -> str | None:
        """The fact or issue that most open rules read on the way to the conclusion; None if none does."""
        level = list(self.program.by_issue[self.program.conclusion])
        weight: dict[str, float] = {}
        done: set[str] = set()
        nearness = 1.0
        divide = {t for t in self.sizes if t not in part.split and (t in self.options or _undecided(t, found))}
        while level:
            below: list[CompiledRule] = []
            for name, terms in ((c.rule.id, c.rule.terms) for c in level if found.may[c.rule.id]):
                rows = (found.may[name] & ~found.must[name]).bit_count()
                for term in terms:
                    if rows and term in divide:
                        weight[term] = weight.get(term, 0) + rows * nearness / self.sizes[term]
                    if term in self.outcomes and term not in done:
                        done.add(term)
                        below += self.program.by_issue[term]
            level, nearness = below, nearness * NEARER
        return max(weight, key=lambda term: weight[term], default=None)

    def divided(self, part: _Part, term: str) -> list[_Part]:
        """The rows of a part, each once for every value of a term, in parts that are not too large."""
        count = len(self.values(term))
        rows = np.column_stack([part.rows.repeat(count, axis=0), np.tile(np.arange(count), len(part.rows))])
        return [_Part((*part.split, term), rows[n : n + MOST_ROWS]) for n in range(0, len(rows), MOST_ROWS)]

    def try_some(self, part: _Part) -> None:
        """Complete rows of a part at random; the same way every time, on every machine."""
        free = [fact for fact in self.options if fact not in part.split]
        which, *drawn = self.drawn([len(part.rows), *(len(self.options[fact]) for fact in free)])
        rows = part.rows[which]
        picks: dict[str, Picks] = dict(zip(free, drawn, strict=True))
        picks |= {term: rows[:, place] for place, term in enumerate(part.split, 1) if term in self.options}
        table = {name: codes[rows[:, 0]] for name, codes in self.taken.items()}
        table |= {fact: column[picks[fact]] for fact, column in self.numbers.items()}
        result = columns.run(self.program, table, TRIED, self.known, columns.Blocks(1, self.spread(picks), {}))
        found, firsts = np.unique(ranges.ranks(self.program, result), return_index=True)
        for rank, n in zip(found.tolist(), firsts.tolist(), strict=True):
            if rank not in self.seen:
                facts = {fact: values[picks[fact][n]] for fact, values in self.options.items()}
                self.seen[rank] = {**self.views[rows[n, 0]], **facts}

    def spread(self, picks: Mapping[str, Picks]) -> dict[str, columns.Spread]:
        """The finite facts that rules read, each with the rows in which it has each value, of all facts at once."""
        table: dict[str, columns.Spread] = {fact: {} for fact in self.finite}
        picked = np.array([picks[fact] for fact in self.finite])
        sizes = np.array([len(self.options[fact]) for fact in self.finite])
        for number in range(max(sizes, default=0)):
            some = self.finite[: int((sizes > number).sum())]  # those with the most values stand first
            for fact, rows in zip(some, columns.packed_rows(picked[: len(some)] == number), strict=True):
                table[fact][self.options[fact][number]] = rows
        return table

    def drawn(self, limits: Sequence[int]) -> Picks:
        """Random numbers, a row of them below each of `limits`."""
        numbers = np.frombuffer(self.draw.randbytes(4 * TRIED * len(limits)), dtype="<u4").reshape(-1, TRIED)
        return (numbers % np.array(limits, dtype=np.uint32)[:, None]).astype(np.intp)


def _undecided(term: str, found: bounds.Bounds) -> bool:
    """Whether a term is an issue that may come out in several ways."""
    return sum(map(bool, found.issues.get(term, {}).values())) > 1


def _complete(
    program: Program,
    known: Row,
    options: Mapping[str, Sequence[Value]],
    views: Sequence[Row],
) -> columns.Columns:
    """Every completion under every view."""
    shape = tuple(map(len, options.values()))
    count = int(np.prod(shape))
    picks = np.unravel_index(np.arange(count), shape) if shape else ()
    table = {
        fact: columns.encode(program, fact, values)[picked]
        for (fact, values), picked in zip(options.items(), picks, strict=True)
    }
    return ranges.run_under(program, known, table, count, views)


def _firsts(
    found: ranges.Ranks, options: Mapping[str, Sequence[Value]], views: Sequence[Row]
) -> Iterator[tuple[int, Row]]:
    """For each rank found among every completion under every view, the first that gives it."""
    shape = (len(views), *map(len, options.values()))
    for rank, n in zip(*(part.tolist() for part in np.unique(found, return_index=True)), strict=True):
        view, *picks = np.unravel_index(n, shape)
        yield rank, {**views[view], **{f: values[p] for (f, values), p in zip(options.items(), picks, strict=True)}}


def _by(seen: Mapping[int, Row]) -> dict[str, Row]:
    return {STANDINGS[rank]: row for rank, row in seen.items()}


def _product(lengths: Iterable[int], limit: int) -> int:
    """The product of `lengths`, or some number above `limit` once it is passed."""
    size = 1
    for length in lengths:
        size *= length
        if size > limit:
            break
    return size


def _named(found: Iterable[int]) -> tuple[str, str]:
    """The lowest and highest of some ranks of standings."""
    return STANDINGS[min(found)], STANDINGS[max(found)]


def _taken(program: Program, result: columns.Columns) -> dict[str, set[Value | None]]:
    """The values that each issue has in some row."""
    return {i.id: {i.options[code] for code, rows in result.planes[i.id].items() if rows} for i in program.issues}


def _issues(program: Program, *taken: Mapping[str, set[Value | None]]) -> dict[str, tuple[str, str]]:
    """The lowest and highest value of each issue that has any."""
    found = {}
    for issue in program.issues:
        if values := [v for v in issue.scale if any(v in some[issue.id] for some in taken)]:
            found[issue.id] = (values[0], values[-1])
    return found
