"""Nearest decided cases, for and against: shared issues, stronger here, weaker here (after HYPO and CATO).

A decided act is described by the values its issues take under the law of its day; a use by those it takes now. They
are compared issue by issue, never added up into a result: the cases inform, the rules decide.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from fairuse.answer import ranges
from fairuse.answer.posed import posed
from fairuse.answer.result import ActNamed, Analogies, Analogy, Assessment, Taken, UseResult, standing_rank
from fairuse.kb.model import REPORTED, Issue, KnowledgeBase, Standing
from fairuse.kb.regime import AFortiori, Outcome
from fairuse.knowledge import cache_file, keep
from fairuse.scenario.uses import uses_of

if TYPE_CHECKING:
    from fairuse.precedent.decided import DecidedCase

#: How many cases are named on each side: the one to follow or distinguish, and a second that shows it is not alone.
NAMED = 2
#: What the same kind of act adds to nearness: no law, only a choice of whom to name. A use and a decided act compare
#: some 15 issues and give some 27 reasons, so that it counts as much as two issues that come out the other way round,
#: or four reasons in common: enough to prefer the same act among cases alike in law, too little to outweigh them.
SAME_ACT = 0.15
#: The rooms between a file of cases and its description.
_DESCRIBING = ("source", "kb", "engine", "scenario", "answer", "precedent")


class Precedent(BaseModel):
    """One decided act with the values its issues take under the law of its day, and the rules that gave them.

    `as_held`: the rules answer it as the court did; only such an act can decide another a fortiori.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    case: str
    name: str
    citation: str
    label: str
    act: str
    regime: str
    decided: str
    outcome: Outcome
    issues: dict[str, str]
    as_held: bool = True
    reasons: tuple[str, ...]


_PRECEDENTS = TypeAdapter(tuple[Precedent, ...], config=ConfigDict(defer_build=True))


def load_precedents(folder: Path, kb: KnowledgeBase) -> tuple[Precedent, ...]:
    """The decided acts in `folder`, described; from the cache if cases, rules and code have not changed."""
    digest = hashlib.sha256(kb.sha256.encode())
    for path in sorted(folder.rglob("*.yaml")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    cached = cache_file("precedents", digest.hexdigest(), *_DESCRIBING)
    if cached is not None and cached.is_file():
        with contextlib.suppress(ValidationError, OSError):
            return _PRECEDENTS.validate_json(cached.read_bytes())
    from fairuse.precedent.decided import load_cases  # noqa: PLC0415  only needed when cases or rules are new

    found = describe(load_cases(folder, kb), kb)
    if cached is not None:
        keep(cached, _PRECEDENTS.dump_json(found))
    return found


def describe(cases: Iterable[DecidedCase], kb: KnowledgeBase) -> tuple[Precedent, ...]:
    """Describe each decided act by the issues it settles under the law of its day, with the first live views."""
    found = []
    for case in cases:
        for act, use in zip(case.acts, uses_of(case.scenario(), kb), strict=True):
            held = case.held(act, kb)
            if held is None:
                continue
            asked = posed(use, kb, case.day, case.forum)
            program = asked.program
            ran = ranges.run_rows(program, asked.rows()[:1])
            values = ran.values
            compared = [i for i in program.issues if _is_compared(i) and i.id != program.conclusion]
            scales = {i.id: list(i.scale) for i in compared}
            found.append(
                Precedent(
                    case=case.id,
                    name=case.name,
                    citation=case.citation,
                    label=act.label,
                    act=use.act,
                    regime=use.regime,
                    decided=case.day,
                    outcome=held,
                    issues={i: scale[values[i][0]] for i, scale in scales.items() if values[i][0] >= 0},
                    as_held=_as_held(held, ranges.named(ranges.ranks(program, ran))[0]),
                    reasons=tuple(n for n, beaten in ran.findings(0).items() if not beaten and _reason(n, kb)),
                )
            )
    return tuple(found)


def _as_held(held: Outcome, standing: Standing) -> bool:
    """Whether the rules come to what the court held; if not, the issues compared are not what decided there."""
    side = standing_rank(standing) - standing_rank(ranges.UNDECIDED)
    return side > 0 if held == "allowed" else side < 0


def nearest_cases(use: UseResult, precedents: Sequence[Precedent], kb: KnowledgeBase, as_of: str) -> Analogies:
    """The nearest decided acts on each side for a use, and those that decide it a fortiori.

    An issue that turns on an open view is compared as it comes out on the view worse for the user. For an act that was
    not allowed to decide the use, it must do so on the better view as well.
    """
    settled = {i.id: i.value for i in use.issues if i.value and _is_compared(kb.issues[i.id])}
    worse, better = _by_view(use, kb)
    here = {**settled, **worse}
    reasons = {f.rule for f in use.findings if not f.defeated_by and _reason(f.rule, kb)}
    compared = [
        (p, *_compare(p, here, worse.keys(), reasons, use.act, kb))
        for p in precedents
        if p.regime == use.regime and p.decided <= as_of and p.issues.keys() & here.keys()
    ]
    compared.sort(key=lambda found: (-found[1], found[2].case, found[2].label))
    sides: dict[str, list[Analogy]] = {"allowed": [], "not_allowed": []}
    for _, _, analogy in compared:
        sides[analogy.outcome].append(analogy)
    kind = {**settled, **better}
    law = kb.regimes[use.regime].a_fortiori
    forced = [
        a
        for p, _, a in compared
        if p.as_held and _forces(a, law)
        if a.outcome == "allowed" or worse == better or _forces(_compare(p, kind, (), reasons, use.act, kb)[1], law)
    ]
    return Analogies(
        for_=tuple(sides["allowed"][:NAMED]),
        against=tuple(sides["not_allowed"][:NAMED]),
        forced_by=tuple(ActNamed(case=a.case, label=a.label) for a in forced),
    )


def _by_view(use: UseResult, kb: KnowledgeBase) -> tuple[dict[str, str], dict[str, str]]:
    """The issues that come out otherwise on other views that some court has held: their worst and best values."""
    argued = {Taken(doctrine=v.doctrine, view=view) for v in use.open_views for view in v.argued}
    worse: dict[str, str] = {}
    better: dict[str, str] = {}
    for result in use.issues:
        issue = kb.issues[result.id]
        found = [
            f.value
            for f in use.findings
            if f.issue == result.id and not f.defeated_by
            if not f.under or any(argued.isdisjoint(views) for views in f.under)
        ]
        if result.value is None and found and _is_compared(issue):
            ordered = sorted(found, key=lambda value: _merit(issue, value))
            worse[result.id], better[result.id] = ordered[0], ordered[-1]
    return worse, better


def _is_compared(issue: Issue) -> bool:
    """Whether cases are compared on an issue: one that bears on a factor or is a condition; no factor as a whole."""
    if issue.headline or issue.role in REPORTED:
        return False
    return issue.factor is not None or issue.role is not None


def _reason(name: str, kb: KnowledgeBase) -> bool:
    """Whether a rule gives a reason that two acts may have in common: it speaks for a side, and nothing is presumed."""
    rule = kb.rules.get(name)
    if rule is None or rule.presumption or not _is_compared(kb.issues[rule.issue]):
        return False
    return kb.issues[rule.issue].scale[rule.value] != "neutral"


def _compare(
    there: Precedent, here: Mapping[str, str], open_: Collection[str], reasons: Set[str], act: str, kb: KnowledgeBase
) -> tuple[float, Analogy]:
    """How near a decided act is, and how.

    Nearness is how closely the issues agree, and what share of the reasons given for either act are given for both:
    that two values are equal says little where they are so for other reasons. The same kind of act counts a little.
    """
    shared: list[str] = []
    stronger: list[str] = []
    weaker: list[str] = []
    for name in [i for i in kb.issues if i in here and i in there.issues]:
        mine, theirs = _merit(kb.issues[name], here[name]), _merit(kb.issues[name], there.issues[name])
        side = shared if mine == theirs else stronger if mine > theirs else weaker
        side.append(name)
    differing = (*stronger, *weaker)
    distance = sum(abs(_merit(kb.issues[n], here[n]) - _merit(kb.issues[n], there.issues[n])) for n in differing)
    everything = len(shared) + len(stronger) + len(weaker)
    common = len(reasons & set(there.reasons)) / max(len(reasons | set(there.reasons)), 1)
    nearness = 1 - distance / everything + common + (SAME_ACT if there.act == act else 0.0)
    leaning = [n for n in shared if kb.issues[n].scale[here[n]] != "neutral"]
    return nearness, Analogy(
        case=there.case,
        name=there.name,
        citation=there.citation,
        label=there.label,
        outcome=there.outcome,
        shared=tuple(leaning),
        stronger_here=tuple(stronger),
        weaker_here=tuple(weaker),
        there={n: there.issues[n] for n in (*stronger, *weaker)},
        on_worse_view={n: here[n] for n in (*shared, *differing) if n in open_},
    )


def _merit(issue: Issue, value: str) -> float:
    """Where a value stands from worst (0) to best (1) for the user."""
    leans = list(issue.scale.values())
    order = {"against": 0, "neutral": 1, "for": 2}
    rising = order[leans[-1]] >= order[leans[0]]
    place = list(issue.scale).index(value) / (len(issue.scale) - 1)
    return place if rising else 1 - place


def _forces(analogy: Analogy, law: AFortiori | None) -> bool:
    """Whether a decided act decides the use a fortiori: at least as strong, or as weak, on every issue compared."""
    if law is None:
        return False
    worse = analogy.weaker_here if analogy.outcome == "allowed" else analogy.stronger_here
    better = analogy.stronger_here if analogy.outcome == "allowed" else analogy.weaker_here
    return not worse and len(analogy.shared) + len(better) >= law.least


def with_analogies(assessment: Assessment, precedents: Sequence[Precedent], kb: KnowledgeBase) -> Assessment:
    """The assessment with the nearest decided cases beside each use."""
    uses = tuple(
        u.model_copy(update={"analogies": nearest_cases(u, precedents, kb, assessment.as_of)}) for u in assessment.uses
    )
    return assessment.model_copy(update={"uses": uses})
