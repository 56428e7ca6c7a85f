"""What differs between two assessments, as frozen values.

``fairuse schema comparison`` prints the JSON Schema of `Comparison`.
"""

from __future__ import annotations

from typing import Literal

from fairuse.answer.result import AuthorityInfo, Citation, Frozen, KbInfo, ScenarioInfo
from fairuse.kb.condition import Value
from fairuse.kb.model import Lean, Standing

CauseKind = Literal[
    "rule_began",
    "rule_ended",
    "authority_decided",
    "authority_displaced",
    "rules_changed",
    "act",
    "fact",
    "issue",
    "view",
    "finding",
]
FindingMove = Literal["gained", "lost", "defeated", "revived", "views", "sources"]


class Assessed(Frozen):
    """One of the two assessments: the law it applied and the scenario it applied it to."""

    kb: KbInfo
    as_of: str
    forum: str | None
    scenario: ScenarioInfo


class Cause(Frozen):
    """One reason why a finding stands in one assessment and not in the other.

    `subject` is the id of the rule, authority, fact, issue or doctrine that differs; `says` puts it in words.
    """

    kind: CauseKind
    subject: str
    says: str


class FindingChange(Frozen):
    """A finding that came, went, or stands otherwise than before.

    `move`: `gained` or `lost`; `defeated` or no longer (`revived`); stands on other `views`; has other `sources`.
    `effective`: it is (or was, if lost) undefeated, so that it could move its issue. `cites` and `contrary` are those
    of the assessment that has it, of the new one if both do. `why` is empty only where the assessments do not show it.
    """

    rule: str
    move: FindingMove
    issue: str
    label: str
    value: str
    lean: Lean
    because: str
    cites: tuple[Citation, ...]
    contrary: tuple[str, ...]
    effective: bool
    why: tuple[Cause, ...]


class IssueChange(Frozen):
    """A legal question that came out otherwise. A value is None while open or where it depends on the view taken."""

    issue: str
    label: str
    factor: int | None
    headline: bool
    old: str | None
    new: str | None
    lean: Lean | None


class FactChange(Frozen):
    """A fact given otherwise; None where it is not known."""

    fact: str
    old: Value | None
    new: Value | None


class UseChange(Frozen):
    """One use in both assessments. `through`: the rules at the bottom of what moved, nearest to the answer first.

    `entered` and `left`: rules that could speak to the use in only one of the two, whether or not they fired.
    """

    id: str
    act_title: str
    work_title: str
    regime: str
    standing: tuple[Standing, Standing]
    range_before: tuple[Standing, Standing]
    range_after: tuple[Standing, Standing]
    issues: tuple[IssueChange, ...]
    findings: tuple[FindingChange, ...]
    facts: tuple[FactChange, ...]
    through: tuple[str, ...]
    entered: tuple[str, ...]
    left: tuple[str, ...]

    @property
    def moved(self) -> bool:
        """Whether the standing, its range or the value of an issue differs."""
        return self.standing[0] != self.standing[1] or self.range_before != self.range_after or bool(self.issues)

    @property
    def differs(self) -> bool:
        """Whether anything that is reported differs."""
        return self.moved or bool(self.findings or self.facts)


class LoneUse(Frozen):
    """A use that only one of the assessments has."""

    id: str
    act_title: str
    work_title: str
    regime: str
    standing: Standing


class Comparison(Frozen):
    """What differs between two assessments, use by use. `authorities`: what the two say of those they name."""

    format_version: Literal[2] = 2
    old: Assessed
    new: Assessed
    uses: tuple[UseChange, ...]
    only_old: tuple[LoneUse, ...]
    only_new: tuple[LoneUse, ...]
    authorities: tuple[AuthorityInfo, ...] = ()

    @property
    def moved(self) -> bool:
        """Whether an answer differs: a standing, a range, the value of an issue, or a use that came or went."""
        return bool(self.only_old or self.only_new) or any(use.moved for use in self.uses)

    @property
    def differs(self) -> bool:
        """Whether an answer or one of its reasons differs."""
        return self.moved or any(use.differs for use in self.uses)
