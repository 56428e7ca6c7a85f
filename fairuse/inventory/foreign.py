"""How foreign files are read, as data: which of their parts tell which fact, and what they call licences."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from fairuse.kb.condition import Value
from fairuse.kb.model import KnowledgeBase
from fairuse.scenario.model import Basis
from fairuse.source.errors import FairuseError
from fairuse.source.validation import problems_of
from fairuse.source.yamlsource import read_text

_FILE = "foreign.yaml"


def plain(name: str) -> str:
    """A name of a column, a key or a value without what people write it with: case, spaces and marks."""
    return "".join(filter(str.isalnum, name.casefold()))


def _listed(raw: Any) -> Any:
    return [raw] if isinstance(raw, str) else raw


Paths = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class Reading(BaseModel):
    """How a part of a file tells a fact.

    `at`: where it may stand, with ``/`` between the names of parts within parts; the first that says something counts.
    `by`: who says it. `values`: what its words mean (null: that it is open); `any`: what anything clear there means;
    `named`: it is the name of a licence. `at_least`: what a measured number means from some size on, the smallest
    first; `tries`: where it stands how often it was tried, without which the smallest means nothing. Where none of
    them is given, the fact stays unknown, with what is said as a note.

    `instead`: where to look if the words say that it is told elsewhere. `also`: other facts that are known with it.
    `closed`: other words than those in `values` are a mistake. `highest`: of several values the last of its scale
    counts.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    at: Paths
    fact: str
    by: str = ""
    values: dict[str, Value | None] = {}
    any: Value | None = None
    named: bool = False
    at_least: tuple[tuple[float, Value], ...] = ()
    tries: Paths = ()
    instead: Paths = ()
    also: dict[str, Value] = {}
    closed: bool = False
    highest: bool = False
    known: Basis = "asserted"
    note: str = ""

    @cached_property
    def meant(self) -> Mapping[str, Value | None]:
        """What words mean, however they are written."""
        return {plain(word): value for word, value in self.values.items()}


class Format(BaseModel):
    """One kind of foreign file. `known_by`: names of parts, one of each group of which must be there.

    `title`, `same`, `made_from`, `about`: where it stands what the set is called, which addresses and names are its
    own, out of which it was made, and what else a reader is told.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    shown: str
    known_by: tuple[Paths, ...] = ()
    title: Paths = ()
    same: Paths = ()
    made_from: Paths = ()
    about: Paths = ()
    sections: Paths = ()
    says: tuple[Reading, ...] = ()


class Foreign(BaseModel):
    """All that is known of foreign files.

    `unclear`: words that say no more than that it is said elsewhere; `own_words`: names of files for an address;
    `hosts`: what stands before the name of a set; `listings`: what stands in addresses before the name of a licence.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    formats: dict[str, Format]
    unclear: tuple[str, ...]
    own_words: tuple[str, ...]
    hosts: tuple[str, ...]
    listings: tuple[str, ...]

    @cached_property
    def _unclear(self) -> frozenset[str]:
        return frozenset(map(plain, self.unclear))

    def is_unclear(self, text: str) -> bool:
        """Whether a word says no more than that it is said elsewhere, or by nobody."""
        return plain(text) in self._unclear

    def terms_of(self, text: str, kb: KnowledgeBase) -> str | None:
        """The id of a licence by any name or address that people give it; None if it is not known here."""
        named = _licences(kb)
        return next((named[word] for name in self._forms(text) if (word := plain(name)) in named), None)

    def _forms(self, text: str) -> tuple[str, ...]:
        """A name as it stands, and as an address without what hosts add to it."""
        address = re.sub(r"(/(legalcode|deed)(\.[a-z_-]+)?|\.(html|txt|json|php))$", "", bare(text))
        listed = (address.rpartition("/")[2],) if any(part in address for part in self.listings) else ()
        return text, address, re.sub(r"/[a-z]{2}$", "", address), *listed

    def key(self, text: str) -> str:
        """An address or name of a set, so that the same set has one whoever writes it."""
        address = bare(text)
        for host in self.hosts:
            if address.startswith(host):
                return "/".join(address.removeprefix(host).split("/")[:2])
        return address


@lru_cache(maxsize=4)  # of as many laws as a process asks by turns
def _licences(kb: KnowledgeBase) -> Mapping[str, str]:
    """The ids of licences by all names that the law has for them, however they are written."""
    listed = kb.licences.values()
    names = ((licence.id, name) for licence in listed for name in (*licence.names, licence.id))
    return {plain(name): known for known, name in names}


def bare(address: str) -> str:
    """An address without its scheme, `www.`, what follows a question mark, and slashes at its end."""
    found = re.sub(r"^[a-z][a-z0-9+.-]*://", "", address.strip().casefold())
    return re.split(r"[?#]", found.removeprefix("www."))[0].rstrip("/").removesuffix(".git")


@lru_cache(maxsize=1)
def foreign() -> Foreign:
    """What is known of foreign files. Raises `FairuseError` if its file is broken."""
    source = read_text(files("fairuse.inventory").joinpath(_FILE).read_bytes(), _FILE)
    if source.problems:
        raise FairuseError(source.problems)
    try:
        return Foreign.model_validate(source.value)
    except ValidationError as error:
        problems_of(error, source, (), Foreign)
        raise FairuseError(source.problems) from None
