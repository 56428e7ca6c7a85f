"""Case citations can be read by a citation parser (eyecite), unless the entry says why not."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

from fairuse.kb.load import Loaded
from fairuse.source.errors import Location, Problem

ESSENTIAL = False


def check(loaded: Loaded) -> Iterator[Problem]:
    """Yield a problem for each reported citation that cannot be read and has no `citation_note`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from eyecite import get_citations  # noqa: PLC0415  an extra; slow to import
            from eyecite.models import FullCaseCitation  # noqa: PLC0415
    except ImportError:
        message = "citations were not read: install fairuse[check]"
        yield Problem(Location("rules"), "no-eyecite", message, "warning")
        return
    for authority in loaded.kb.authorities.values():
        if not loaded.kb.levels[authority.level].reported or authority.citation_note:
            continue
        if not any(isinstance(c, FullCaseCitation) for c in get_citations(authority.citation)):
            place = loaded.sources.locate("authorities", authority.id, "citation")
            message = f"'{authority.citation}' cannot be read as a case citation; mend it or say why in citation_note"
            yield Problem(place, "unreadable-citation", message)
