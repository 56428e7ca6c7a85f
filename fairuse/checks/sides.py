"""No authority stands on the wrong side of its own ruling on a factor, unless the rule says why in `though`."""

from __future__ import annotations

from collections.abc import Iterator

from fairuse.kb.authority import Authority
from fairuse.kb.load import Loaded
from fairuse.source.errors import Problem

ESSENTIAL = False
_HELD = {"for": "favors", "against": "disfavors"}
_OTHER = {"for": "disfavors", "against": "favors"}


def check(loaded: Loaded) -> Iterator[Problem]:
    """Yield a warning for each authority cited for what it held the other way, or named as contrary though it held so.

    A `though` that explains nothing (its authority stands on its own side, or is not named) is one, too.
    """
    kb = loaded.kb
    for rule in kb.rules.values():
        issue = kb.issues[rule.issue]
        lean, factor = issue.scale[rule.value], f"f{issue.factor}"
        explained = set()
        roles = [("cites", c.authority, n) for n, c in enumerate(rule.cites)]
        roles += [("contrary", name, n) for n, name in enumerate(rule.contrary)]
        for key, name, number in roles if issue.factor and lean in _HELD else ():
            held = _directions(kb.authorities[name], factor)
            if held != {(_OTHER if key == "cites" else _HELD)[lean]}:
                continue
            explained.add(name)
            if name not in rule.though:
                said = "cites" if key == "cites" else "names as contrary"
                message = (
                    f"'{rule.id}' leans {lean} on factor {issue.factor} and {said} '{name}', which held that it "
                    f"{next(iter(held))} the user; move it, or say why in 'though'"
                )
                yield Problem(loaded.sources.locate("rules", rule.id, key, number), "wrong-side", message, "warning")
        for name in rule.though.keys() - explained:
            message = f"'{rule.id}' explains '{name}', which stands on its own side here, or is not named"
            yield Problem(loaded.sources.locate("rules", rule.id, "though", name), "idle-though", message, "warning")


def _directions(authority: Authority, factor: str) -> set[str]:
    """How an authority's acts came out on a factor, as far as it reached it."""
    return {h.factors[factor] for h in authority.acts if h.factors.get(factor, "not_reached") != "not_reached"}
