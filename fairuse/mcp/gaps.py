"""What a scenario leaves out that its answers cannot do without, said where an assistant may still look it up.

All of it is read from the law: the place of each act, what has to be told before there is an answer, and the acts that
the law looks at beside those told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from fairuse.kb.condition import terms_of
from fairuse.kb.model import KnowledgeBase
from fairuse.scenario.model import Scenario
from fairuse.scenario.uses import Use, uses_of

#: Facts named of those that tell a need: its first ones ask it best, and `vocabulary` lists all.
NAMED = 8


def gaps(scenario: Scenario, kb: KnowledgeBase) -> list[str]:
    """What is missing, a line each, none twice."""
    uses = uses_of(scenario, kb)
    found = [*_unplaced(uses, kb), *_needed(uses, kb), *_lists(uses, kb), *_dated(uses, kb), *_beside(uses, kb)]
    return list(dict.fromkeys(found))


def _unplaced(uses: tuple[Use, ...], kb: KnowledgeBase) -> Iterator[str]:
    """Acts that no place is told of, so that a law is asked by default."""
    for use in uses:
        if use.asked.by == "default":
            facts = " or ".join(kb.acts[use.act].placed_by)
            law = kb.regimes[use.regime].label
            yield f"no place told: {use.act_id} is asked under {law} by default; if the source tells a place: {facts}"


def _needed(uses: tuple[Use, ...], kb: KnowledgeBase) -> Iterator[str]:
    for use in uses:
        for need in kb.needs.values():
            if kb.facts[need.facts[0]].derived:
                continue  # the program finds it out by itself
            if need.regime == use.regime and kb.names(need.acts, use.act) and need.open(use.values):
                more = f" and {len(need.facts) - NAMED} more" if len(need.facts) > NAMED else ""
                facts = ", ".join(need.facts[:NAMED]) + more
                yield f"not told of {use.act_id} on {use.work}: {need.says} ({facts})"


def _lists(uses: tuple[Use, ...], kb: KnowledgeBase) -> Iterator[str]:
    """What an act is for, told in no part of the list for it: exceptions then stay open that nobody thinks of."""
    needed = {fact for need in kb.needs.values() for fact in need.facts}
    for use in uses:
        for fact in kb.facts.values():
            parts = {name for names in fact.parts.values() for name in names}
            if fact.about != "act" or not needed & parts or not kb.covers(fact.acts, use.act):
                continue
            if fact.id not in use.values and not parts & set(use.values):
                yield (
                    f"list {fact.id} not told of {use.act_id}: told whole by its name, with all that apply or none, "
                    "what is not on it is no; left out, every exception for one of them stays open"
                )


def _dated(uses: tuple[Use, ...], kb: KnowledgeBase) -> Iterator[str]:
    """Works with a year: whether it makes them free goes by other facts of theirs, too, which rules read beside it."""
    for use in uses:
        told = {name for name in use.values if kb.facts[name].type == "year" and kb.facts[name].about == "work"}
        read = Counter(
            name
            for rule in kb.rules.values()
            if kb.issues[rule.issue].regime == use.regime and told & (terms := frozenset(terms_of(rule.when)))
            for name in sorted(terms)
            if name in kb.facts and kb.facts[name].about == "work" and not kb.facts[name].derived
        )
        open_ = [name for name, _ in read.most_common() if name not in use.values][:NAMED]
        if open_:
            yield f"a year is told of {use.work}: whether that makes it free goes by {', '.join(open_)}, too"


def _beside(uses: tuple[Use, ...], kb: KnowledgeBase) -> Iterator[str]:
    """Kinds of act that bear on one told, where the scenario has none of that kind."""
    done = {use.act for use in uses}
    laws = {use.regime for use in uses}
    found: dict[str, None] = {}
    for bearing in kb.bearings.values():
        if bearing.regime in laws:
            for one, other in (bearing.sides, bearing.sides[::-1]):
                if done & set(one.acts) and not done & set(other.acts):
                    found.update(dict.fromkeys(other.acts))
    if found:
        names = ", ".join(found)
        yield f"beside these the law looks at: {names}; if the source tells of one, draft it as an act of its own"
