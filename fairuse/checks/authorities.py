"""Every rule rests on confirmed authority that existed when the rule is said to have come into force."""

from __future__ import annotations

from collections.abc import Iterator

from fairuse.errors import Problem
from fairuse.kb.load import Loaded
from fairuse.kb.model import Rule

ESSENTIAL = False


def check(loaded: Loaded) -> Iterator[Problem]:
    """Yield a problem for each rule without authority, and each that rests on unconfirmed or later law only."""
    for rule in loaded.kb.rules.values():
        for key, code, message in _rule(rule, loaded):
            yield Problem(loaded.sources.locate("rules", rule.id, key), code, message)


def _rule(rule: Rule, loaded: Loaded) -> Iterator[tuple[str, str, str]]:
    if not rule.cites and rule.status != "untested":
        yield "cites", "no-authority", "a rule cites an authority, or its status is untested and says why"
    if rule.status == "untested" and not rule.reason:
        yield "status", "no-reason", "an untested rule says why in 'reason'"
    cited = [loaded.kb.authorities[c.authority] for c in rule.cites]
    if cited and rule.status != "untested" and not any(a.verified for a in cited):
        yield "cites", "unconfirmed", "none of the authorities cited is confirmed; only confirmed law decides"
    dates = [a.decided for a in cited if a.decided]
    if dates and len(dates) == len(cited) and rule.in_force < min(dates)[: len(rule.in_force)]:
        yield "in_force", "before-authority", f"in force before the first authority it cites ({min(dates)})"
    if any(a.kind == "pending" for a in cited) and rule.status != "untested":
        yield "cites", "pending", "a pending case decides nothing"
