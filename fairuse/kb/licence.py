"""Licences and terms as data: what each allows, asks and limits."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from fairuse.kb.entry import Day, Entry, Text

#: ``unclear``: the text is silent, in dispute, depends on what is not known here, or was not read.
Says = Literal["yes", "no", "unclear"]


class Grants(BaseModel):
    """What the text permits, on its conditions."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    copying: Says
    adapting: Says
    sharing: Says
    training: Says
    commercial: Says


class Asks(BaseModel):
    """The duties of who uses the grant. `in_own_copies`: credit and notices in copies, too, that are not passed on."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    credit: Says
    notices: Says
    share_alike: Says
    same_terms_for_outputs: Says
    in_own_copies: Says = "unclear"


class Limits(BaseModel):
    """What is shut out: ``yes`` where there is such a limit."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    field_of_use: Says
    outputs: Says
    rival_models: Says


class Licence(Entry):
    """A licence or terms under which works, data or models are given.

    `form`: the sort of licence that it is, a value of the fact that tells it. `tags`: how dataset and model cards name
    it. `dedication`: it gives the right up. `notes`: what a lawyer needs beside the values, by their dotted names.
    """

    name: Text
    kind: Literal["content", "software", "data", "model", "terms", "none"]
    spdx: str | None = None
    tags: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    dedication: bool = False
    form: str | None = None
    grants: Grants
    training_note: Text
    asks: Asks
    limits: Limits
    ends: Literal["never", "breach", "breach_curable", "at_will", "unclear"]
    patents: Says
    says_of_training: Says
    notes: dict[str, Text] = {}
    caution: Text
    checked_on: Day
    verified: bool
    sources: Annotated[tuple[str, ...], Field(min_length=1)]

    @property
    def names(self) -> tuple[str, ...]:
        """All that people call it."""
        return (self.name, *self.synonyms, *self.tags, *((self.spdx,) if self.spdx else ()))

    def attribute(self, name: str) -> str | bool | None:
        """The value of a dotted attribute (``grants.training``, ``ends``). Raises `AttributeError`."""
        value: object = self
        for part in name.split("."):
            value = getattr(value, part)
        assert value is None or isinstance(value, str | bool)
        return value


class LicenceFamily(Entry):
    """Tags that stand for several licences: which one it is stays unknown until its text is found."""

    means: Text
    tags: Annotated[tuple[str, ...], Field(min_length=1)]
