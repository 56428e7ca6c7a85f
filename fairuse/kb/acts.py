"""The kinds of acts, what each has to tell, what is assumed of it, and what acts on the same works tell each other."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated

from pydantic import Field

from fairuse.kb.condition import ALWAYS, Value
from fairuse.kb.entry import Entry, Text
from fairuse.kb.fact import When


class Act(Entry):
    """A kind of act that a scenario may describe. `placed_by`: the facts that say where it happens.

    `like`: another kind whose law is also that of this one, so that nothing depends on which of the two is named.
    `tells`: what its name says already. It is presumed until told, and not where one of these facts is told otherwise:
    then the act is not what the name says.
    """

    label: Text
    help: Text
    placed_by: tuple[str, ...] = ()
    like: str | None = None
    tells: dict[str, Value] = {}


class Need(Entry):
    """What has to be told before an act is answered under a law: one of `facts`, by a value that tells it.

    Of a yes/no fact only yes tells it, and no, too, of those in `no_tells`; of another every value but those in
    `not_by`. The first of the facts tells it by any value. While none does, the answer is what every value of the first
    leaves standing, so that nothing is presumed in its place. `arises`: it has to be told only where each of these
    facts has one of these values. `says`: what is not told, to follow "It is not told". `asks`: what to ask in plain
    words, where the question for the first fact alone would mislead.
    """

    regime: str
    acts: Annotated[tuple[str, ...], Field(min_length=1)]
    arises: dict[str, tuple[Value, ...]] = {}
    facts: Annotated[tuple[str, ...], Field(min_length=1)]
    no_tells: tuple[str, ...] = ()
    not_by: dict[str, tuple[Value, ...]] = {}
    says: Text
    asks: Text | None = None

    def told_by(self, fact: str, value: Value) -> bool:
        """Whether a value of one of its facts tells it."""
        if fact == self.facts[0]:
            return True
        if isinstance(value, bool):
            return value or fact in self.no_tells
        return value not in self.not_by.get(fact, ())

    def arises_with(self, known: Mapping[str, Value]) -> bool:
        """Whether it has to be told at all."""
        return all(known.get(fact) in values for fact, values in self.arises.items())

    def open(self, known: Mapping[str, Value]) -> bool:
        """Whether it has to be told, and is not."""
        return self.arises_with(known) and not any(
            fact in known and self.told_by(fact, known[fact]) for fact in self.facts
        )


class Assumption(Entry):
    """What a lawyer assumes unless told, under some `regimes` (if none is named, under all).

    `facts`: those that would tell otherwise, by name or all of a group (``licence.*``); `values`: of another fact, only
    these values would. `says`: what is assumed; `otherwise`: what is so if not, to follow "if". `even_best`: the best
    standing may rest on it, too, such as that of a licence on its terms being kept; it does not rest on any other.
    `threshold`: whether copyright is at stake at all, so that what only bears it out goes without saying. `unless`:
    what the rules find of issues where it is told otherwise already, so that there is nothing to assume.
    """

    says: Text
    otherwise: Text
    unless: dict[str, tuple[str, ...]] = {}
    even_best: bool = False
    threshold: bool = False
    regimes: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    values: dict[str, tuple[str, ...]] = {}

    def names(self, fact: str) -> bool:
        """Whether a fact would tell otherwise, whatever its value."""
        return named_in(fact, self.facts)


class Carry(Entry):
    """Facts that one act tells of another of the same actor on the same works, if that tells nothing of them.

    From an act of one of `tellers` to one of `hearers` (if none is named, any) for which `when` holds, each by what it
    is, whatever kind a law takes it for. `facts`: by name, or all of a group (``market.*``), but for those in `but`.
    Where several acts tell different things, nothing is carried; if `worst`, what is worst for the user. `tells`: what
    an act for which `told_when` holds tells of the others beside.
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

    `fact`: what holds the standing of the act they serve, once that is assessed; of several acts, the best of those
    that need permission. `lowest`: what holds that of the worst of them.
    """

    acts: Annotated[tuple[str, ...], Field(min_length=1)]
    when: When = ALWAYS
    served: Annotated[tuple[str, ...], Field(min_length=1)]
    fact: str
    lowest: str | None = None


def named_in(fact: str, names: Collection[str]) -> bool:
    """Whether `names` holds a fact, by its name or with all of its group (``market.*``)."""
    return fact in names or f"{fact.partition('.')[0]}.*" in names
