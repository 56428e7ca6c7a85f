"""No authority stands on the wrong side of its own ruling, on a factor or on the use, unless `though` says why."""

from __future__ import annotations

from collections.abc import Iterator

from fairuse.kb.authority import Authority
from fairuse.kb.load import Loaded
from fairuse.kb.model import Issue, KnowledgeBase
from fairuse.source.errors import Problem

ESSENTIAL = False
_HELD = {"for": "favors", "against": "disfavors"}
_OTHER = {"for": "disfavors", "against": "favors"}
_OUTCOME = {"allowed": "favors", "not_allowed": "disfavors"}


def check(loaded: Loaded) -> Iterator[Problem]:
    """Yield a problem for each authority cited for what it held the other way, or named as contrary though it held so.

    A `though` that explains nothing (its authority stands on its own side, or is not named) is one, too.
    """
    kb = loaded.kb
    for rule in kb.rules.values():
        issue = kb.issues[rule.issue]
        lean, matter = issue.scale[rule.value], _matter(issue, kb)
        explained = set()
        roles = [("cites", c.authority, n) for n, c in enumerate(rule.cites)]
        roles += [("contrary", name, n) for n, name in enumerate(rule.contrary)]
        for key, name, number in roles if matter and lean in _HELD else ():
            held = _directions(kb.authorities[name], issue, kb)
            if held != {(_OTHER if key == "cites" else _HELD)[lean]}:
                continue
            explained.add(name)
            if name not in rule.though:
                said = "cites" if key == "cites" else "names as contrary"
                message = (
                    f"'{rule.id}' leans {lean} on {matter} and {said} '{name}', which held that it "
                    f"{next(iter(held))} the user; move it, or say why in 'though'"
                )
                yield Problem(loaded.sources.locate("rules", rule.id, key, number), "wrong-side", message)
        for name in rule.though.keys() - explained:
            message = f"'{rule.id}' explains '{name}', which stands on its own side here, or is not named"
            yield Problem(loaded.sources.locate("rules", rule.id, "though", name), "idle-though", message)


def _matter(issue: Issue, kb: KnowledgeBase) -> str:
    """What rulings hold of that the issue is about: a factor, or the use as a whole."""
    if issue.factor:
        return f"factor {issue.factor}"
    return "the use" if any(regime.conclusion == issue.id for regime in kb.regimes.values()) else ""


def _directions(authority: Authority, issue: Issue, kb: KnowledgeBase) -> set[str]:
    """How an authority's acts came out on a factor, or as a whole, as far as it reached that."""
    if issue.factor:
        return {str(h.factors.get(f"f{issue.factor}", "not_reached")) for h in authority.acts} - {"not_reached"}
    outcomes = kb.regimes[issue.regime].words.outcomes if issue.regime in kb.regimes else {}
    return {_OUTCOME[outcomes[h.outcome]] for h in authority.acts if h.outcome in outcomes}
