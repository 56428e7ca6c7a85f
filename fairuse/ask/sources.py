"""Where an interview may start beside a situation: an example that ships, or the card of a data set."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from fairuse.ask.situations import PRESUMED, WORKS
from fairuse.inventory.reader import card_of
from fairuse.kb.model import KnowledgeBase
from fairuse.knowledge import data_dir
from fairuse.scenario.file import read_scenario
from fairuse.scenario.model import UNKNOWN, Scenario
from fairuse.source.errors import FairuseError

#: Of what a set is called so much is kept.
LONGEST = 200


@lru_cache(maxsize=2)  # a process works with one law, or compares two
def examples(kb: KnowledgeBase) -> dict[str, Scenario]:
    """The scenarios that ship, by the names of their files; none for another law than the one that ships."""
    if not kb.ships:
        return {}
    files = sorted((data_dir("cases") / "scenarios").glob("*.yaml"))
    return {path.stem: _read(path, kb) for path in files if not path.stem.endswith(".expected")}


def _read(path: Path, kb: KnowledgeBase) -> Scenario:
    return read_scenario(path, kb, name=path.name).scenario


def with_card(scenario: Scenario, text: str, kb: KnowledgeBase) -> Scenario:
    """The scenario with what the card of a data set says of its works, presumed until it is confirmed.

    What the card leaves open is asked. Raises `FairuseError` with what is wrong with the card.
    """
    card, called = card_of(text.encode(errors="replace"), kb)
    if not card.materials:
        raise FairuseError(card.problems)
    facts = {
        name: given.model_copy(update={"note": PRESUMED})
        for name, given in card.materials[0].facts.items()
        if given.value != UNKNOWN and kb.facts[name].about == "work"
    }
    held = scenario.works[WORKS]
    named = {"title": called[:LONGEST] or held.title, "facts": {**held.facts, **facts}}
    return scenario.model_copy(update={"works": {**scenario.works, WORKS: held.model_copy(update=named)}})
