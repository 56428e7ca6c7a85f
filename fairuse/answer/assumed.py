"""What is assumed of a use, what leaving that would give, and what the open facts could do within it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache

from fairuse.answer.ranges import UNDECIDED, Exploration
from fairuse.answer.result import Assumed, Effect, Reach, UnknownFact, standing_rank
from fairuse.kb.acts import Assumption
from fairuse.kb.condition import Value
from fairuse.kb.model import STANDINGS, KnowledgeBase, Standing
from fairuse.scenario.model import Given


def possible(told: Mapping[str, Value], kb: KnowledgeBase) -> Callable[[str, Value], bool]:
    """Whether a fact can have a value by what is `told`, the kind of act among it as ``act``.

    What the kind of act tells has none: were it otherwise, it would be another act.
    """
    by_kind = kb.acts[str(told["act"])].tells
    return lambda fact, value: fact not in by_kind and kb.facts[fact].can_be(value, told)


def unknown_facts(
    seen: Exploration,
    fits: Callable[[str, Value], bool],
    found: Mapping[str, Value],
    left_open: Mapping[str, Given],
    regime: str,
    kb: KnowledgeBase,
) -> tuple[UnknownFact, ...]:
    """The facts that are not known, each with what its answers alone would give and what is assumed meanwhile.

    `left_open`: those that the scenario names as unknown, of which nothing is assumed. Answers that do not fit what is
    told (`fits`) are left out, and so is what would be assumed where the rules have `found` it otherwise.
    """
    facts = []
    for fact in seen.unknown:
        given = left_open.get(fact)
        assumption = None if given is not None else assumption_for(fact, regime, kb)  # what is said to be open is not
        settled = assumption and any(found.get(issue) in values for issue, values in assumption.unless.items())
        effect = () if settled else tuple(e for e in effects(fact, seen) if fits(fact, e.value))
        facts.append(
            UnknownFact(
                fact=fact,
                matters=bool(effect),
                effect=effect,
                assumption=assumption.id if assumption else None,
                note=given.note if given else "",
                quote=given.quote if given else "",
            )
        )
    return tuple(facts)


def effects(fact: str, seen: Exploration) -> tuple[Effect, ...]:
    """What each answer to a question alone would give, where that is not what is so now."""
    given = seen.flips.get(fact, {})  # one that cannot bear by itself is not tried
    return tuple(Effect(value=v, standing=s) for v, s in given.items() if s != seen.standing)


@lru_cache(maxsize=4_096)  # every fact under some laws
def assumption_for(fact: str, regime: str, kb: KnowledgeBase) -> Assumption | None:
    """What is assumed as long as a fact is not told."""
    return next((a for a in _made(regime, kb) if a.names(fact)), None)


def _made(regime: str, kb: KnowledgeBase) -> list[Assumption]:
    """What is assumed under a law, those of a house first."""
    own = kb.house.get("assumptions", ())
    some = (a for a in kb.assumptions.values() if not a.regimes or regime in a.regimes)
    return sorted(some, key=lambda a: (a.id not in own, a.written))


def never_assumed(seen: Exploration, rested_on: Collection[str], regime: str, kb: KnowledgeBase) -> frozenset[str]:
    """What an open answer assumes nothing of: what has to be told first, and whether copyright is there at all, where
    the answer says that just this is not known (`rested_on`).
    """
    if seen.standing != UNDECIDED:
        return frozenset()
    made = {fact: assumption_for(fact, regime, kb) for fact in rested_on}
    return frozenset((*(need.facts[0] for need in seen.waits), *(f for f, a in made.items() if a and a.threshold)))


def assumed(
    standing: Standing, unknown: Sequence[UnknownFact], left_open: Collection[str], regime: str, kb: KnowledgeBase
) -> tuple[Assumed, ...]:
    """The assumptions on which a standing rests and that some unknown fact could upset, with what that would give.

    The best standing rests on none but those that are said to carry it.
    """
    best = standing_rank(standing) == len(STANDINGS) - 1
    found: dict[str, dict[Standing, list[str]]] = {}
    for one in unknown:
        for effect in one.effect:
            name = left_by(one, effect.value, regime, kb, left_open)
            if name is not None and (kb.assumptions[name].even_best or not best):
                facts = found.setdefault(name, {}).setdefault(effect.standing, [])
                if one.fact not in facts:
                    facts.append(one.fact)
    return tuple(
        Assumed(
            assumption=name,
            says=kb.assumptions[name].says.strip(),
            otherwise=kb.assumptions[name].otherwise.strip(),
            leads_to={s: tuple(facts) for s, facts in sorted(leads.items(), key=lambda one: -standing_rank(one[0]))},
        )
        for name, leads in sorted(found.items(), key=lambda one: kb.assumptions[one[0]].written)
    )


def left_by(
    one: UnknownFact, value: Value, regime: str, kb: KnowledgeBase, left_open: Collection[str] = ()
) -> str | None:
    """The assumption that an answer would leave: that on the fact, or one on this value of it; none if `left_open`."""
    if one.fact in left_open:
        return None
    if one.assumption is not None or one.note or one.quote:
        return one.assumption
    return next((a.id for a in _made(regime, kb) if value in a.values.get(one.fact, ())), None)


def reach(
    standing: Standing, unknown: Sequence[UnknownFact], left_open: Collection[str], regime: str, kb: KnowledgeBase
) -> Reach:
    """What any one open fact could make of a standing within the assumptions."""
    gives: dict[Standing, dict[str, list[Value]]] = {}
    for one in unknown:
        for effect in (e for e in one.effect if left_by(one, e.value, regime, kb, left_open) is None):
            gives.setdefault(effect.standing, {}).setdefault(one.fact, []).append(effect.value)
    low = min((standing, *gives), key=standing_rank)
    high = max((standing, *gives), key=standing_rank)

    def by(end: Standing) -> dict[str, tuple[Value, ...]]:
        return {} if end == standing else {fact: tuple(values) for fact, values in gives[end].items()}

    return Reach(low=low, high=high, low_by=by(low), high_by=by(high))
