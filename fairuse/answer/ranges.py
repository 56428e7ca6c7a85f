"""Standings under every open view and with every single fact otherwise, on the columns side."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from fairuse.answer.views import Choice
from fairuse.engine import columns
from fairuse.engine.clauses import VIEW
from fairuse.engine.narrowed import core, open_rules
from fairuse.engine.program import Program, bits_of
from fairuse.kb.acts import Need
from fairuse.kb.condition import Value
from fairuse.kb.model import REPORTED, STANDINGS, Standing

Row = Mapping[str, Value]
#: Facts set otherwise, those that are then no more known with None.
Change = Mapping[str, Value | None]
#: What is told of facts, a row each time.
Table = Mapping[str, columns.Column | columns.Spread]
UNDECIDED: Standing = "uncertain"
#: So many rows are evaluated at once, which take some 100 MB: of a use of which next to nothing is told, each row of a
#: table stands for hundreds, and all at once took 8 GB and more.
AT_ONCE = 500_000


#: Places in the order of standings, worst 0.
Ranks = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Exploration:
    """One use evaluated under every view, and with every single fact otherwise.

    `by_view`: each combination of views (live and argued) of the doctrines on which the conclusion may turn, then each
    other view of any other doctrine alone, with its standing. `standing`: those of the live views joined. `flips`: for
    each fact, the joined standing for each of its values, all else as it is. `unknown`: the unknown facts that could
    bear on the conclusion. `fired`: for the number of a combination of views, the rules that fired and whether each was
    defeated.
    `waits`: what is not told and has to be before there is an answer.
    """

    by_view: tuple[tuple[Row, Standing], ...]
    fired: Callable[[int], Mapping[str, bool]]
    standing: Standing
    unknown: tuple[str, ...]
    flips: Mapping[str, Mapping[Value, Standing]]
    waits: tuple[Need, ...]


def explore(
    program: Program,
    known: Row,
    choices: Sequence[Choice],
    follows: Callable[[Change], Change] = lambda sets: sets,
    turns: Mapping[str, Sequence[Value]] = MappingProxyType({}),
) -> Exploration:
    """Explore a use on the columns side.

    `follows`: all that is otherwise where a fact is; `turns`: facts from which more may follow than rules read of them,
    with their values.
    """
    unknown = open_facts(program, known)
    beside = [f for f in turns if f not in {*unknown, *known} and program.asks(f, known)]
    values = {f: turns[f] if f in beside else candidates(program, f) for f in (*unknown, *beside, *known)}
    chosen = turning(program, choices)
    views = view_rows(chosen, argued=True)
    decides = itertools.product(*([True] * len(c.live) + [False] * len(c.argued) for c in chosen))
    live = [n for n, views_of_all in enumerate(decides) if all(views_of_all)]
    left = [c for c, kept in zip(choices, chosen, strict=True) if c is not kept]
    others = [{**views[0], VIEW + c.doctrine: v} for c in left for v in c.shown[1:]]
    flips = [(f, v) for f, every in values.items() for v in every]
    changes: list[Change] = [{}, *(follows({f: v}) for f, v in flips)]
    found = ranks_under(core(program), known, changed(known, changes), len(changes), views)
    standing, *then = named(joined_ranks(found[live]))
    flipped = dict(zip(flips, then, strict=True))
    unknown += tuple(f for f in beside if any(flipped[f, v] != standing for v in values[f]))
    shown = [*views, *others]
    return Exploration(
        by_view=(
            *zip(views, named(found[:, 0]), strict=True),
            *zip(others, named(ranks_under(core(program), known, {}, 1, others)[:, 0]), strict=True),
        ),
        fired=run_changes(program, known, [{}], shown).findings,
        standing=standing,
        unknown=unknown,
        flips={fact: {v: flipped[fact, v] for v in values[fact]} for fact in (*unknown, *known)},
        waits=_waits(program, known, view_rows(chosen)) if standing == UNDECIDED else (),
    )


def open_needs(program: Program, known: Row, table: Table, rows: int) -> list[Need]:
    """What has to be told before there is an answer, and is not, in some row of a table with what is known."""
    return [need for need in program.needs if not told(program, known, table, need, rows).all()]


def completions(program: Program, needs: Sequence[Need]) -> list[Row]:
    """Every combination of what may be told where something has to be: one empty row if all is."""
    firsts = [need.facts[0] for need in needs]
    combined = itertools.product(*(candidates(program.whole, fact) for fact in firsts))
    return [dict(zip(firsts, values, strict=True)) for values in combined]


def _with_what_arises(program: Program, known: Row, rows: Sequence[Row]) -> list[Row]:
    """Completions, with every combination of what has to be told only because of what they tell."""
    found: list[Row] = []
    for row in rows:
        later = [n for n in program.needs if not n.arises.keys().isdisjoint(row) and n.open({**known, **row})]
        more = [{**row, **one} for one in completions(program, later)]
        found += _with_what_arises(program, known, more) if later else more
    return found


def _waits(program: Program, known: Row, views: Sequence[Row]) -> tuple[Need, ...]:
    """The needs on which an open answer turns: that another thing told there, all else told alike, may move."""
    needs = open_needs(program, known, {}, 1)
    cases = [{**view, **row} for view in views for row in completions(program, needs)]
    shape = [len(candidates(program.whole, need.facts[0])) for need in needs]
    found = ranks(program, run_under(program, known, {}, 1, cases)).reshape(len(views), *shape)
    return tuple(n for axis, n in enumerate(needs, 1) if (found.max(axis=axis) != found.min(axis=axis)).any())


def ranks_under(
    program: Program,
    known: Row,
    table: Table,
    count: int,
    views: Sequence[Row],
    *,
    all_told: bool = False,
) -> Ranks:
    """The rank of the standing of each row of a table under each of `views`: a row a view, a column a row of it.

    Where something has to be told before there is an answer and is not, the standing is what all that may be told
    there leaves; `all_told`: every row tells it. This is the one way from facts to a standing under a view.
    """
    if not views:
        return np.empty((0, count), dtype=np.int8)
    needs = [] if all_told else open_needs(program, known, table, count)
    rows = _with_what_arises(program, known, completions(program, needs))
    cases = [{**view, **row} for view in views for row in rows]
    step = max(1, AT_ONCE // max(1, count))
    some = [cases[start : start + step] for start in range(0, len(cases), step)]
    parts = [ranks(program, run_under(program, known, table, count, part)) for part in some]
    return joined_ranks(np.concatenate(parts).reshape(len(views), len(rows), count).transpose(1, 0, 2))


def turning(program: Program, choices: Sequence[Choice]) -> list[Choice]:
    """The choices with all views of the doctrines on which the conclusion may turn, whatever is known."""
    return only(choices, _ever_turning(program))


@lru_cache(maxsize=256)  # as many as programs are kept
def _ever_turning(program: Program) -> frozenset[str]:
    return _open_terms(program, {}, (program.conclusion,))[1]  # a change may open any of them


def still_turning(program: Program, known: Row, choices: Sequence[Choice]) -> list[Choice]:
    """The choices with all views of the doctrines on which the conclusion may turn, given what is known."""
    return only(choices, deciding(program, known)[1])


def only(choices: Sequence[Choice], doctrines: Container[str]) -> list[Choice]:
    """The choices with all views of `doctrines` and the first live view of any other."""
    return [c if c.doctrine in doctrines else Choice(c.doctrine, c.live[:1]) for c in choices]


def changed(known: Row, changes: Sequence[Change]) -> dict[str, columns.Spread]:
    """The values of the facts that some of `changes` sets, one row for each change made to what is known."""
    sets: dict[str, dict[Value | None, list[int]]] = {}
    for place, change in enumerate(changes):
        for fact, value in change.items():
            sets.setdefault(fact, {}).setdefault(value, []).append(place)
    table: dict[str, columns.Spread] = {}
    for fact, places in sets.items():
        spread: columns.Spread = {value: bits_of(some) for value, some in places.items()}
        rest = (1 << len(changes)) - 1 ^ columns.union(spread.values())
        spread[known.get(fact)] = spread.get(known.get(fact), 0) | rest
        table[fact] = spread
    return table


def run_under(program: Program, known: Row, table: Table, count: int, views: Sequence[Row]) -> columns.Columns:
    """Evaluate a table of `count` rows under each of `views`: the first view with all rows, then the next one.

    A fact without a column is as `known` in every row. A view may hold the first fact of a need, too: a row has it
    where nothing of that need is told there, and it arises, maybe by what the view holds of another need.
    """
    whole: dict[str, columns.Column] = {}
    by_view: dict[str, list[Value | None]] = {}
    same = dict(known)
    needs = {need.facts[0]: need for need in program.needs}
    for name in dict.fromkeys(name for view in views for name in view):
        values = [view.get(name, known.get(name)) for view in views]
        need = needs.get(name)
        if need and not {*need.facts, *need.arises}.isdisjoint({*table, *whole}):
            whole[name] = _filled(program, known, table, count, need, views, whole)
        elif values[0] is not None and all(value == values[0] for value in values):
            same[name] = values[0]
        else:
            by_view[name] = values
    return columns.run(program, whole, count * len(views), same, columns.Blocks(len(views), table, by_view))


def _filled(
    program: Program,
    known: Row,
    table: Table,
    count: int,
    need: Need,
    views: Sequence[Row],
    filled: Mapping[str, columns.Column],
) -> columns.Column:
    """The first fact of a need over all views: as the table tells it, else as the view does where the need is open.

    `filled`: the first facts of needs that came before; by what a view holds of one, another need may arise.
    """

    def by_views(fact: str) -> columns.Column:
        return columns.encode(program, fact, [view.get(fact, known.get(fact)) for view in views]).repeat(count)

    name = need.facts[0]
    own = table.get(name, columns.encode(program, name, [None]).repeat(count))
    own = columns.column_of(program, name, own, count) if isinstance(own, dict) else own
    whole: columns.Column = np.tile(own, len(views))  # type: ignore[assignment]  # of the same kind as the column
    seen = {fact: some for fact, some in need.arises.items() if any(fact in view for view in views)}
    open_ = np.tile(~told(program, known, table, need, count, seen), len(views))
    for fact, some in seen.items():
        open_ &= np.isin(filled[fact] if fact in filled else by_views(fact), columns.encode(program, fact, some))
    np.copyto(whole, by_views(name), where=open_)
    return whole


def told(program: Program, known: Row, table: Table, need: Need, rows: int, apart: Container[str] = ()) -> columns.Mask:
    """The rows of a table in which a need is told, or does not arise; what has no column is as `known`.

    `apart`: facts by which it arises that somebody else looks at.
    """
    if not apart and {*need.facts, *need.arises}.isdisjoint(table):
        return np.full(rows, not need.open(known))

    def among(fact: str, accepts: Callable[[Value], bool]) -> columns.Mask:
        if fact not in table:
            return np.full(rows, fact in known and accepts(known[fact]))
        if not program.domains[fact]:
            return np.zeros(rows, dtype=np.bool_)
        if isinstance(cells := table[fact], dict):
            return columns.unpacked(columns.union(b for v, b in cells.items() if v is not None and accepts(v)), rows)
        accepted = np.array([*map(accepts, program.domains[fact]), False])  # the last is for -1, not known
        return accepted[cells]

    met = np.zeros(rows, dtype=np.bool_)
    for fact in need.facts:
        met |= among(fact, partial(need.told_by, fact))
    for fact, values in need.arises.items():
        if fact not in apart:
            met |= ~among(fact, values.__contains__)
    return met


def run_changes(program: Program, known: Row, changes: Sequence[Change], views: Sequence[Row]) -> columns.Columns:
    """Evaluate what is known with each of `changes`, under each of `views`: the first view with all changes first."""
    return run_under(program, known, changed(known, changes), len(changes), views)


def scale(program: Program) -> tuple[str, ...]:
    """The standings that the conclusion of a program can give."""
    return program.scale


def ranks(program: Program, result: columns.Columns) -> Ranks:
    """The rank of the standing of each row; undecided is uncertain."""
    return _places(program.scale)[result.values[program.conclusion]]


@lru_cache(maxsize=64)  # most laws have the same scale
def _places(scale: tuple[str, ...]) -> Ranks:
    return np.array([STANDINGS.index(standing) for standing in (*scale, UNDECIDED)], dtype=np.int8)


def named(found: Ranks) -> list[Standing]:
    """The standings of some ranks."""
    return [STANDINGS[rank] for rank in found]


def run_rows(program: Program, rows: Sequence[Row]) -> columns.Columns:
    """Evaluate explicit rows of known terms (facts and views)."""
    table, same = _tabled(program, rows)
    return columns.run(program, table, len(rows), same)


def _tabled(program: Program, rows: Sequence[Row]) -> tuple[dict[str, columns.Column], dict[str, Value]]:
    """The columns of the terms in which explicit rows differ, and the value of those that all have alike."""
    table: dict[str, columns.Column] = {}
    same: dict[str, Value] = {}
    for name in columns.terms(program):
        values = [row.get(name) for row in rows]
        if any(value != values[0] for value in values):
            table[name] = columns.encode(program, name, values)
        elif values and values[0] is not None:
            same[name] = values[0]
    return table, same


def standings(program: Program, rows: Sequence[Row], views: Sequence[Row]) -> list[Standing]:
    """The standing of each row of facts over all of `views`; a row without a conclusion is uncertain."""
    table, same = _tabled(program, rows)
    return named(joined_ranks(ranks_under(program, same, table, len(rows), views)))


def view_rows(choices: Sequence[Choice], *, argued: bool = False) -> list[dict[str, Value]]:
    """Every combination of live views (with `argued`, of all views shown), the first views first."""
    names = [VIEW + c.doctrine for c in choices]
    options = (c.shown if argued else c.live for c in choices)
    return [dict(zip(names, combination, strict=True)) for combination in itertools.product(*options)]


def one_by_one(choices: Sequence[Choice]) -> list[dict[str, Value]]:
    """The first live views, then for each other view of each doctrine the first ones with that view in its place."""
    first: dict[str, Value] = {VIEW + c.doctrine: c.live[0] for c in choices}
    return [first] + [{**first, VIEW + c.doctrine: other} for c in choices for other in c.shown[1:]]


def open_facts(program: Program, known: Row) -> tuple[str, ...]:
    """The unknown facts that could still bear on what is reported, in the program's order.

    A fact drops out if its question cannot arise, if every rule that reads it is already excluded by known terms, or
    if it bears only on issues that neither the conclusion nor a reported issue rests on. Static, so it errs towards
    keeping a fact.
    """
    reported = (i.id for i in program.issues if i.role in REPORTED)
    return _open_terms(program, known, (program.conclusion, *reported))[0]


def deciding(program: Program, known: Row) -> tuple[tuple[str, ...], frozenset[str]]:
    """The unknown facts, and the doctrines, that could bear on the conclusion."""
    return _open_terms(program, known, (program.conclusion,))


def _open_terms(program: Program, known: Row, ends: Iterable[str]) -> tuple[tuple[str, ...], frozenset[str]]:
    """The unknown facts, and the doctrines, on which the issues `ends` could still turn."""
    open_clauses = {
        issue: [c for _, clauses in rules for c in clauses] for issue, rules in open_rules(program, known).items()
    }
    wanted = list(ends)
    terms: set[str] = set()
    seen = set(wanted)
    while wanted:
        for clause in open_clauses[wanted.pop()]:
            for atom in clause:
                if atom.term not in open_clauses:
                    terms.add(atom.term)
                elif atom.term not in seen:
                    seen.add(atom.term)
                    wanted.append(atom.term)
    facts = tuple(f for f in program.facts if f in terms and f not in known and program.asks(f, known))
    return facts, frozenset(d.id for d in program.doctrines if VIEW + d.id in terms)


@lru_cache(maxsize=32_768)  # as many as programs are kept, with some hundred facts each
def candidates(program: Program, fact: str) -> tuple[Value, ...]:
    """The values to try for an unknown fact: its domain; for a number, one value in each interval rules tell apart.

    Of years, those on either side of each bound.
    """
    if domain := program.domains[fact]:
        return domain
    bounds = sorted({a.number[1] for c in program.rules for cl in c.clauses for a in cl if a.term == fact and a.number})
    some = 2000.0 if fact in program.years else 0.0
    finite = [b for b in bounds if abs(b) < 1e300] or [some]  # beyond stands what asks only whether a number is known
    if fact in program.years:
        return tuple(sorted({int(b) + step for b in finite for step in (-1, 0, 1)}))
    between = [(a + b) / 2 for a, b in itertools.pairwise(finite)]
    return tuple(sorted({finite[0] - 1, *finite, *between, finite[-1] + 1}))


def joined(options: Iterable[str]) -> Standing:
    """One standing for several views: the more cautious one if all lean the same way, else uncertain."""
    places = [[STANDINGS.index(option)] for option in options]
    return STANDINGS[int(joined_ranks(np.array(places))[0])]


def joined_ranks(by_view: Ranks) -> Ranks:
    """As `joined`, for many uses at once: a column each, a row a view."""
    middle = STANDINGS.index(UNDECIDED)
    low, high = by_view.min(axis=0), by_view.max(axis=0)
    return np.where(low > middle, low, np.where(high < middle, high, middle))


def span(options: Iterable[Standing]) -> tuple[Standing, Standing]:
    """The lowest and highest of several standings."""
    ordered = sorted(set(options), key=STANDINGS.index)
    return ordered[0], ordered[-1]
