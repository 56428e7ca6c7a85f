"""Authorities: statutes, decisions and guidance, as far as they are confirmed."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from fairuse.kb.entry import Day, Entry, PartDay, Text, last_day


class Holding(BaseModel):
    """What a decision held for one act, factor by factor."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    act: str
    label: str = ""
    outcome: Literal["fair", "not_fair", "mixed", "remanded", "not_reached"]
    factors: dict[str, Literal["favors", "disfavors", "neutral", "not_reached"]] = {}
    unconfirmed: tuple[str, ...] = ()


class Authority(Entry):
    """A statute, decision or guidance, as far as it is confirmed.

    `general`: a text that frames a question and states no principle by itself (such as the four factors of section
    107): it supports no rule alone, and no rule is dated from it.
    """

    kind: Literal["statute", "decision", "guidance", "pending", "executive"]
    name: Text
    short: str = ""
    citation: Text
    citation_note: str | None = None
    court: str | None = None
    level: Literal["scotus", "supreme", "circuit", "district", "state", "agency", "executive", "legislature", "foreign"]
    circuit: str | None = None
    jurisdiction: str
    decided: PartDay | None = None
    date_note: str | None = None
    until: Day | None = None
    status: Literal[
        "good_law",
        "good_law_in_part",
        "settled",
        "on_appeal",
        "pending",
        "superseded_in_part",
        "agency_guidance",
        "executive_statement",
        "proposal",
        "statute",
    ]
    history: str = ""
    summary: Text
    acts: tuple[Holding, ...] = ()
    principles: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    relevance: str = ""
    checked_on: Day
    verified: bool
    note: str = ""
    sources: tuple[str, ...] = ()
    background: bool = False
    general: bool = False

    @property
    def called(self) -> str:
        """The name by which running text refers to it."""
        return self.short or self.name

    @property
    def cited_as(self) -> str:
        """Name and citation as a reference list gives them."""
        named = self.kind == "statute" or self.name.split(" (")[0].split(", In re")[0].lower() in self.citation.lower()
        return self.citation if named else f"{self.name}, {self.citation}"

    def exists_on(self, day: str) -> bool:
        """Whether the authority had been given, and not yet displaced as a whole, on `day`."""
        given = self.decided is None or last_day(self.decided) <= day
        return given and (self.until is None or day <= self.until)
