"""A scenario without what people wrote into it: the story, notes, titles, the names of persons, works and files.

Facts stay as they are, so that every answer does, and so does how each fact is known.
"""

from __future__ import annotations

from fairuse.scenario.model import Facts, HeldIssues, Scenario, Work

#: What stands in place of the story, and by which a reader knows what was left out.
REDACTED = "Redacted: the story, notes, quotations, titles and the names of persons, works and files were left out."
_TITLE = "Redacted scenario"


def redacted(scenario: Scenario) -> Scenario:
    """The scenario with its facts alone; works and acts are numbered in their order."""
    works = {name: f"works-{n}" for n, name in enumerate(scenario.works, 1)}
    actors = {name: f"actor {n}" for n, name in enumerate(dict.fromkeys(a.by for a in scenario.acts if a.by), 1)}
    acts = [
        act.model_copy(
            update={
                "id": f"act-{n}",
                "title": "",
                "by": actors.get(act.by, ""),
                "works": tuple(works[name] for name in act.works),
                "facts": _facts(act.facts),
                "held": _held(act.held),
            }
        )
        for n, act in enumerate(scenario.acts, 1)
    ]
    return scenario.model_copy(
        update={
            "title": _TITLE,
            "description": REDACTED,
            "facts": _facts(scenario.facts),
            "held": _held(scenario.held),
            "works": {
                works[name]: _work(work, f"Works {n}", works)
                for n, (name, work) in enumerate(scenario.works.items(), 1)
            },
            "acts": tuple(acts),
        }
    )


def is_redacted(scenario: Scenario) -> bool:
    """Whether a scenario was redacted."""
    return scenario.description == REDACTED


def _work(work: Work, title: str, names: dict[str, str]) -> Work:
    same = names.get(work.same_as or "")
    return work.model_copy(update={"title": title, "same_as": same, "facts": _facts(work.facts)})


def _facts(facts: Facts) -> Facts:
    return {name: given.model_copy(update={"note": "", "quote": ""}) for name, given in facts.items()}


def _held(held: HeldIssues) -> HeldIssues:
    return {name: one.model_copy(update={"by": "", "because": ""}) for name, one in held.items()}
