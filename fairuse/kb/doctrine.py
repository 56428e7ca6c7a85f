"""Questions on which authorities disagree, with the views that are taken of them."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from fairuse.kb.authority import UsualView
from fairuse.kb.entry import Day, Entry, Text


class View(BaseModel):
    """A position on a doctrine and who takes it."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    id: str
    label: Text
    says: Text
    held_by: tuple[str, ...] = ()
    persuasive: tuple[str, ...] = ()


class Doctrine(Entry):
    """A question on which authorities disagree. The first view is the one shown first."""

    regime: str
    label: Text
    question: Text
    since: Day
    views: Annotated[tuple[View, ...], Field(min_length=2)]
    usual: UsualView | None = None
