"""Names of licences that are not known here: nothing follows from them, and that is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fairuse.kb.model import KnowledgeBase
from fairuse.scenario.model import UNKNOWN, Given, Scenario
from fairuse.source.errors import Problem, did_you_mean
from fairuse.source.yamlsource import Source, YamlPath

CODE = "unknown-licence"


def unread(scenario: Scenario, source: Source, kb: KnowledgeBase) -> tuple[Problem, ...]:
    """A warning for each licence that is given by a name from which nothing follows."""
    holders: list[tuple[YamlPath, Mapping[str, Given]]] = [((), scenario.facts)]
    holders += [(("works", name), work.facts) for name, work in scenario.works.items()]
    holders += [(("acts", number), act.facts) for number, act in enumerate(scenario.acts)]
    return tuple(p for path, facts in holders for p in _unread(facts, (*path, "facts"), source, kb))


def _unread(facts: Mapping[str, Given], path: YamlPath, source: Source, kb: KnowledgeBase) -> Iterator[Problem]:
    for name, given in facts.items():
        text = str(given.value)
        if kb.facts[name].type != "licence" or text == UNKNOWN or kb.licence_named(text) is not None:
            continue
        family = next((f for f in kb.families.values() if text.casefold() in f.tags), None)
        if family is not None:
            why = f"'{text}' means {family.means}, so that its terms stay unknown"
        else:
            hint = did_you_mean(text, [*kb.licences, *(x.spdx for x in kb.licences.values() if x.spdx)])
            why = f"no licence '{text}' is known here, so that its terms stay unknown{hint}"
        yield Problem(source.locate((*path, name)), CODE, why, "warning")
