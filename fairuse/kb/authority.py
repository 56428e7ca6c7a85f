"""Authorities, and what is known of authorities in general: their levels, kinds and statuses."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from fairuse.kb.entry import Day, Entry, PartDay, Text, last_day

#: Which way a court found a factor to point.
Direction = Literal["favors", "disfavors", "neutral"]
#: A day after all days that are asked about.
NEVER = "9999-12-31"
#: What an act can come to beside the two outcomes for which each regime has its word.
LEFT_OPEN = ("mixed", "remanded", "not_reached")


class Level(Entry):
    """A rank of courts, or of others who make, apply or explain law.

    `order`: its place in lists of authorities, the most authoritative first; of two levels that bind in one
    jurisdiction, the earlier prevails. `binds`: what its decisions bind, the whole of their jurisdiction and those
    within it, or a forum of their own. `reported`: they are cited by reporter, volume and page, as parsers can read.
    """

    label: Text
    order: Annotated[int, Field(ge=1)]
    binds: Literal["jurisdiction", "forum"] | None = None
    reported: bool = False


class AuthorityKind(Entry):
    """What sort of thing an authority is. `made`: the word for how it comes about (it "was decided").

    `binds`: such an authority holds a view, and binds as far as its level does; the others only voice one. `decides`:
    rules may rest on it. `named`: its citation says what it is, so that lists need no name beside it.
    """

    made: Text
    binds: bool = False
    decides: bool = True
    named: bool = False


class AuthorityStatus(Entry):
    """What has become of an authority. `note`: what lists of sources say of it. `law`: it is, or was, in force."""

    note: str = ""
    law: bool = True


class Holding(BaseModel):
    """What a decision held for one act, factor by factor.

    `outcome`: the word of a regime of its jurisdiction, or one of `LEFT_OPEN`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    act: str
    label: str = ""
    outcome: str
    factors: dict[str, Literal[Direction, "not_reached"]] = {}
    unconfirmed: tuple[str, ...] = ()


class Event(BaseModel):
    """Something that became of an authority: what `says` it, and the `status` it has from then on, if another.

    `on`: when it came about, as far as that is confirmed; a month or a year counts from its last day. `known_from`:
    where no date is confirmed, the day on which it was found to be so. One of the two is given.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    on: PartDay | None = None
    known_from: PartDay | None = None
    says: Text
    status: str | None = None

    @property
    def day(self) -> str:
        """The day from which it is told; never, if it has no date."""
        dated = self.on or self.known_from
        return last_day(dated) if dated else NEVER


class Authority(Entry):
    """A statute, decision or guidance, as far as it is confirmed.

    `level`, `kind` and `status` name entries of the lists of those. `forum`: that of the court, which its decisions
    bind if its level says so. `status` is that of its first day; what it became since stands in `history`.

    `since`: of a case that is not decided, or a bill, the day from which it may be named: it was brought, or came to
    what it is named for.

    `general`: a text that frames a question and states no principle by itself (such as the four factors of section
    107): it supports no rule alone, and no rule is dated from it.
    """

    kind: str
    name: Text
    short: str = ""
    citation: Text
    citation_note: str | None = None
    court: str | None = None
    level: str
    forum: str | None = None
    jurisdiction: str
    decided: PartDay | None = None
    since: PartDay | None = None
    date_note: str | None = None
    until: Day | None = None
    status: str
    history: tuple[Event, ...] = ()
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

    def exists_on(self, day: str) -> bool:
        """Whether the authority had been given, or begun, and not yet displaced as a whole, on `day`."""
        first = self.decided or self.since
        given = first is None or last_day(first) <= day
        return given and (self.until is None or day <= self.until)

    def history_on(self, day: str) -> tuple[Event, ...]:
        """What had become of it by `day`, in the order of time."""
        return tuple(sorted((e for e in self.history if e.day <= day), key=lambda e: e.day))

    def status_on(self, day: str) -> str:
        """Its status on `day`."""
        return next((e.status for e in reversed(self.history_on(day)) if e.status), self.status)


class UsualView(BaseModel):
    """The view that courts mostly take where no court above them has spoken; `because` names who does, for reports.

    `forums`: where they do, if not everywhere.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    view: str
    forums: tuple[str, ...] = ()
    because: Text
    cites: Annotated[tuple[str, ...], Field(min_length=1)]
