"""What follows from an answer beside the fact that it tells: which acts this one serves, and so how they stand."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from fairuse.answer.served import Standings, served, standing_alone
from fairuse.kb.condition import Value, terms_of
from fairuse.kb.model import KnowledgeBase
from fairuse.scenario.model import Given
from fairuse.scenario.uses import Use


@dataclass(frozen=True)
class Following:
    """What follows of `then` where `fact` is told: for each of its values the value of `then`, None if none follows."""

    fact: str
    values: tuple[Value, ...]
    then: str
    gives: tuple[Value | None, ...]


def followings(
    use: Use, heard: Container[str], *, done: Sequence[Use], kb: KnowledgeBase, as_of: str, forum: str | None
) -> tuple[Following, ...]:
    """What would follow of the acts that `use` serves, from each fact that says which: not told, or only `heard`."""
    links = [link for link in kb.serves.values() if kb.means(link.acts, use.act)]
    reached = {act for link in links for act in link.served}
    others = [o for o in done if o.act_id != use.act_id and kb.means(tuple(reached), o.act)] if reached else []
    if not others:
        return ()
    told = {name for link in links for name in (link.fact, link.lowest) if name}

    def standing_of(other: Use) -> Standings:
        return standing_alone(other, kb, as_of, forum)

    found = []
    bare = replace(use, facts={name: given for name, given in use.facts.items() if name not in told})
    for fact in dict.fromkeys(name for link in links for name in terms_of(link.when)):
        if fact not in kb.facts or (fact in use.values and fact not in heard):
            continue
        values = kb.facts[fact].options
        cases = [replace(bare, facts={**bare.facts, fact: Given(value=value)}) for value in values]
        then = [served(case, others, standing_of, kb).use.facts for case in cases]
        found += [
            Following(fact, values, name, tuple(facts[name].value if name in facts else None for facts in then))
            for name in sorted(told)
            if any(facts.get(name) != use.facts.get(name) for facts in then)  # else nothing follows
        ]
    return tuple(found)
