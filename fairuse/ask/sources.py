"""Where an interview may start beside a situation: an example that ships, or the card of a data set."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from fairuse.ask.situations import PRESUMED, WORKS
from fairuse.kb.model import KnowledgeBase
from fairuse.knowledge import data_dir
from fairuse.scenario.file import read_scenario
from fairuse.scenario.model import Given, Scenario
from fairuse.source.errors import FairuseError, Location, Problem
from fairuse.source.yamlsource import read_text

#: What stands around the data at the head of a card.
FENCE = "---"
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
    """The scenario with what the card of a data set says of its works: what they are called, and their licence.

    A card is Markdown with data in YAML at its head. Raises `FairuseError` with what is wrong with that.
    """
    head, fence, _ = text.lstrip("\ufeff \r\n").removeprefix(FENCE).partition(f"\n{FENCE}")
    if not fence:
        reason = f"a data set card begins with data between two lines of {FENCE}"
        raise FairuseError([Problem(Location("card"), "bad-card", reason)])
    source = read_text(head.encode(), "card")
    if source.problems or not isinstance(source.value, dict):
        what = Problem(Location("card"), "bad-card", "the data at its head are no mapping")
        raise FairuseError(source.problems or [what])
    name = source.value.get("pretty_name")
    title = name.strip()[:LONGEST] if isinstance(name, str) and name.strip() else scenario.works[WORKS].title
    known = {name: fact for fact in kb.facts.values() if fact.about == "work" for name in (fact.id, *fact.synonyms)}
    facts = {}
    for key, told in source.value.items():
        value = told[0] if isinstance(told, list) and len(told) == 1 else told
        if isinstance(key, str) and key in known and known[key].accepts(value):
            facts[known[key].id] = Given(value=value, note=PRESUMED)
    held = scenario.works[WORKS]
    works = {**scenario.works, WORKS: held.model_copy(update={"title": title, "facts": {**held.facts, **facts}})}
    return scenario.model_copy(update={"works": works})
