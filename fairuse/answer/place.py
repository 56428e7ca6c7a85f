"""The frozen answer of a place: where an act on some works stands there, and which duties are due."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict

from fairuse.kb.model import Standing

#: On which step of its law a place's answer falls: on the ordinary law (nothing protected, allowed by the owner, no
#: restricted act: its rule says which), on an exception or a law that weighs, or on none of them.
Step = Literal["ordinary", "law", "exception", "none_covers", "not_researched"]
#: How a duty stands: it is met, breached, due but not known to be met, or not due.
DutyState = Literal["met", "open", "breached", "not_due"]
DUTY_STATES: tuple[DutyState, ...] = get_args(DutyState)


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class PlaceResult(_Frozen):
    """Where one act on one group of works stands in one place, gone through as a lawyer does.

    First the ordinary law: is anything protected taken, does the owner's licence reach the act, is it a restricted act.
    Then the exceptions, of which one that covers is enough. `use`: the use whose law gives the standing, if one does.
    `ordinary` and `exceptions`: the uses that were gone through, exceptions with the best first. `not_researched`: the
    exceptions of the place that the knowledge base lacks, where the answer waits for them.
    """

    act_id: str
    act: str
    act_title: str
    work: str
    work_title: str
    place: str
    standing: Standing
    range: tuple[Standing, Standing]
    step: Step
    use: str | None
    because: str
    ordinary: str | None
    exceptions: tuple[str, ...]
    not_researched: str = ""

    @property
    def id(self) -> str:
        """What names the row: act, works and place."""
        return f"{self.act_id}/{self.work}/{self.place}"


class LawChecked(_Frozen):
    """When the law of a place was last checked, of a place whose law was asked for a later day.

    `stale`: so long ago that new law is likely to be missing.
    """

    place: str
    checked_on: str
    stale: bool


class Duty(_Frozen):
    """A duty that a law lays on the user, whatever the act's standing. `uses`: those in which it was found."""

    issue: str
    label: str
    place: str
    state: DutyState
    because: tuple[str, ...]
    uses: tuple[str, ...]
