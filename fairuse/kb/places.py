"""Places: the values that place an act, the lands whose law is held here, and their courts by the names people use."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from fairuse.kb.entry import Entry, Text


class Place(Entry):
    """A value of the facts that place an act, and the `laws` (names in a ``where``) that hold there, nearest first."""

    laws: tuple[str, ...] = ()


class Jurisdiction(Entry):
    """A place whose law is held here. `within`: larger ones, whose law holds there. `forums`: courts may differ.

    `frames`: places within it, by their codes (ISO 3166-1), whose own law is not held. `carries_out`: its own statutes
    that stand for parts of treaties, where a treaty binds nobody by itself.
    """

    name: Text
    within: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()
    forums: dict[str, Text] = {}
    carries_out: dict[str, str] = {}


class CourtNames(Entry):
    """The names by which people call the courts of a forum."""

    forum: str
    names: Annotated[tuple[Text, ...], Field(min_length=1)]


def plain_name(name: str) -> str:
    """The name of a court without dots, spaces and case, which people write in many ways."""
    return "".join(name.replace(".", "").split()).casefold()
