"""What an act has to tell, what is assumed of it, and what acts on the same works tell each other."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated

from pydantic import Field

from fairuse.kb.condition import ALWAYS, Value
from fairuse.kb.entry import Entry, Text
from fairuse.kb.fact import When


class Need(Entry):
    """What has to be told before an act is answered under a law: at least one of `facts`.

    While none of them is known, the answer is what every value of the first of them leaves standing, so that nothing
    is presumed in its place. `says`: what is not told, to follow "It is not told".
    """

    regime: str
    acts: Annotated[tuple[str, ...], Field(min_length=1)]
    facts: Annotated[tuple[str, ...], Field(min_length=1)]
    says: Text


class Assumption(Entry):
    """What a lawyer assumes unless told, under some `regimes` (if none is named, under all).

    `facts`: those that would tell otherwise, by name or all of a group (``licence.*``). `says`: what is assumed;
    `otherwise`: what is so if not, to follow "if". `even_best`: the best standing may rest on it, too, such as that of
    a licence on its terms being kept; it does not rest on any other. `threshold`: whether copyright is at stake at all,
    so that what only bears it out goes without saying.
    """

    says: Text
    otherwise: Text
    even_best: bool = False
    threshold: bool = False
    regimes: tuple[str, ...] = ()
    facts: Annotated[tuple[str, ...], Field(min_length=1)]

    def names(self, fact: str) -> bool:
        """Whether a fact would tell otherwise."""
        return named_in(fact, self.facts)


class Carry(Entry):
    """Facts that one act tells of another of the same actor on the same works, if that tells nothing of them.

    From an act of one of `tellers` to one of `hearers` (if none is named, any) for which `when` holds. `facts`: by
    name, or all of a group (``market.*``), but for those in `but`. Where several acts tell different things, nothing
    is carried; if `worst`, what is worst for the user. `tells`: what an act for which `told_when` holds tells of the
    others beside.
    """

    tellers: tuple[str, ...] = ()
    hearers: tuple[str, ...] = ()
    when: When = ALWAYS
    facts: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    worst: bool = False
    told_when: When = ALWAYS
    tells: dict[str, Value] = {}

    @property
    def conditions(self) -> tuple[When, ...]:
        """The conditions in the order in which they are written."""
        return self.when, self.told_when

    def names(self, fact: str) -> bool:
        """Whether it carries a fact."""
        return fact not in self.but and named_in(fact, self.facts)


class Serves(Entry):
    """Acts that are done for another act of the same actor on the same works, where `when` holds for them.

    `fact`: what holds the standing of the act they serve, once that is assessed; of several acts, the best.
    """

    acts: Annotated[tuple[str, ...], Field(min_length=1)]
    when: When = ALWAYS
    served: Annotated[tuple[str, ...], Field(min_length=1)]
    fact: str


def named_in(fact: str, names: Collection[str]) -> bool:
    """Whether `names` holds a fact, by its name or with all of its group (``market.*``)."""
    return fact in names or f"{fact.partition('.')[0]}.*" in names
