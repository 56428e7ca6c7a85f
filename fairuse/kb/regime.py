"""Regimes: bodies of law that answer a use, each in its own words."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from fairuse.kb.entry import Day, Entry, Text

#: What a court makes of a use, whatever the word of its law for it.
Outcome = Literal["allowed", "not_allowed"]


class Words(BaseModel):
    """How a law puts it. `allowed`: what its courts hold a use to be that they allow; `factor`: what it calls those."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    allowed: Text = "permitted"
    factor: Text | None = None

    @property
    def outcomes(self) -> dict[str, Outcome]:
        """The words with which a file says how a court decided an act."""
        word = self.allowed.replace(" ", "_")
        return {word: "allowed", f"not_{word}": "not_allowed"}


class AFortiori(BaseModel):
    """When a decided act decides a use a fortiori: if `least` issues or more bear it out and none goes against it."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    least: Annotated[int, Field(ge=1)]
    because: Text


class Mark(BaseModel):
    """What makes an act one of its sort, beside its name: a kind of act, or a fact with one of these values.

    By it decided acts are looked for (copies for a class, by whatever act), and told apart from others of the name.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    acts: tuple[str, ...] = ()
    facts: dict[str, tuple[str | bool, ...]] = {}


class Regime(Entry):
    """One body of law that answers a use. `asked_in`: the names in a scenario's ``where`` that ask it.

    `by_default`: asked of acts that name no law and whose place is not known. `placed_by`: the facts that bring an act
    under it (by a place, or a yes), if others than those of the act. `exception`: it excuses what others forbid, so
    that what it does not cover is not thereby forbidden. `kind`: ``ordinary`` law says whether an act needs
    permission at all, and exceptions excuse what does; ``duties`` say nothing of permission. `complete`: of ordinary
    law, that all exceptions of the place are in the knowledge base; else `not_researched` says which are not.
    `includes`: parts of several laws that belong to it, too. `not_acts`: kinds that are like one of its
    `acts` and to which it does not speak. `like`: kinds that this law alone takes for another, each with that one.
    `a_fortiori`: if absent, no decided act is said to decide. `work_kind`: the fact that says on what kind of work an
    act is done, by which decided acts are looked for; `kindred_works`: kinds that one looks for together. `marks`: what
    else one looks for, by name.
    """

    label: Text
    jurisdiction: str
    asked_in: tuple[str, ...] = ()
    by_default: bool = False
    placed_by: tuple[str, ...] = ()
    kind: Literal["balancing", "conditions", "ordinary", "duties"]
    complete: bool = False
    not_researched: str = ""
    exception: bool = False
    includes: tuple[str, ...] = ()
    conclusion: str
    acts: tuple[str, ...] = ()
    not_acts: tuple[str, ...] = ()
    like: dict[str, str] = {}
    in_force: Day
    authority: str
    forums: dict[str, str] = {}
    words: Words = Words.model_construct()  # not checked, so that importing this makes no validator
    a_fortiori: AFortiori | None = None
    work_kind: str | None = None
    kindred_works: tuple[frozenset[str], ...] = ()
    marks: dict[str, Mark] = {}
    summary: Text

    @property
    def names(self) -> tuple[str, ...]:
        """The names in a scenario's ``where`` that ask this regime."""
        return (self.id, *(self.asked_in or (self.jurisdiction,)))
