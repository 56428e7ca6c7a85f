"""What people say they did, and the acts, works and facts that it implies."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from fairuse.kb.condition import Value
from fairuse.kb.entry import Entry, Text


def _listed(raw: object) -> object:
    return raw if isinstance(raw, list | tuple) else [raw]


#: What a situation implies of a fact: one value, or of a list of choices all that are on it.
Implied = dict[str, Annotated[tuple[Value, ...], Field(min_length=1), BeforeValidator(_listed)]]


class SituationWorks(BaseModel):
    """The works that a situation is about, with what it implies of them."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    title: Text
    facts: Implied = {}


class SituationAct(BaseModel):
    """An act of a situation, with what it implies of it."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    act: str
    title: Text
    facts: Implied = {}


class Situation(Entry):
    """What people say they did. `facts`: implied of who did it; each is presumed until the user confirms it."""

    label: Text
    facts: Implied = {}
    works: SituationWorks
    acts: Annotated[tuple[SituationAct, ...], Field(min_length=1)]

    @property
    def held(self) -> tuple[tuple[tuple[str | int, ...], Implied], ...]:
        """The facts that it implies, each group with where it is written."""
        acts = ((("acts", number, "facts"), act.facts) for number, act in enumerate(self.acts))
        return (("facts",), self.facts), (("works", "facts"), self.works.facts), *acts
