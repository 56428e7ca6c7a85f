"""A presumption for a user of whom nothing is known says that the owner bears the burden."""

from __future__ import annotations

from collections.abc import Iterator

from fairuse.kb.load import Loaded
from fairuse.source.errors import Problem

ESSENTIAL = False


def check(loaded: Loaded) -> Iterator[Problem]:
    """Yield a problem for each presumption that leans for the user and is not said to be the owner's to rebut."""
    kb = loaded.kb
    for rule in kb.rules.values():
        lean = kb.issues[rule.issue].scale[rule.value]
        if rule.presumption and lean == "for" and rule.burden != "owner":
            message = (
                f"'{rule.id}' presumes for the user what nobody has shown; who bears the burden? Say 'burden: owner' "
                f"and cite who says so, or let the value be neutral"
            )
            yield Problem(loaded.sources.locate("rules", rule.id, "presumption"), "no-burden", message, "warning")
