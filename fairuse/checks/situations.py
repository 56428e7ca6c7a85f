"""Situations name acts and facts that exist, with values that can be, of acts that are asked for them."""

from __future__ import annotations

from collections.abc import Iterator

from fairuse.kb.load import Loaded
from fairuse.kb.situation import Implied, Situation
from fairuse.source.errors import Problem, did_you_mean

ESSENTIAL = True


def check(loaded: Loaded) -> Iterator[Problem]:
    """Yield a problem for each name or value that cannot be, and each fact that stands where it is not asked."""
    for situation in loaded.kb.situations.values():
        for number, act in enumerate(situation.acts):
            if act.act not in loaded.kb.acts:
                place = loaded.sources.locate("situations", situation.id, "acts", number, "act")
                hint = did_you_mean(act.act, loaded.kb.acts)
                yield Problem(place, "unknown-act", f"there is no act '{act.act}'{hint}")
        for steps, facts in situation.held:
            yield from _facts(loaded, situation, steps, facts)


def _facts(loaded: Loaded, situation: Situation, steps: tuple[str | int, ...], facts: Implied) -> Iterator[Problem]:
    kb = loaded.kb
    about = {"facts": "scenario", "works": "work", "acts": "act"}[str(steps[0])]
    for name, values in facts.items():
        place = loaded.sources.locate("situations", situation.id, *steps, name, key=True)
        fact = kb.facts.get(name)
        if fact is None:
            yield Problem(place, "unknown-fact", f"there is no fact '{name}'{did_you_mean(name, kb.facts)}")
            continue
        if fact.about != about:
            yield Problem(place, "misplaced-fact", f"{name} is asked of the {fact.about}, not of the {about}")
        if len(values) > 1 and fact.type != "choices":
            yield Problem(place, "wrong-value", f"{name} is no list; it takes {fact.expects()}")
        for value in values:
            if not fact.accepts(value):
                yield Problem(place, "wrong-value", f"{name} takes {fact.expects()}, not {value!r}")
        act = situation.acts[int(steps[1])].act if about == "act" else None
        if act in kb.acts and not kb.covers(fact.acts, act):
            yield Problem(place, "not-asked", f"{name} is not asked of the act '{act}'")
