"""The smallest sets of changes that would move the standing of a use, on the columns side: steps, facts, and views."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import numpy.typing as npt

from fairuse.answer import ranges
from fairuse.answer.ranges import Change, Ranks, Row
from fairuse.answer.views import Choice
from fairuse.engine import columns
from fairuse.engine.clauses import VIEW, Atom
from fairuse.engine.narrowed import core
from fairuse.engine.program import Program
from fairuse.kb.condition import Value
from fairuse.kb.model import STANDINGS, Standing

# benchmarks/limits.py measures what the limits buy. The numbers are of the 229 uses in the scenarios of 2026.
#: Steps are tried together in sets of at most this many. There 148 sets of one step and ten of two move the standing,
#: and none of three or more, so that four leaves room.
MOST_STEPS = 4
#: And no more sets of a size than this, so that a long list of steps cannot hold up an answer. A use has ten steps at
#: most now, of which there are 210 sets of four.
MOST_SETS = 2_000
#: Where no pair moves a standing, so many random sets of changes are tried, and so many of them made smaller. Of 150
#: such searches nine find a set; with a hundred sets drawn, eight; with more drawn or made smaller, the same nine.
DRAWN, SHRUNK = 1_000, 4
#: Pairs are tried so many at a time. They stand in the order of their first options, and what those of a part all tell
#: need not be tried: with a quarter as many or four times as many a search takes longer by a fifth to a half.
PAIRS = 8_000


@dataclass(frozen=True)
class Option:
    """Something that could be otherwise: the facts it sets, the `steps` that set them, and `views` all courts take."""

    sets: Row = field(default_factory=dict)
    steps: tuple[str, ...] = ()
    views: Row = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many things it changes: steps, or facts where it has none, and views."""
        return (len(self.steps) or len(self.sets)) + len(self.views)

    def __add__(self, other: Option) -> Option:
        return Option({**self.sets, **other.sets}, self.steps + other.steps, {**self.views, **other.views})


Numbers = npt.NDArray[np.intp]
Found = list[tuple[Option, int]]  # changes, and the rank of the standing they give


@dataclass(frozen=True)
class Move:
    """A set of changes and the standing it gives.

    `through`: rules that the new answer rests on and that did not stand before, nearest to the conclusion first;
    `ends`: rules that the old answer rests on and that stand no longer.
    """

    option: Option
    standing: str
    through: tuple[str, ...]
    ends: tuple[str, ...]


class Trial:
    """One use, ready to be tried with changes under every combination of views that may turn its conclusion.

    `undecided`: the numbers of the combinations that are open.
    """

    def __init__(
        self,
        program: Program,
        known: Row,
        choices: Sequence[Choice],
        standing: Standing | None = None,
        follows: Callable[[Change], Change] = lambda sets: sets,
    ) -> None:
        """`standing`: how the use stands now, if that is known; `follows`: all that is otherwise where facts are."""
        self.program, self.known, self.follows = program, known, follows
        self.choices = ranges.turning(program, choices)
        self.views = ranges.view_rows(self.choices, argued=True)
        self.undecided = self.open()
        self.now = int(self.ranks([{}])[0]) if standing is None else STANDINGS.index(standing)
        self.possible = {STANDINGS.index(s) for s in (*ranges.scale(program), ranges.UNDECIDED)}

    def by_view(self, table: ranges.Table, count: int, views: Sequence[Row]) -> Ranks:
        """The rank of the standing of each row of a table of `count` rows under each of `views`."""
        return ranges.ranks_under(core(self.program), self.known, table, count, views)

    def joined(self, table: ranges.Table, count: int) -> Ranks:
        """The rank of the standing, over the open views, of each row of a table of `count` rows."""
        return ranges.joined_ranks(self.by_view(table, count, [self.views[n] for n in self.undecided]))

    def ranks(self, changes: Sequence[Row]) -> Ranks:
        """The rank of the standing, over the open views, with each of `changes`."""
        return self.joined(self.changed(changes), len(changes))

    def changed(self, changes: Sequence[Row]) -> dict[str, columns.Spread]:
        """The values of all facts that some of `changes` makes otherwise, one row for each."""
        return ranges.changed(self.known, [self.follows(sets) for sets in changes])

    def open(self, held: Row | None = None) -> list[int]:
        """The numbers of the combinations of views that are open if all courts take those in `held`."""
        left: dict[str, tuple[Value, ...]] = {VIEW + c.doctrine: c.live for c in self.choices}
        left |= {name: (view,) for name, view in (held or {}).items()}
        return [n for n, view in enumerate(self.views) if all(view[name] in some for name, some in left.items())]

    def explained(self, found: Found) -> list[Move]:
        """Say of each change through which rules it acts, under the first views under which it moves the standing."""
        if not found:
            return []
        sets: list[Change] = [{}, *(self.follows(option.sets) for option, _ in found)]
        program = core(self.program)
        result = ranges.run_changes(program, self.known, sets, self.views)
        given = ranges.ranks(self.program, result).tolist()

        @cache
        def path_before(row: int) -> list[str]:
            return list(_path(program, result, {**self.known, **self.views[row // len(sets)]}, row))

        def lost(path: Iterable[str], row: int) -> tuple[str, ...]:
            return tuple(rule for rule in path if not (result.hits[rule] ^ result.beaten[rule]) >> row & 1)

        moves = []
        for number, (option, rank) in enumerate(found, 1):
            facts = {name: value for name, value in {**self.known, **sets[number]}.items() if value is not None}
            beside = [(m * len(sets), n * len(sets) + number) for m, n in self._beside(option.views)]
            before, after = next(((b, a) for b, a in beside if given[b] != given[a]), beside[0])
            now = {**facts, **self.views[after // len(sets)]}
            through = lost(_path(program, result, now, after), before)
            moves.append(Move(option, STANDINGS[rank], through, lost(path_before(before), after)))
        return moves

    def _beside(self, held: Row) -> list[tuple[int, int]]:
        """The combinations of views that were open, each with one open once all courts take those in `held`."""
        if not held:
            return [(n, n) for n in self.undecided]
        others = [n for n in self.undecided if not held.items() <= self.views[n].items()]
        return [(m, n) for n in self.open(held) for m in others or self.undecided[:1]]


def _path(program: Program, result: columns.Columns, known: Row, row: int) -> Iterator[str]:
    """The rules that give the conclusion of a row and the issues it rests on their values, from the top down."""
    scales = {i.id: tuple(i.scale) for i in program.issues}

    @cache
    def value(term: str) -> Value | None:
        if term not in scales:
            return known.get(term)
        return next((scales[term][code] for code, bits in result.planes[term].items() if bits >> row & 1), None)

    def holds(atom: Atom) -> bool:
        return atom.accepts(value(atom.term))

    wanted, seen = [program.conclusion], {program.conclusion}
    while wanted:
        issue = wanted.pop(0)
        for compiled in program.by_issue[issue]:
            name = compiled.rule.id
            stands = (result.hits[name] ^ result.beaten[name]) >> row & 1
            if not stands or value(issue) not in (None, compiled.rule.value):
                continue
            yield name
            clause = next(c for c in compiled.clauses if all(map(holds, c)))
            below = dict.fromkeys(a.term for a in clause if a.term in scales and a.term not in seen)
            wanted += below
            seen.update(below)


def single_facts(program: Program, known: Row) -> list[Option]:
    """Every other value of every fact that could bear on the conclusion, the unknown ones first."""
    facts = (*ranges.open_facts(program, known), *known)
    return [Option({f: v}) for f in facts for v in ranges.candidates(program, f) if known.get(f) != v]


def smallest_steps(trial: Trial, following: Callable[[Row], Iterable[tuple[str, Row]]]) -> Found:
    """The sets of steps that move the standing, none larger than needed; of three and more only if no two raise it.

    `following` gives the steps (id and the facts it sets) that make sense once some facts hold.
    """
    level = [Option()]
    ranks: dict[frozenset[str], int] = {frozenset(): trial.now}
    found: Found = []
    for size in range(1, MOST_STEPS + 1):
        wider: dict[frozenset[str], Option] = {}
        for option in level:
            for name, sets in following({**trial.known, **option.sets}):
                if name not in option.steps and len(wider) < MOST_SETS:
                    wider.setdefault(frozenset((*option.steps, name)), option + Option(sets, (name,)))
        level = list(wider.values())
        if not level or (size > 2 and any(rank > trial.now for _, rank in found)):
            break
        ranks |= zip(wider, trial.ranks([o.sets for o in level]).tolist(), strict=True)
        for steps, option in wider.items():
            parts = [rank for part, rank in ranks.items() if part < steps]
            if not min(parts) <= ranks[steps] <= max(parts):
                found.append((option, ranks[steps]))
    return found


def smallest(trial: Trial, options: Sequence[Option]) -> Found:
    """The single `options`, views and pairs of either that move the standing, none larger than needed.

    Two options that set one fact, or two sets of steps, make no pair.
    """
    one = [Option(), *options]
    table = {
        fact: columns.column_of(trial.program, fact, spread, len(one))
        for fact, spread in trial.changed([o.sets for o in one]).items()
    }
    alone = trial.by_view(table, len(one), trial.views)
    single = ranges.joined_ranks(alone[trial.open()])
    first, second = np.nonzero(np.triu(~_clashing(trial.program, one), 1))
    first, second = first[first > 0], second[first > 0]
    alike = ~np.array([o.sets != trial.follows(o.sets) for o in one])
    apart = alike[first] & alike[second]  # of a change from which more follows no pairs are made
    first, second = first[apart], second[apart]
    pairs = _ranks_of_pairs(trial, table, one, first, second)
    found = [(one[n], int(single[n])) for n in np.flatnonzero(single != trial.now).tolist()]
    found += _views(trial, one, alone, single)
    both = [
        (one[first[n]] + one[second[n]], int(pairs[n]))
        for n in np.flatnonzero(_beyond(pairs, single[first], single[second], trial.now)).tolist()
    ]
    return [*found, *(m for m in both if trial.follows(m[0].sets) == m[0].sets)]


def _ranks_of_pairs(
    trial: Trial, table: Mapping[str, columns.Column], options: Sequence[Option], first: Numbers, second: Numbers
) -> Ranks:
    """The ranks of pairs of options, some at a time."""
    some = [slice(start, start + PAIRS) for start in range(0, len(first), PAIRS)]
    parts = [trial.joined(_both(table, options, first[part], second[part]), len(first[part])) for part in some]
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.int8)


def _beyond(ranks: Ranks, *parts: Ranks | int) -> columns.Mask:
    """Which ranks are above all of their `parts`, or below all of them."""
    low, high = parts[0], parts[0]
    for part in parts[1:]:
        low, high = np.minimum(low, part), np.maximum(high, part)
    return np.asarray((ranks < low) | (ranks > high))


def _clashing(program: Program, options: Sequence[Option]) -> columns.Mask:
    """For each two options, whether they cannot be taken together."""
    sets = np.array([[fact in o.sets for fact in program.facts] + [bool(o.steps)] for o in options], dtype=np.float32)
    return np.asarray((sets @ sets.T) > 0)


def _both(
    table: Mapping[str, columns.Column], options: Sequence[Option], first: Numbers, second: Numbers
) -> dict[str, columns.Column]:
    """The columns of pairs of options, from the columns of each alone."""
    both: dict[str, columns.Column] = {}
    for fact, column in table.items():
        both[fact] = column[first]
        sets = np.array([fact in o.sets for o in options])
        if sets.any():
            there = sets[second]
            both[fact][there] = column[second[there]]
    return both


def _views(trial: Trial, one: Sequence[Option], alone: Ranks, single: Ranks) -> Found:
    """The views that would move the standing if all courts took them, alone, with another view, or with an option."""
    found: Found = []
    given: dict[tuple[str, Value], int] = {}
    open_ = [[(VIEW + c.doctrine, v) for v in c.shown] for c in trial.choices if len(c.shown) > 1]
    for size in (1, 2):
        for views in itertools.chain.from_iterable(itertools.product(*c) for c in itertools.combinations(open_, size)):
            held = Option(views=dict(views))
            under = ranges.joined_ranks(alone[trial.open(held.views)])
            parts = [trial.now, *(given[view] for view in views if size > 1)]
            if not min(parts) <= under[0] <= max(parts):
                found.append((held, int(under[0])))
            if size == 1:
                given[views[0]] = int(under[0])
                more = np.flatnonzero(_beyond(under, under[0], single, trial.now)).tolist()
                found += [(one[n] + held, int(under[n])) for n in more]
    return found


def larger(trial: Trial, options: Sequence[Option], *, up: bool) -> Found:
    """Sets of more than two options that raise (or lower) the standing: the smallest found, not the smallest there are.

    Random sets that do so are made smaller until none of their options can be left out.
    """
    sign = 1 if up else -1
    if trial.now == (max if up else min)(trial.possible):
        return []
    draw = random.Random(0)

    def moves(sets: Sequence[Sequence[Option]]) -> list[bool]:
        rows: list[Change] = [{f: v for o in chosen for f, v in o.sets.items()} for chosen in sets]
        ranks = trial.joined(ranges.changed(trial.known, rows), len(rows))
        return [bool(sign * (rank - trial.now) > 0) for rank in ranks.tolist()]

    by_fact: dict[str, list[Option]] = {}
    for option in options:
        if len(option.sets) == 1 and trial.follows(option.sets) == option.sets:
            by_fact.setdefault(next(iter(option.sets)), []).append(option)
    # an even chance for each fact: with one in ten, a third as many searches find a set; with every fact, one does
    drawn = [[draw.choice(some) for some in by_fact.values() if draw.random() < 0.5] for _ in range(DRAWN)]
    found: dict[tuple[tuple[str, Value], ...], Option] = {}
    for chosen in [c for c, moved in zip(drawn, moves(drawn), strict=True) if moved][:SHRUNK]:
        small = _shrunk(chosen, moves)
        whole = sum(small, Option())
        found.setdefault(tuple(sorted(whole.sets.items(), key=str)), whole)
    least = min((len(o.sets) for o in found.values()), default=0)
    fewest = [o for o in found.values() if len(o.sets) == least]
    exact = trial.ranks([o.sets for o in fewest]).tolist() if fewest else []
    return [(o, rank) for o, rank in zip(fewest, exact, strict=True) if sign * (rank - trial.now) > 0]


def _shrunk(
    chosen: Sequence[Option], moves: Callable[[Sequence[Sequence[Option]]], Sequence[bool]]
) -> Sequence[Option]:
    """Leave out parts, large ones first, as long as the rest still moves the standing."""
    part = len(chosen) // 2
    while part:
        rests = [[*chosen[:n], *chosen[n + part :]] for n in range(0, len(chosen), part)]
        rest = next((r for r, moved in zip(rests, moves(rests), strict=True) if moved), None)
        if rest is None:
            part //= 2
        else:
            chosen, part = rest, min(part, max(len(rest) // 2, 1))
    return chosen
