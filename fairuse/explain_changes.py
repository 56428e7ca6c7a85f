"""The wording of what could move an answer: unknown facts, steps the user can take, facts that might be otherwise."""

from __future__ import annotations

from collections.abc import Callable

from fairuse.assessment import UseResult, standing_rank
from fairuse.kb.condition import Value
from fairuse.kb.model import KnowledgeBase
from fairuse.outline import Point, Ref
from fairuse.wording import STANDING_LABELS, TONES, term_label, value_text

#: Lists of what is unknown or would change the answer name at most this many facts for each standing.
LISTED = 6

_Moves = dict[str, dict[str, list[Value]]]


def unknown_points(use: UseResult, kb: KnowledgeBase) -> list[Point]:
    """The unknown facts that would each move the standing, grouped by what they would give, best first."""
    moves: _Moves = {}
    for item in use.unknown:
        for value, standing in item.effect.items():
            moves.setdefault(standing, {}).setdefault(item.fact, []).append(
                {"true": True, "false": False}.get(value, value)
            )
    return _grouped(moves, kb)


def step_points(use: UseResult, kb: KnowledgeBase, ref: Callable[[str, str | None], Ref]) -> list[Point]:
    """What the user can do to stand better: the smallest sets of steps, and the main rule each acts through."""
    items = []
    for change in [c for c in use.changes if c.steps][:LISTED]:
        rules = [kb.rules[name] for name in change.through]
        telling = [r for r in rules if kb.issues[r.issue].scale[r.value] == "for" and not r.presumption]
        telling.sort(key=lambda r: kb.issues[r.issue].headline)
        refs: tuple[Ref, ...] = ()
        text = " And: ".join(change.steps)
        if telling:
            text += f" Then: {telling[0].because.strip()}"
            refs = tuple(ref(c.authority, c.at) for c in telling[0].cites)
        items.append(Point(text, refs, STANDING_LABELS[change.standing], tone=TONES[change.standing]))
    return items


def fact_points(use: UseResult, kb: KnowledgeBase, *, worse: bool) -> list[Point]:
    """Known facts that, were they otherwise, would lower (or raise) the standing, grouped by what they would give."""
    now = standing_rank(use.standing)
    moves: _Moves = {}
    for change in use.changes:
        if not change.steps and (standing_rank(change.standing) < now) == worse:
            for fact, value in change.set.items():
                moves.setdefault(change.standing, {}).setdefault(fact, []).append(value)
    return _grouped(moves, kb)


def _grouped(moves: _Moves, kb: KnowledgeBase) -> list[Point]:
    ordered = sorted(moves.items(), key=lambda m: -standing_rank(m[0]))
    return [_line(standing, facts, kb) for standing, facts in ordered]


def _line(standing: str, facts: dict[str, list[Value]], kb: KnowledgeBase) -> Point:
    """One line: which answers, each alone, would give `standing`."""
    shown = [f"{term_label(fact, kb)}: {_options(fact, v, kb)}" for fact, v in list(facts.items())[:LISTED]]
    more = len(facts) - len(shown)
    text = "; ".join(shown) + (f"; and {more} more" if more else "")
    return Point(text + ".", label=STANDING_LABELS[standing], tone=TONES[standing])


def _options(fact: str, values: list[Value], kb: KnowledgeBase) -> str:
    options = kb.facts[fact].options
    others = [o for o in options if o not in values]
    if len(values) > 2 and len(others) == 1:
        return f"anything but {value_text(fact, others[0], kb)}"
    return " or ".join(value_text(fact, v, kb) for v in values)
