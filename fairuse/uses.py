"""From a scenario to its uses: one act on one group of works under one regime, with the facts known for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fairuse.kb.condition import Value
from fairuse.kb.model import KnowledgeBase, Regime
from fairuse.scenario import UNKNOWN, Given, Scenario


@dataclass(frozen=True)
class Use:
    """The unit that is assessed. `facts` holds known facts only; what is absent is unknown."""

    id: str
    act_id: str
    act: str
    act_title: str
    work: str
    work_title: str
    regime: str
    facts: Mapping[str, Given]

    @property
    def values(self) -> dict[str, Value]:
        """The known facts as plain values."""
        return {name: given.value for name, given in self.facts.items()}


def regimes_for(where: Iterable[str], kb: KnowledgeBase, only: Iterable[str] = ()) -> tuple[Regime, ...]:
    """The regimes that `where` asks for, in the order of the knowledge base; `only` narrows them."""

    def asked(names: Iterable[str], regime: Regime) -> bool:
        return bool({"all", *regime.places} & set(names))

    return tuple(r for r in kb.regimes.values() if asked(where, r) and (not only or asked(only, r)))


def uses_of(scenario: Scenario, kb: KnowledgeBase, only: tuple[str, ...] = ()) -> tuple[Use, ...]:
    """List the uses of a scenario: acts in file order, then their works, then regimes."""
    uses = []
    for act_id, entry in zip(scenario.act_ids(), scenario.acts, strict=True):
        for work_name in entry.works:
            work = scenario.works[work_name]
            facts = {**scenario.facts, **work.facts, **entry.facts}
            known = {name: given for name, given in sorted(facts.items()) if given.value != UNKNOWN}
            for regime in regimes_for(entry.where or scenario.where, kb, only):
                if regime.acts and entry.act not in regime.acts:
                    continue
                uses.append(
                    Use(
                        id=f"{act_id}/{work_name}/{regime.id}",
                        act_id=act_id,
                        act=entry.act,
                        act_title=entry.title or kb.acts[entry.act].label,
                        work=work_name,
                        work_title=work.title or work_name,
                        regime=regime.id,
                        facts=known,
                    )
                )
    return tuple(uses)
