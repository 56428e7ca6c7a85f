"""Assessing a scenario: the path from uses to an `Assessment`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from fairuse.answer import ranges
from fairuse.answer.answers import Answers, OfUse
from fairuse.answer.asked import court_of, day_of
from fairuse.answer.assumed import assumed, effects, never_assumed, possible, reach, unknown_facts
from fairuse.answer.authorities import authorities_of, cites_of
from fairuse.answer.bearings import bearings_of
from fairuse.answer.exposure import exposures, is_planned
from fairuse.answer.follows import Follows
from fairuse.answer.house import under_house
from fairuse.answer.moves import Trial
from fairuse.answer.places import checked_before, duties_of, places_of
from fairuse.answer.posed import posed, views_of
from fairuse.answer.result import (
    Assessment,
    BoundView,
    FactGiven,
    FindingResult,
    Ground,
    HeldByHand,
    IssueResult,
    KbInfo,
    OpenView,
    Receipt,
    RuleConsidered,
    ScenarioInfo,
    Taken,
    UseResult,
    Waits,
)
from fairuse.answer.spans import Spans, spans
from fairuse.answer.steps import changes_of, to_find_of
from fairuse.answer.together import together
from fairuse.answer.views import Choice, bears
from fairuse.engine import Finding, Inference, Program, infer
from fairuse.engine.clauses import VIEW, holds
from fairuse.engine.narrowed import core
from fairuse.engine.proof import Considered, considered
from fairuse.kb.acts import Need
from fairuse.kb.condition import Value
from fairuse.kb.model import Issue, KnowledgeBase
from fairuse.release import VERSION
from fairuse.scenario.model import Basis, Held, Scenario
from fairuse.scenario.unanswered import unanswered
from fairuse.scenario.uses import Use, not_asked, regimes_asked, uses_of
from fairuse.source.errors import argument_problem


class EngineDisagreement(Exception):
    """The two sides of the engine came to different findings. A defect of the product; no answer is given."""


def assess_alone(
    scenario: Scenario,
    kb: KnowledgeBase,
    *,
    as_of: str | None = None,
    forum: str | None = None,
    regimes: tuple[str, ...] = (),
    of_use: OfUse | None = None,
) -> Assessment:
    """Assess every use of `scenario` by the rules alone, with no decided case beside the answers.

    The law is that of `as_of` (``YYYY-MM-DD``), as a court of `forum` would see it. Date and forum default to the
    scenario's own, then to today and no particular forum. `regimes` (ids or jurisdictions) narrows what the scenario
    asks for. `of_use` finds the answer for one use, as `assess_use` does. Raises `FairuseError` if nothing is left to
    assess.
    """
    uses = asked_uses(scenario, kb, regimes)
    court = court_of(scenario, kb, forum, regimes)
    return assess_uses(uses, scenario, kb, day_of(scenario, as_of), court, regimes, of_use=of_use)


def asked_uses(scenario: Scenario, kb: KnowledgeBase, regimes: tuple[str, ...] = ()) -> tuple[Use, ...]:
    """The uses of a scenario. Raises `FairuseError` if there is none."""
    if uses := uses_of(scenario, kb, regimes):
        return uses
    known = regimes_asked(scenario, kb, regimes)
    asked = ", ".join(regimes or scenario.where) or "acts without a place or law named"
    reason = f"no regime answers for {asked}"
    if known:
        acts = dict.fromkeys(act for regime in known for act in regime.acts)
        laws = ", ".join(r.id for r in known)
        reason = f"none of {laws} covers these acts; they can be asked of {', '.join(acts)}"
    raise argument_problem("scenario", reason)


def assess_uses(
    uses: Sequence[Use],
    scenario: Scenario,
    kb: KnowledgeBase,
    day: str,
    court: str | None,
    regimes: tuple[str, ...] = (),
    *,
    of_use: OfUse | None = None,
) -> Assessment:
    """Assess some `uses` of a scenario, as they are given; their facts need not be those of the scenario."""
    results = Answers(uses, kb, day, court, of_use or assess_use).all()
    bearings = bearings_of(results, kb, day)
    return Assessment(
        kb=KbInfo(version=kb.version, sha256=kb.sha256),
        as_of=day,
        forum=court,
        scenario=ScenarioInfo(title=scenario.title, description=scenario.description, sha256=scenario.sha256),
        uses=tuple(results),
        places=places_of(results, kb),
        unanswered=unanswered(scenario, kb, regimes),
        duties=duties_of(results, kb),
        checked_before=checked_before(results, kb, day),
        bearings=bearings,
        not_asked=not_asked({use.regime for use in results}, scenario, kb, regimes),
        authorities=authorities_of(results, bearings, kb, day),
        house=None
        if kb.beneath is None
        else under_house(results, Answers(uses, kb.beneath, day, court, of_use or assess_use).all(), kb),
        receipt=Receipt(release=VERSION, scenario=scenario, regimes=regimes),
    )


def _by_forum(program: Program, known: Mapping[str, Value], kb: KnowledgeBase) -> dict[str, str]:
    """The standing in each forum of the regime; empty if no rule of the program depends on a doctrine."""
    if not program.doctrines:
        return {}
    taken = {f: ranges.view_rows(ranges.turning(program, views_of(kb, program, f))) for f in kb.forums(program.regime)}
    rows = {tuple(view.items()): view for views in taken.values() for view in views}  # many share them
    ranks = ranges.ranks_under(core(program), known, {}, 1, list(rows.values()))
    found = dict(zip(rows, ranges.named(ranks[:, 0]), strict=True))
    return {forum: ranges.joined([found[tuple(view.items())] for view in views]) for forum, views in taken.items()}


def assess_use(
    use: Use,
    kb: KnowledgeBase,
    as_of: str,
    forum: str | None,
    may_be: Mapping[str, Sequence[Value]] = MappingProxyType({}),
) -> UseResult:
    """Assess one use: prove it on the chain side under each open view, explore it on the columns side.

    `may_be`: known facts that could still come out otherwise, with the values they could take, for the range.
    """
    alone = assess_use(replace(use, held=()), kb, as_of, forum, may_be) if use.held else None
    asked = posed(use, kb, as_of, forum)
    use, program, known, choices = asked.use, asked.program, asked.known, asked.choices
    runs = _runs(program, known, choices)
    follows = Follows(asked, kb, as_of, forum)
    seen = ranges.explore(program, known, choices, follows, follows.turns)
    reads = frozenset(program.facts)
    read = [fact for fact in seen.unknown if fact in reads]
    fits = possible({**use.values, "act": use.act}, kb)
    far = spans(program, known, choices, read, {f: v for f, v in may_be.items() if f in known}, fits)
    _compare(program, runs, seen)
    findings = _findings(program, runs, kb)
    base = runs[0].inference
    unknown = unknown_facts(seen, fits, base.values, use.left_open, use.regime, kb)
    open_ = never_assumed(seen, _rested_on(findings, program.conclusion), use.regime, kb) | set(use.left_open)
    within = reach(seen.standing, unknown, open_, use.regime, kb)
    far = far.reaching(within.low, within.high)
    return UseResult(
        id=use.id,
        act_id=use.act_id,
        act=use.act,
        act_title=use.act_title,
        work=use.work,
        work_title=use.work_title,
        regime=use.regime,
        jurisdiction=kb.regimes[use.regime].jurisdiction,
        asked=use.asked,
        standing=seen.standing,
        because=tuple(f.because for f in findings if f.issue == program.conclusion and not f.defeated_by),
        range=far.range,
        range_is="exact" if far.exact else "bound",
        reached=far.reached,
        facts=tuple(_given(n, g.value, g.known, g.note, n in known) for n, g in use.facts.items()),
        issues=_issues(program, runs, findings, far),
        findings=findings,
        unknown=unknown,
        assumed=assumed(seen.standing, unknown, open_, use.regime, kb),
        within=within,
        together=together(program, known, choices, seen.standing, within, far, fits),
        waits_for=tuple(_waits(need, seen) for need in seen.waits),
        open_views=_open_views(choices, runs, seen),
        bound_views=tuple(
            BoundView(doctrine=c.doctrine, view=c.live[0], bound_by=c.bound_by, reason=c.reason)
            for c in choices
            if len(c.shown) == 1
        ),
        by_forum=_by_forum(program, known, kb),
        changes=changes_of(Trial(program, known, choices, seen.standing, follows), use, seen, kb),
        to_find=to_find_of(use, seen.standing, unknown, kb),
        planned=is_planned(use.values, kb),
        held=tuple(_by_hand(issue, one, alone) for issue, one in use.held) if alone else (),
        by_rules=alone.standing if alone else None,
        exposure=tuple(exposures(use, {**use.values, **base.values}, kb, as_of)),
        trace=tuple(map(_considered, considered(program, base, {**known, **runs[0].views, **base.values}))),
    )


@lru_cache(maxsize=4_096, typed=True)  # the facts of some acts, which many laws are told alike
def _given(fact: str, value: Value, known: Basis, note: str, read: bool) -> FactGiven:
    return FactGiven(fact=fact, value=value, known=known, note=note, read=read)


@lru_cache(maxsize=8_192)  # most rules fare alike for the acts of a scenario, and from one answer to the next
def _considered(one: Considered) -> RuleConsidered:
    return RuleConsidered(rule=one.rule, state=one.state, missing=one.missing, failed=one.failed)


@dataclass(frozen=True)
class _Run:
    """One proof run: the views taken, whether one of them is only argued, and what came of it."""

    views: Mapping[str, Value]
    argued: bool
    inference: Inference


def _runs(program: Program, known: Mapping[str, Value], choices: Sequence[Choice]) -> list[_Run]:
    """Prove the use with the first live views, then once more for each other view of each open doctrine.

    Another view is proved anew only if it could matter: if some alternative of a rule that reads it has all else it
    needs. Otherwise the same rules fire on the same terms, and the first proof is one for that view, too.
    """
    only_argued = {(VIEW + c.doctrine, view) for c in choices for view in c.argued}
    first, *others = ranges.one_by_one(choices)
    base = infer({**known, **first}, program)
    terms = {**known, **first, **base.values}

    def matters(name: str) -> bool:
        return any(holds([a for a in clause if a.term != name], terms) for clause in program.reading.get(name, ()))

    read = {name for name in first if matters(name)}
    runs = [_Run(first, False, base)]
    for views in others:
        same = all(views[name] == first[name] for name in read)
        inference = base if same else infer({**known, **views}, program)
        runs.append(_Run(views, bool(only_argued & set(views.items())), inference))
    return runs


def _compare(program: Program, runs: Sequence[_Run], seen: ranges.Exploration) -> None:
    """Refuse to answer where chain and columns differ, rule for rule."""
    rows = [view for view, _ in seen.by_view]
    for run in runs:
        chain = {f.rule: bool(f.defeated_by) for f in run.inference.findings}
        other = seen.fired(rows.index(run.views))
        if chain != other:
            differing = sorted(n for n in chain.keys() | other.keys() if chain.get(n) != other.get(n))
            raise EngineDisagreement(f"{program.regime}, {program.act}: {', '.join(differing)}")


def _open_views(choices: Sequence[Choice], runs: Sequence[_Run], seen: ranges.Exploration) -> tuple[OpenView, ...]:
    """The open doctrines on which a finding of this use turns, those that divide the answer first."""
    first = runs[0]
    result = []
    for choice in choices:
        name = VIEW + choice.doctrine
        variants = [r for r in runs[1:] if r.views[name] != first.views[name]]
        if all(r.inference.findings == first.inference.findings for r in variants):
            continue
        others = {VIEW + c.doctrine: c.live for c in choices if c is not choice}
        rows = [one for one in seen.by_view if all(one[0][n] in live for n, live in others.items())]
        decides = bears(name, rows)  # if not, it was not tried with all that others may be
        under = {
            view: ranges.span(standing for row, standing in rows if row[name] == view or not decides)
            for view in choice.shown
        }
        divides = len({under[v] for v in choice.live}) > 1
        result.append(OpenView(doctrine=choice.doctrine, standings=under, argued=choice.argued, divides=divides))
    return tuple(sorted(result, key=lambda v: (not v.divides, v.doctrine)))


def _findings(program: Program, runs: Sequence[_Run], kb: KnowledgeBase) -> tuple[FindingResult, ...]:
    """All findings of all runs, in firing order; one that some open view does not share says under which it fires."""

    def existed(name: str) -> bool:  # nothing is cited that had not been decided on the day
        return name in kb.authorities and kb.authorities[name].exists_on(program.as_of)

    fired: dict[str, list[tuple[_Run, Finding]]] = {}
    for run in runs:
        for finding in run.inference.findings:
            fired.setdefault(finding.rule, []).append((run, finding))
    scales = {issue.id: issue.scale for issue in program.issues}
    found: dict[str, FindingResult] = {}
    for compiled in program.rules:
        rule = compiled.rule
        if (hits := fired.get(rule.id)) is None:
            continue
        live = [(r, f) for r, f in hits if not f.defeated_by] or hits
        finding = live[0][1]
        found[rule.id] = FindingResult(
            rule=rule.id,
            issue=rule.issue,
            value=rule.value,
            lean=scales[rule.issue][rule.value],
            because=rule.because,
            rests_on=_grounds(finding),
            rests_on_absence=finding.rests_on_absence,
            cites=cites_of(rule, program.regime, kb, program.as_of),
            contrary=tuple(name for name in rule.contrary if existed(name)),
            status=rule.status,
            presumption=rule.presumption,
            view=rule.view,
            under=_under([r for r, _ in live], runs),
            defeated_by=finding.defeated_by,
        )
    return tuple(found.values())


def _rested_on(findings: Sequence[FindingResult], conclusion: str) -> frozenset[str]:
    """The facts that an answer says are not known: its own findings, or those right beneath, rest on their absence."""
    live = [f for f in findings if not f.defeated_by]
    beneath = {ground.term for f in live if f.issue == conclusion for ground in f.rests_on}
    return frozenset(name for f in live if f.issue == conclusion or f.issue in beneath for name in f.rests_on_absence)


def _grounds(finding: Finding) -> tuple[Ground, ...]:
    """The facts and issues of a proof, each once; the views are told in `under`."""
    terms = dict.fromkeys(pair for pair in finding.rests_on if not pair[0].startswith(VIEW))
    return tuple(Ground(term=name, value=value) for name, value in terms)


def _under(having: Sequence[_Run], runs: Sequence[_Run]) -> tuple[tuple[Taken, ...], ...]:
    """The views on which a finding depends; none if it stands in every run.

    Every run departs from the first in at most one doctrine. A finding of the first run needs the first view of each
    doctrine whose other views lack it (one conjunction); any other needs one of the views that have it.
    """
    if len(having) == len(runs):
        return ()
    first = runs[0]

    def departs(run: _Run) -> str:
        return next(n for n in run.views if run.views[n] != first.views[n])

    if any(run is first for run in having):
        lost = dict.fromkeys(departs(run) for run in runs[1:] if all(run is not h for h in having))
        return (tuple(_taken(n, first) for n in lost),)
    return tuple((_taken(departs(r), r),) for r in having)


def _taken(name: str, run: _Run) -> Taken:
    return Taken(doctrine=name.removeprefix(VIEW), view=str(run.views[name]))


def _issues(
    program: Program, runs: Sequence[_Run], findings: Sequence[FindingResult], far: Spans
) -> tuple[IssueResult, ...]:
    results = []
    by_issue: dict[str, list[FindingResult]] = {}
    for finding in findings:
        by_issue.setdefault(finding.issue, []).append(finding)
    for issue in program.issues:
        values = {run.inference.values.get(issue.id) for run in runs if not run.argued}
        value = next(iter(values)) if len(values) == 1 else None
        own = by_issue.get(issue.id, [])
        if value is None and not own and issue.id not in far.issues and issue.role != "gate":
            continue
        live = [f for f in own if not f.defeated_by]
        results.append(
            IssueResult(
                id=issue.id,
                label=issue.label,
                factor=issue.factor,
                headline=issue.headline,
                role=issue.role,
                value=value,
                lean=issue.scale[value] if value else None,
                score=_score(issue, value),
                range=far.issues.get(issue.id),
                for_=tuple(f.rule for f in live if f.lean == "for"),
                against=tuple(f.rule for f in live if f.lean == "against"),
                neutral=tuple(f.rule for f in live if f.lean == "neutral"),
                defeated=tuple(f.rule for f in own if f.defeated_by),
            )
        )
    return tuple(results)


def _score(issue: Issue, value: str | None) -> int | None:
    return None if issue.scores is None or value is None else issue.scores[list(issue.scale).index(value)]


def _by_hand(issue: str, held: Held, alone: UseResult) -> HeldByHand:
    by_rules = next((i.value for i in alone.issues if i.id == issue), None)
    return HeldByHand(issue=issue, value=held.value, by=held.by, because=held.because, by_rules=by_rules)


def _waits(need: Need, seen: ranges.Exploration) -> Waits:
    fact = need.facts[0]
    return Waits(need=need.id, fact=fact, says=need.says.strip(), effect=effects(fact, seen))
