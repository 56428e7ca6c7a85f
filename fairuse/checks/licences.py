"""Every way to name a licence means one licence, and every note is on a value that it has."""

from __future__ import annotations

from collections.abc import Iterator

from fairuse.kb.load import Loaded
from fairuse.source.errors import Problem

ESSENTIAL = True


def check(loaded: Loaded) -> Iterator[Problem]:
    """Yield a problem for each name that stands for two entries, and for each note on nothing."""
    taken: dict[str, str] = {}
    kb = loaded.kb
    named = [("licences", x.id, "tags", x.tags) for x in kb.licences.values()]
    named += [("licences", x.id, "synonyms", x.synonyms) for x in kb.licences.values()]
    named += [("families", x.id, "tags", x.tags) for x in kb.families.values()]
    for kind, entry, key, names in named:
        for number, name in enumerate(names):
            other = taken.setdefault(name.casefold(), entry)
            if other != entry:
                place = loaded.sources.locate(kind, entry, key, number)
                yield Problem(place, "name-taken", f"'{name}' names '{other}' already")
    for licence in kb.licences.values():
        for name in licence.notes:
            try:
                licence.attribute(name)
            except AttributeError:
                place = loaded.sources.locate("licences", licence.id, "notes", name, key=True)
                yield Problem(place, "unknown-attribute", f"a licence has no '{name}' that a note could be on")
