"""What stands beside an answer and decides none of it: what others may sue on, and the duties that are due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fairuse.answer.place import Duty
from fairuse.answer.result import Assessment, FindingResult, Taken, UseResult
from fairuse.answer.rows import Row
from fairuse.answer.steps import fitting
from fairuse.kb.model import KnowledgeBase, Step


@dataclass(frozen=True)
class Claim:
    """A claim that speaks against the user.

    `divided`: on some views of an open question only, on others not. `planned`: it would arise if the plan were done.
    """

    issue: str
    label: str
    value: str
    divided: bool
    planned: bool = False


def claims_of(row: Row) -> tuple[Claim, ...]:
    """The claims that stand beside an answer, each once."""
    return tuple(dict.fromkeys(claim for use in row.uses for claim in _claims(use)))


def steps_against(row: Row, kb: KnowledgeBase) -> Iterator[tuple[Step, Claim]]:
    """The steps that take the ground from a claim beside an answer, where they fit what is told."""
    for use in row.uses:
        fit = list(fitting(use.act, {given.fact: given.value for given in use.facts}, kb))
        for claim in _claims(use):
            yield from ((step, claim) for step in fit if claim.issue in step.answers)


def duties_of(row: Row, assessment: Assessment) -> tuple[Duty, ...]:
    """The duties on the uses behind an answer that are due and not known to be met."""
    own = {use.id for use in row.uses}
    return tuple(d for d in assessment.duties if d.state in ("open", "breached") and own & set(d.uses))


def _claims(use: UseResult) -> Iterator[Claim]:
    for issue in use.issues:
        if issue.role != "claim":
            continue
        if issue.value is not None:
            if issue.lean == "against":
                yield Claim(issue.id, issue.label, issue.value, divided=False, planned=use.planned)
            continue
        for finding in use.findings:
            against = finding.issue == issue.id and finding.lean == "against" and not finding.defeated_by
            if against and finding.under and not only_argued(use, finding):
                yield Claim(issue.id, issue.label, finding.value, divided=True, planned=use.planned)


def only_argued(use: UseResult, finding: FindingResult) -> bool:
    """Whether a finding stands only on views that no court has held."""
    argued = {Taken(doctrine=v.doctrine, view=view) for v in use.open_views for view in v.argued}
    return bool(finding.under) and all(argued & set(views) for views in finding.under)
