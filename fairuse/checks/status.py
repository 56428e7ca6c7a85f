"""The status of a rule and its contrary authority agree."""

from __future__ import annotations

from collections.abc import Iterator

from fairuse.kb.load import Loaded
from fairuse.source.errors import Problem

ESSENTIAL = False


def check(loaded: Loaded) -> Iterator[Problem]:
    """Yield a warning for each settled rule with contrary authority, and each contested one without any."""
    for rule in loaded.kb.rules.values():
        place = loaded.sources.locate("rules", rule.id, "status")
        if rule.status == "settled" and rule.contrary:
            message = (
                f"'{rule.id}' is settled and names contrary authority ({', '.join(rule.contrary)}): it is contested, "
                f"or they do not oppose it and are taken out"
            )
            yield Problem(place, "settled-with-contrary", message, "warning")
        if rule.status == "contested" and not rule.contrary and not rule.view:
            message = (
                f"'{rule.id}' is contested, but by whom? Name the contrary authority, or the view of a doctrine; what "
                f"no court has decided is untested"
            )
            yield Problem(place, "contested-without", message, "warning")
