"""Whether a claim holds in a described case: what its issues came to, use by use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from fairuse.answer.result import Assessment, FindingResult, Frozen, UseResult
from fairuse.claims.model import Claim, Gives
from fairuse.kb.model import KnowledgeBase, Standing


class IssueHere(Frozen):
    """An issue on which a claim turns, and what it came to (None where it is open): for the claim, or against it."""

    issue: str
    label: str
    value: str | None
    range: tuple[str, str] | None
    speaks: Literal["for", "against", "neither"]


class Tried(Frozen):
    """A claim put to one use. `findings`: those that decide its issues there; `open`: facts that could still matter."""

    claim: str
    use: str
    act_title: str
    work_title: str
    standing: Standing
    gives: Gives
    issues: tuple[IssueHere, ...]
    findings: tuple[FindingResult, ...]
    open: tuple[str, ...]


class ClaimTest(Frozen):
    """A claim put to every use of a scenario to which it speaks."""

    format_version: Literal[1] = 1
    claim: str
    title: str
    as_of: str
    forum: str | None
    kb_sha256: str
    uses: tuple[Tried, ...]


def put_to(claim: Claim, assessment: Assessment, kb: KnowledgeBase) -> ClaimTest:
    """Put a claim to an assessment: holds, fails or depends, for each use to which it speaks."""
    return ClaimTest(
        claim=claim.id,
        title=assessment.scenario.title,
        as_of=assessment.as_of,
        forum=assessment.forum,
        kb_sha256=assessment.kb.sha256,
        uses=tuple(tried(claim, use, kb) for use in assessment.uses if speaks_to(claim, use, kb)),
    )


def speaks_to(claim: Claim, use: UseResult, kb: KnowledgeBase) -> bool:
    """Whether a claim is about uses like this: acts of its kind, under its law."""
    return claim.law == use.regime and claim.act is not None and kb.covers((claim.act,), use.act, use.regime)


def raised(claims: Iterable[Claim], assessment: Assessment, kb: KnowledgeBase) -> Iterator[tuple[Claim, Tried]]:
    """The claims that a case raises and settles, each with the first use in which it holds or fails."""
    for claim in claims:
        uses = [use for use in assessment.uses if speaks_to(claim, use, kb) and _is_about(claim, use)]
        settled = (one for use in uses if (one := tried(claim, use, kb)).gives in ("holds", "fails"))
        if (first := next(settled, None)) is not None:
            yield claim, first


def _is_about(claim: Claim, use: UseResult) -> bool:
    told = {one.fact: one.value for one in use.facts}
    return all(told.get(fact) in values for fact, values in claim.about.items())


def tried(claim: Claim, use: UseResult, kb: KnowledgeBase) -> Tried:
    """Put a claim to one use."""
    issues = tuple(_here(name, claim, use, kb) for name in claim.asks)
    return Tried(
        claim=claim.id,
        use=use.id,
        act_title=use.act_title,
        work_title=use.work_title,
        standing=use.standing,
        gives=_gives(claim, issues),
        issues=issues,
        findings=tuple(f for f in use.findings if f.issue in claim.asks and not f.defeated_by),
        open=tuple(one.fact for one in use.unknown if one.matters),
    )


def _here(name: str, claim: Claim, use: UseResult, kb: KnowledgeBase) -> IssueHere:
    found = next((issue for issue in use.issues if issue.id == name), None)
    # the conclusion is the standing, which waits for what has to be told; of an issue what the findings come to
    value = use.standing if name == kb.regimes[use.regime].conclusion else found.value if found else None
    speaks: Literal["for", "against", "neither"] = "neither"
    if value is not None and value in claim.fails.get(name, ()):
        speaks = "against"
    elif value is not None and value in claim.holds.get(name, ()):
        speaks = "for"
    return IssueHere(
        issue=name, label=kb.issues[name].label, value=value, range=found.range if found else None, speaks=speaks
    )


def _gives(claim: Claim, issues: tuple[IssueHere, ...]) -> Gives:
    if not claim.holds and not claim.fails:
        return "no_law"
    if any(one.speaks == "against" for one in issues):
        return "fails"
    asked = [one for one in issues if one.issue in claim.holds]
    return "holds" if asked and all(one.speaks == "for" for one in asked) else "depends"
