"""Comparing two assessments: what moved, and through which rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fairuse.answer.result import Assessment, FindingResult, UseResult
from fairuse.inquiry.causes import Pair, Seen, authorities_of
from fairuse.inquiry.comparison import (
    Assessed,
    Cause,
    Comparison,
    FactChange,
    FindingChange,
    FindingMove,
    IssueChange,
    LoneUse,
    UseChange,
)
from fairuse.kb.model import KnowledgeBase


def compare(old: Assessment, new: Assessment, kb: KnowledgeBase) -> Comparison:
    """Say what differs between two assessments, use by use (matched by id).

    `kb` says when rules and authorities began and ended; the assessments may have been made with other rules.
    """
    before, after = {u.id: u for u in old.uses}, {u.id for u in new.uses}
    return Comparison(
        old=_assessed(old),
        new=_assessed(new),
        uses=tuple(_use(Pair(Seen(old, before[u.id], kb), Seen(new, u, kb), kb)) for u in new.uses if u.id in before),
        only_old=tuple(_lone(u) for u in old.uses if u.id not in after),
        only_new=tuple(_lone(u) for u in new.uses if u.id not in before),
        authorities=tuple({a.id: a for a in (*old.authorities, *new.authorities)}.values()),
    )


def _assessed(report: Assessment) -> Assessed:
    return Assessed(kb=report.kb, as_of=report.as_of, forum=report.forum, scenario=report.scenario)


def _lone(use: UseResult) -> LoneUse:
    return LoneUse(
        id=use.id, act_title=use.act_title, work_title=use.work_title, regime=use.regime, standing=use.standing
    )


def _use(pair: Pair) -> UseChange:
    old, new = pair.old, pair.new
    issues = tuple(_issues(pair))
    findings = tuple(_findings(pair))
    standing = (old.use.standing, new.use.standing)
    names = sorted(old.facts.keys() | new.facts.keys())
    return UseChange(
        id=new.use.id,
        act_title=new.use.act_title,
        work_title=new.use.work_title,
        regime=new.use.regime,
        standing=standing,
        range_before=old.use.range,
        range_after=new.use.range,
        issues=issues,
        findings=findings,
        facts=tuple(
            FactChange(fact=n, old=old.facts.get(n), new=new.facts.get(n))
            for n in names
            if old.facts.get(n) != new.facts.get(n)
        ),
        through=_through(_wanted(pair, issues), findings),
        entered=tuple(rule for rule in new.considered if rule not in old.considered),
        left=tuple(rule for rule in old.considered if rule not in new.considered),
    )


def _issues(pair: Pair) -> Iterator[IssueChange]:
    names = dict.fromkeys([*(i.id for i in pair.new.use.issues), *(i.id for i in pair.old.use.issues)])
    results = {i.id: i for use in (pair.old.use, pair.new.use) for i in use.issues}
    leans = {i.id: i.lean for i in pair.new.use.issues}
    for name in names:
        old, new = pair.old.issues.get(name), pair.new.issues.get(name)
        if old != new:
            issue = results[name]
            yield IssueChange(
                issue=name,
                label=issue.label,
                factor=issue.factor,
                headline=issue.headline,
                old=old,
                new=new,
                lean=leans.get(name),
            )


def _findings(pair: Pair) -> Iterator[FindingChange]:
    """The findings that differ, in the order of the new assessment, then those that only the old one has."""
    old, new = pair.old.findings, pair.new.findings
    for rule, after in new.items():
        before = old.get(rule)
        if before is None or (before.issue, before.value) != (after.issue, after.value):
            causes = pair.rules_changed(rule) if before else pair.absence(after, gained=True)
            yield _change(after, "gained", causes, pair)
        elif bool(before.defeated_by) != bool(after.defeated_by):
            yield _change(after, "defeated" if after.defeated_by else "revived", pair.conflict(before, after), pair)
        elif before.under != after.under:
            yield _change(after, "views", pair.other_views(before, after), pair)
        elif authorities_of(before) != authorities_of(after):
            yield _change(after, "sources", tuple(pair.other_sources(before, after)), pair)
    for rule, before in old.items():
        after_value = (new[rule].issue, new[rule].value) if rule in new else None
        if after_value != (before.issue, before.value):
            causes = pair.rules_changed(rule) if after_value else pair.absence(before, gained=False)
            yield _change(before, "lost", causes, pair)


def _change(finding: FindingResult, move: FindingMove, why: Sequence[Cause], pair: Pair) -> FindingChange:
    labels = {i.id: i.label for seen in (pair.old, pair.new) for i in seen.use.issues}
    return FindingChange(
        rule=finding.rule,
        move=move,
        issue=finding.issue,
        label=labels.get(finding.issue, finding.issue),
        value=finding.value,
        lean=finding.lean,
        because=finding.because,
        cites=finding.cites,
        contrary=finding.contrary,
        effective=move in ("defeated", "revived") or not finding.defeated_by,
        why=tuple(why),
    )


def _wanted(pair: Pair, issues: Sequence[IssueChange]) -> list[str]:
    """The issues whose change is to be traced: the conclusion if the answer moved, then headlines, then the rest."""
    old, new = pair.old.use, pair.new.use
    moved = (old.standing, old.range) != (new.standing, new.range)
    regime = pair.kb.regimes.get(pair.new.use.regime)
    conclusion = [regime.conclusion] if regime and moved else []
    return [*conclusion, *(i.issue for i in sorted(issues, key=lambda i: not i.headline))]


def _through(wanted: Sequence[str], findings: Sequence[FindingChange]) -> tuple[str, ...]:
    """The rules at the bottom of the changes of the `wanted` issues: those that changed for a reason of their own."""
    by_rule = {f.rule: f for f in findings}
    queue, seen = list(wanted), set[str]()
    found: dict[str, None] = {}
    while queue:
        name = queue.pop(0)
        if name in seen:
            continue
        seen.add(name)
        changes = [by_rule[name]] if name in by_rule else [f for f in findings if f.issue == name and f.effective]
        for change in changes:
            if change.move == "sources":
                continue
            queue += [c.subject for c in change.why if c.kind in ("issue", "finding")]
            if any(c.kind not in ("issue", "finding") for c in change.why):
                found[change.rule] = None
    return tuple(found)
