"""What could still come of an act: over likely completions of what is not known, and how much each question tells."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from fairuse.answer import ranges
from fairuse.answer.posed import views_of
from fairuse.answer.views import Choice
from fairuse.ask.case import Case, Law, Open, deciding, questions_of
from fairuse.ask.drawn import KNOWING, NOT_KNOWN, SILENT, Drawer, Drawn, Picks
from fairuse.engine import columns
from fairuse.engine.narrowed import core
from fairuse.engine.program import Program
from fairuse.kb.model import STANDINGS, KnowledgeBase, Standing

#: Completions that are tried at random, for an act under one law; under many, fewer of each (benchmarks/questions.py).
ROWS, LEAST_ROWS, MOST_IN_ALL = 1_000, 250, 12_000
#: Where none of them gives another answer, so many are tried once more before the questions end.
MORE_ROWS, MORE_IN_ALL = 4_000, 60_000
#: Where no more than this share of the completions gives another answer, it is asked on what that hangs: so few say
#: little about how much each answer tells.
RARE = 0.3
#: So many of them are looked at, each in so many rounds with half of its answers left out, so often each: two rounds
#: leave some eight answers of thirty.
LOOKED_AT, ROUNDS, HALVED = 40, 2, 24
#: What an answer that moves it by itself counts beside, for it may be rare among the completions.
ALONE = 0.02
UNDECIDED = STANDINGS.index(ranges.UNDECIDED)


@dataclass(frozen=True)
class Outlook:
    """What could still come of an act on some works.

    `standings`: the answer now, of each place (or law that is asked by itself); `low` and `high`: the lowest and the
    highest that some completion gives. `tells`: for each question, the bits that its answer is expected to tell of the
    answer, or where another answer is rare the share of what gives it that hangs on this; `alone`: the standings that
    some answer gives by itself. `needs`: for each question that has to be
    answered first, what is not told.
    """

    questions: tuple[Open, ...]
    standings: tuple[Standing, ...]
    low: tuple[Standing, ...]
    high: tuple[Standing, ...]
    tells: Mapping[str, float]
    alone: Mapping[str, tuple[Standing, ...]]
    needs: Mapping[str, str]

    @property
    def settled(self) -> bool:
        """Whether no completion that was tried gives another answer."""
        return not self.tells


@lru_cache(maxsize=64)  # acts whose facts do not change from one question to the next
def outlook(case: Case, kb: KnowledgeBase, as_of: str, forum: str | None = None) -> Outlook:
    """Look at what could still come of `case` under the law of `as_of`, as a court of `forum` would see it."""
    questions = questions_of(case, kb, as_of)
    programs = [law.program(kb, as_of) for law in case.laws]
    needs = _needed(questions, case, programs)

    def ranks_of(some: Drawn) -> ranges.Ranks:
        askable = frozenset(some.facts)
        every = [
            _ranks(law, program, some, case, views_of(kb, program, forum), askable)
            for law, program in zip(case.laws, programs, strict=True)
        ]
        return standings_by_place([law.regime for law in case.laws], every, kb)

    for rows, in_all, silent in ((ROWS, MOST_IN_ALL, SILENT), (MORE_ROWS, MORE_IN_ALL, KNOWING)):
        each = max(LEAST_ROWS, min(rows, in_all // len(programs)))
        drawn = Drawer(programs, kb, case.heard, each, silent).complete(questions)
        by_place = ranks_of(drawn)
        ranks, found = by_place[:, :-1], by_place[:, -1]
        moved = (ranks != found[:, None]).any(axis=0)
        if moved.any():
            break
    return Outlook(
        questions=questions,
        standings=tuple(STANDINGS[rank] for rank in found),
        low=tuple(STANDINGS[rank] for rank in np.minimum(found, ranks.min(axis=1))),
        high=tuple(STANDINGS[rank] for rank in np.maximum(found, ranks.max(axis=1))),
        tells=_worth(drawn, ranks, moved, ranks_of, few=not needs),
        alone=_alone(drawn, ranks, found),
        needs=needs,
    )


def _worth(
    drawn: Drawn,
    ranks: ranges.Ranks,
    moved: npt.NDArray[np.bool_],
    ranks_of: Callable[[Drawn], ranges.Ranks],
    *,
    few: bool,
) -> dict[str, float]:
    """What the answer to each question is worth."""
    if not moved.any():
        return {}
    if not few or moved[drawn.alone :].mean() > RARE:
        return _tells(drawn, ranks)
    return _turns(drawn, moved, ranks_of) or _tells(drawn, ranks)


def _turns(drawn: Drawn, moved: npt.NDArray[np.bool_], ranks_of: Callable[[Drawn], ranges.Ranks]) -> dict[str, float]:
    """For each question the share of the completions with another answer in which that hangs on the answer to it.

    Few are looked at, each with as few answers as were found to be enough.
    """
    names = list(drawn.answers)
    told = np.array([some[0] != NOT_KNOWN for some in drawn.answers.values()]).T
    rows = np.flatnonzero(moved[drawn.alone :])[:LOOKED_AT] + drawn.alone

    def still(some: Picks, kept: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        by_place = ranks_of(drawn.only(some, kept))
        answer: npt.NDArray[np.bool_] = (by_place[:, :-1] != by_place[:, -1:]).any(axis=0)
        return answer

    bits = random.Random(1)
    worth = np.zeros(len(names))
    kept = told[rows]
    for _ in range(ROUNDS):
        if len(rows):
            draw = np.frombuffer(bits.randbytes(len(rows) * HALVED * len(names)), dtype=np.uint8)
            fewer = kept.repeat(HALVED, axis=0) & (draw.reshape(-1, len(names)) < 128)
            enough = still(rows.repeat(HALVED), fewer)
            size = np.where(enough, fewer.sum(axis=1), len(names) + 1).reshape(len(rows), HALVED)
            best = size.argmin(axis=1)
            found = size.min(axis=1) <= len(names)
            kept = np.where(found[:, None], fewer.reshape(len(rows), HALVED, -1)[np.arange(len(rows)), best], kept)
    place, question = np.nonzero(kept)
    if len(place):
        without = kept[place]
        without[np.arange(len(place)), question] = False
        hangs = ~still(rows[place], without)
        worth += np.bincount(question[hangs], minlength=len(names)) / len(rows)
    alone = told[: drawn.alone][moved[: drawn.alone]].any(axis=0)
    worth += alone * ALONE
    return dict(zip(names, map(float, worth), strict=True)) if worth.any() else {}


def _ranks(
    law: Law, program: Program, drawn: Drawn, case: Case, choices: Sequence[Choice], askable: frozenset[str]
) -> ranges.Ranks:
    """The rank under one law of each completion; the last is that of what is known now, and nothing told."""
    known = dict(law.known)
    views = ranges.view_rows(ranges.only(choices, deciding(program, law.known)[1]))
    table = drawn.table(program, law, case.heard)
    told = dict(table)
    all_told = _tell_needs(told, drawn.count, program, known, case.told, askable)
    part = core(program)  # no answer turns on the rest
    found = ranges.joined_ranks(ranges.ranks_under(part, known, told, drawn.count, views, all_told=all_told))
    if any(told[name] is not table.get(name) for name in told):  # the last row was told what nobody has told
        every = ranges.view_rows(choices)
        found[-1:] = ranges.joined_ranks(ranges.ranks_under(part, known, {}, 1, every))
    return found


def _tell_needs(
    table: dict[str, columns.Column],
    count: int,
    program: Program,
    known: ranges.Row,
    told: frozenset[str],
    askable: frozenset[str],
) -> bool:
    """Tell in a table what has to be told, unless no question tells it or the user does not know.

    Returns whether nothing is left.
    """
    left = False
    for need in program.needs:
        rows = ranges.told(program, known, table, need, count)
        if rows.all():
            continue
        if not told.isdisjoint(need.facts) or askable.isdisjoint(need.facts):
            left = True
            continue
        first = need.facts[0]
        some = columns.encode(program, first, ranges.candidates(program, first))
        filled = some[np.arange(count) % len(some)]
        own = table.get(first, columns.encode(program, first, [None]).repeat(count))
        np.copyto(filled, own, where=rows)
        table[first] = filled
    return not left


def _needed(questions: Sequence[Open], case: Case, programs: Sequence[Program]) -> dict[str, str]:
    """The questions that tell what has to be told, where nothing of that was asked yet."""
    known = [dict(law.known) for law in case.laws]
    every = [(need, told) for told, program in zip(known, programs, strict=True) for need in program.needs]
    open_ = [n for n, told in every if n.open(told) and (case.told - told.keys()).isdisjoint(n.facts)]
    pairs = ((q.fact.id, need) for need in open_ for q in questions if not set(need.facts).isdisjoint(q.tells))
    return {fact: need.says.strip() for fact, need in pairs}


def standings_by_place(laws: Sequence[str], ranks: Sequence[ranges.Ranks], kb: KnowledgeBase) -> ranges.Ranks:
    """The standings of the places where an act is judged, a row each, from those under each law."""
    groups: dict[str, list[int]] = {}
    for number, law in enumerate(laws):
        groups.setdefault(kb.regimes[law].jurisdiction, []).append(number)
    found: list[ranges.Ranks] = []
    for group in groups.values():
        regimes = [kb.regimes[laws[n]] for n in group]
        ordinary = next((n for n in group if kb.regimes[laws[n]].kind == "ordinary"), None)
        others = [ranks[n] for n in group if n != ordinary]
        if ordinary is None and all(regime.exception for regime in regimes):
            found += others
        elif ordinary is None:
            found.append(np.max(others, axis=0))
        else:
            found.append(place_ranks(ranks[ordinary], others, complete=kb.regimes[laws[ordinary]].complete))
    return np.array(found)


def place_ranks(ordinary: ranges.Ranks, others: Sequence[ranges.Ranks], *, complete: bool) -> ranges.Ranks:
    """Where a place stands, as `answer.places` says it of one answer: by its ordinary law and its exceptions."""
    best = np.max(others, axis=0) if others else np.full_like(ordinary, -1)
    none_covers = np.maximum(ordinary, best) if complete else np.full_like(ordinary, UNDECIDED)
    open_ = np.where(ordinary == UNDECIDED, UNDECIDED, none_covers)
    return np.where(ordinary == len(STANDINGS) - 1, ordinary, np.where(best > UNDECIDED, best, open_))


def _tells(drawn: Drawn, ranks: ranges.Ranks) -> dict[str, float]:
    """How many bits the answer to each question is expected to tell of the answers (0 if of none)."""
    later = slice(drawn.alone, drawn.count - 1)
    owner = [fact for fact, some in drawn.answers.items() for _ in some]
    if not owner:
        return {}
    picks = np.array([one[later] for some in drawn.answers.values() for one in some]) - NOT_KNOWN
    bits = dict.fromkeys(drawn.answers, 0.0)
    for row in ranks[:, later]:
        counts = np.bincount(row, minlength=len(STANDINGS))
        whole = float(_entropy(counts[None, None, :])[0])
        if whole <= 0:
            continue
        own = dict.fromkeys(drawn.answers, 0.0)
        for fact, told in zip(owner, _information(picks, row, whole), strict=True):
            own[fact] += float(told)
        for fact, told in own.items():
            bits[fact] += min(told, whole)
    return bits


def _information(picks: Picks, ranks: ranges.Ranks, whole: float) -> npt.NDArray[np.float64]:
    """For each row of answers their mutual information with the standings, which leave `whole` bits open.

    Less what so few rows feign (Miller and Madow).
    """
    (some, rows), count, width = picks.shape, int(picks.max(initial=0)) + 1, len(STANDINGS)
    places = (np.arange(some)[:, None] * count + picks) * width + ranks
    table = np.bincount(places.ravel(), minlength=some * count * width).reshape(some, count, width)
    seen = table.any(axis=2).sum(axis=1) - 1
    feigned = seen * (np.count_nonzero(np.bincount(ranks)) - 1)
    told: npt.NDArray[np.float64] = np.maximum(
        0.0, whole - _entropy(table) - feigned / (2 * math.log(2) * max(rows, 1))
    )
    return told


def _entropy(tables: npt.NDArray[np.intp]) -> npt.NDArray[np.float64]:
    """For each of several tables of counted standings the bits left open in it: each row as likely as it is large."""
    total = tables.sum(axis=2)
    own = (tables * np.log2(np.maximum(tables, 1))).sum(axis=(1, 2))
    rows = (total * np.log2(np.maximum(total, 1))).sum(axis=1)
    bits: npt.NDArray[np.float64] = (rows - own) / np.maximum(total.sum(axis=1), 1)
    return bits


def _alone(drawn: Drawn, ranks: ranges.Ranks, now: ranges.Ranks) -> dict[str, tuple[Standing, ...]]:
    """For each question the standings, other than those now, that one of its answers gives by itself."""
    found: dict[str, tuple[Standing, ...]] = {}
    first = 0
    for fact, answers in drawn.answers.items():
        size = int((np.max(answers, axis=0)[: drawn.alone] != NOT_KNOWN).sum())
        own = ranks[:, first : first + size]
        other = np.unique(own[own != now[:, None]])
        first += size
        if len(other):
            found[fact] = tuple(STANDINGS[rank] for rank in other)
    return found
