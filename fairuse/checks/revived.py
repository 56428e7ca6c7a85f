"""No rule against the user brings a rule for the user back to life by defeating another one against the user."""

from __future__ import annotations

from collections.abc import Iterator

from fairuse.kb import strata
from fairuse.kb.load import Loaded
from fairuse.kb.model import KnowledgeBase, Rule
from fairuse.source.errors import Problem

ESSENTIAL = False


def check(loaded: Loaded) -> Iterator[Problem]:
    """Yield a problem for each rule that defeats one of its own side which alone may hold down one of the other."""
    kb = loaded.kb
    groups: dict[str, list[Rule]] = {}
    for rule in kb.rules.values():
        groups.setdefault(rule.issue, []).append(rule)
    for group in groups.values():
        beaten_by = {rule.id: set(strata.defeaters(rule, group)) for rule in group}
        for winner in group:
            for loser in (kb.rules[name] for name in winner.defeats if name in kb.rules):
                for revived in _held_down(loser, group, kb):
                    if winner.id not in beaten_by[revived.id] and _lean(winner, kb) == _lean(loser, kb) != "neutral":
                        message = (
                            f"'{winner.id}' ({_lean(winner, kb)}) defeats '{loser.id}', which alone may hold down "
                            f"'{revived.id}' ({_lean(revived, kb)}); let it defeat that one, too, or leave the other"
                        )
                        place = loaded.sources.locate("rules", winner.id, "defeats")
                        yield Problem(place, "revives", message)


def _held_down(loser: Rule, group: list[Rule], kb: KnowledgeBase) -> Iterator[Rule]:
    """The rules of the other side that `loser` names as defeated."""
    for rule in group:
        if rule.id in loser.defeats and _lean(rule, kb) != _lean(loser, kb):
            yield rule


def _lean(rule: Rule, kb: KnowledgeBase) -> str:
    return kb.issues[rule.issue].scale[rule.value]
