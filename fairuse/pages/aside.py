"""The arguments that a report sets aside: what spoke the other way and was beaten, and by what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from fairuse.answer.result import FindingResult, UseResult
from fairuse.kb.model import REPORTED, STANDINGS, KnowledgeBase
from fairuse.words.en import aside as en
from fairuse.words.outline import Point


class Say(Protocol):
    """How a finding is put into words."""

    def __call__(self, finding: FindingResult, *, brief: bool = False) -> Point:
        """Put a finding into words."""


def set_aside(use: UseResult, kb: KnowledgeBase, say: Say) -> list[Point]:
    """Findings against the run of the answer: defeated by a better rule, or outranked within their issue.

    What holds on another view than those that decide is named, too, but not as outweighed: nothing beats it there.
    """
    issues = {i.id: i for i in use.issues}
    items = []
    named: set[str] = set()
    for finding in use.findings:
        issue = issues[finding.issue]
        if finding.presumption or issue.lean == finding.lean:
            continue  # nobody argued it; or the same direction, only weaker
        if use.standing == STANDINGS[-1] and issue.role in REPORTED:
            continue  # where no permission is needed, what else an owner might sue on is no argument against that
        winners = list(_winners(finding, use, issue.value))
        if not winners and (not finding.under or issue.value in (None, finding.value)):
            continue
        point = say(finding, brief=True)
        over = "".join(en.OUTWEIGHED_X.format(w.because.strip()) for w in winners[:1] if w.rule not in named)
        named.update(w.rule for w in winners[:1])
        items.append(Point(f"{point.text}{over}", point.refs, kb.issues[finding.issue].label, tone=point.tone))
    return items


def _winners(finding: FindingResult, use: UseResult, value: str | None) -> Iterator[FindingResult]:
    """The undefeated findings that beat one."""
    outranked = not finding.defeated_by and not finding.under and value not in (None, finding.value)
    for other in use.findings:
        beats = other.rule in finding.defeated_by
        above = outranked and other.issue == finding.issue and other.value == value
        if (beats or above) and not other.defeated_by:
            yield other
