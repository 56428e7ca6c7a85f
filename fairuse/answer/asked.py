"""The day and the court that a scenario asks about."""

from __future__ import annotations

import datetime

from fairuse.kb.model import KnowledgeBase
from fairuse.scenario.model import Scenario
from fairuse.scenario.names import forum_problem
from fairuse.scenario.uses import regimes_asked
from fairuse.source.errors import argument_problem


def court_of(scenario: Scenario, kb: KnowledgeBase, forum: str | None, regimes: tuple[str, ...] = ()) -> str | None:
    """The forum asked for, else the scenario's, by the name of it or of one of its courts; None if neither names one.

    Raises `FairuseError` if it has no say over any law that is asked.
    """
    text = forum or scenario.forum
    if text is None:
        return None
    court = kb.forum_named(text)
    if court is None:
        raise argument_problem("forum", forum_problem(text, kb) or "")
    asked = {r.jurisdiction for r in regimes_asked(scenario, kb, regimes)}
    home = {r.jurisdiction for r in kb.regimes.values() if court in kb.forums(r.id)}
    around = {name for j in kb.jurisdictions.values() if j.id in home for name in j.within}
    below = {j.id for j in kb.jurisdictions.values() if home & set(j.within)}
    if not asked & (home | around | below):
        laws = ", ".join(sorted(map(kb.place_name, asked)))
        reason = f"'{text}' has no say over the law that is asked ({laws}); name a court of that law, or none"
        raise argument_problem("forum", reason)
    return court


def day_of(scenario: Scenario, as_of: str | None) -> str:
    """The day whose law applies: the one asked for, the scenario's, or today."""
    return as_of or scenario.as_of or datetime.date.today().isoformat()
