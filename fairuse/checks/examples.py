"""Every rule has an example that fires and one that does not, and both do as they say."""

from __future__ import annotations

from collections.abc import Iterator

from fairuse.engine.clauses import VIEW, rule_clauses
from fairuse.kb.load import Loaded
from fairuse.source.errors import Problem

ESSENTIAL = False


def check(loaded: Loaded) -> Iterator[Problem]:
    """Yield a problem for each missing or failing example. An example's terms are all that is known."""
    kb, places = loaded.kb, loaded.sources
    for rule in kb.rules.values():
        if not any(e.fires is not None for e in rule.examples):
            yield Problem(places.locate("rules", rule.id), "no-example", f"'{rule.id}' has no example that fires")
        if not any(e.not_ is not None for e in rule.examples):
            message = f"'{rule.id}' has no example that does not fire"
            yield Problem(places.locate("rules", rule.id), "no-example", message)
        clauses = rule_clauses(kb, rule.id)
        views = {VIEW + d: v for d, v in rule.view.items()}
        for number, example in enumerate(rule.examples):
            terms = {k: v for k, v in example.given.items() if k != "act"} | views
            act = example.given.get("act")
            covered = not rule.acts or (act is not None and kb.rule_covers(rule, str(act)))
            met = any(
                all(a.accepts(terms[a.term]) if a.term in terms else a.absent for a in clause) for clause in clauses
            )
            wanted = example.fires is not None
            if (covered and met) != wanted:
                place = places.locate("rules", rule.id, "examples", number)
                said = "should fire and does not" if wanted else "should not fire and does"
                why = " (its act is not covered)" if wanted and not covered else ""
                yield Problem(place, "failing-example", f"example {number + 1} of '{rule.id}' {said}{why}")
