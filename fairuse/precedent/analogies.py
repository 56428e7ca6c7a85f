"""Nearest decided cases, for and against: shared issues, stronger here, weaker here (after HYPO and CATO).

A decided act is described by the values its issues take under the law of its day; a use by those it takes now. They
are compared issue by issue, never added up into a result: the cases inform, the rules decide.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from fairuse.answer.result import ActNamed, Analogies, Analogy, Assessment, Taken, UseResult
from fairuse.answer.views import binding
from fairuse.kb.model import KnowledgeBase
from fairuse.kb.regime import AFortiori
from fairuse.precedent.described import Precedent, is_compared
from fairuse.precedent.nearness import (
    SAME_BOTH,
    Seen,
    kindred_works,
    kinship,
    marks_shared,
    merits,
    nearness,
    seen_decided,
    seen_use,
    settled,
)

#: How many cases are named on each side: the one to follow or distinguish, and a second that shows it is not alone.
NAMED = 2
#: What a court of the forum, or one that binds it, adds to nearness: as much as the same kind of work.
AT_HOME = 0.15
#: What each step of kinship adds: as much again as the same act. An act that is a step less near is named first only if
#: it is nearer than that in its issues and reasons.
STEP = 0.3
#: What the same kind of work adds where that is all two acts have in common: a third of a step, before acts that are no
#: more than kindred, as a reader asks for a ruling on such works. A kindred kind adds it where the act is shared.
SUCH_WORKS = 0.1
#: What marks add if all are shared: less than a step, so that with the works they order acts of equal kinship, and no
#: others.
MARKS = 0.2


def nearest_cases(
    use: UseResult, precedents: Sequence[Precedent], kb: KnowledgeBase, as_of: str, forum: str | None = None
) -> Analogies:
    """The nearest decided acts on each side for a use, and those that decide it a fortiori.

    An issue that turns on an open view is compared as it comes out on the view worse for the user. For an act that was
    not allowed to decide the use, it must do so on the better view as well.
    """
    precedents = [p for p in precedents if p.regime == use.regime and p.decided <= as_of]
    if not precedents:
        return Analogies(for_=(), against=(), forced_by=())
    decided = settled(use, kb)
    worse, better = _by_view(use, kb)
    here, kind = ({i: values[i] for i in kb.issues if i in values} for values in (decided | worse, decided | better))
    known = [p for p in precedents if p.issues.keys() & here.keys()]
    seen = seen_use(use, here, kb)
    acts = in_order(seen, known, kb, forum)
    akin = {(p.case, p.label) for p in acts if kinship(seen, seen_decided(p), use.regime, kb)}
    law = kb.regimes[use.regime].a_fortiori
    forced = [
        p
        for p in acts
        if p.as_held and _forces(p, here, law, kb)
        if p.outcome == "allowed" or worse == better or _forces(p, kind, law, kb)
    ]

    def told(some: Iterable[Precedent]) -> tuple[Analogy, ...]:
        found = list(some)
        near = [p for p in found if (p.case, p.label) in akin] or found  # nobody who shares nothing beside one who does
        return tuple(_compare(p, here, worse.keys(), kb) for p in _named(near))

    return Analogies(
        for_=told(p for p in acts if p.outcome == "allowed"),
        against=told(p for p in acts if p.outcome != "allowed"),
        forced_by=tuple(ActNamed(case=p.case, label=p.label) for p in forced),
    )


def in_order(here: Seen, acts: Iterable[Precedent], kb: KnowledgeBase, forum: str | None) -> list[Precedent]:
    """Decided acts in the order in which they are named beside an act."""
    return sorted(acts, key=lambda act: _order(act, here, kb, forum))


def _order(act: Precedent, here: Seen, kb: KnowledgeBase, forum: str | None) -> tuple[int, int, bool, float, str, str]:
    """In which order decided acts are named: as one who argues the case would look for them.

    First the same act on the same kind of work, of these those of courts that bind and then of other courts of the
    forum; then what shares one of the two by its steps of kinship and by what is nearest, and with it what binds,
    unless it is about something else than what marks this act; then the rest. Within each, what the rules answer as it
    was held comes first, as the issues of another are not what decided it.
    """
    there = seen_decided(act)
    binds = act.authority in binding(act.regime, kb, forum)
    home = binds or (forum is not None and act.forum == forum)
    kin = kinship(here, there, act.regime, kb)
    both = kin == SAME_BOTH
    same = here.work == there.work
    such = same if kin == 1 else kin > 1 and not same and kindred_works(here, there, act.regime, kb)
    near = nearness(here, there, act.regime, kb) + STEP * kin + SUCH_WORKS * such
    shared = marks_shared(here, there)
    near += MARKS * shared + AT_HOME * (home and (shared > 0 or not here.marked))
    first = both + (kin > 0)
    return -first, -(2 * binds + home) if both else 0, not act.as_held, -near, act.case, act.label


def _named(found: Iterable[Precedent]) -> list[Precedent]:
    """The first of them, no case twice: a second act of the first case would not show that it is not alone."""
    first: dict[str, Precedent] = {}
    for act in found:
        first.setdefault(act.case, act)
    return list(first.values())[:NAMED]


def _by_view(use: UseResult, kb: KnowledgeBase) -> tuple[dict[str, str], dict[str, str]]:
    """The issues that come out otherwise on other views that some court has held: their worst and best values."""
    argued = {Taken(doctrine=v.doctrine, view=view) for v in use.open_views for view in v.argued}
    worth = merits(kb)
    worse: dict[str, str] = {}
    better: dict[str, str] = {}
    for result in use.issues:
        found = [
            f.value
            for f in use.findings
            if f.issue == result.id and not f.defeated_by
            if not f.under or any(argued.isdisjoint(views) for views in f.under)
        ]
        if result.value is None and found and is_compared(kb.issues[result.id]):
            ordered = sorted(found, key=worth[result.id].__getitem__)
            worse[result.id], better[result.id] = ordered[0], ordered[-1]
    return worse, better


def _compare(there: Precedent, here: Mapping[str, str], open_: Collection[str], kb: KnowledgeBase) -> Analogy:
    """A decided act beside a use, issue by issue."""
    shared, stronger, weaker = _sides(there, here, kb)
    differing = (*stronger, *weaker)
    return Analogy(
        case=there.case,
        name=there.name,
        citation=there.citation,
        label=there.label,
        outcome=there.outcome,
        shared=tuple(_leaning(shared, here, kb)),
        stronger_here=tuple(stronger),
        weaker_here=tuple(weaker),
        there={n: there.issues[n] for n in differing},
        on_worse_view={n: here[n] for n in (*shared, *differing) if n in open_},
    )


def _sides(
    there: Precedent, here: Mapping[str, str], kb: KnowledgeBase
) -> tuple[Sequence[str], Sequence[str], Sequence[str]]:
    """The issues on which a use and a decided act agree, those on which it is stronger, and those on which weaker."""
    worth = merits(kb)
    shared: list[str] = []
    stronger: list[str] = []
    weaker: list[str] = []
    for name in [i for i in here if i in there.issues]:
        mine, theirs = worth[name][here[name]], worth[name][there.issues[name]]
        side = shared if mine == theirs else stronger if mine > theirs else weaker
        side.append(name)
    return shared, stronger, weaker


def _forces(there: Precedent, here: Mapping[str, str], law: AFortiori | None, kb: KnowledgeBase) -> bool:
    """Whether a decided act decides a use a fortiori: at least as strong, or as weak, on every issue compared."""
    if law is None:
        return False
    shared, stronger, weaker = _sides(there, here, kb)
    shared = _leaning(shared, here, kb)
    worse, better = (weaker, stronger) if there.outcome == "allowed" else (stronger, weaker)
    return not worse and len(shared) + len(better) >= law.least


def _leaning(issues: Iterable[str], here: Mapping[str, str], kb: KnowledgeBase) -> list[str]:
    """Those of some issues that come out for a side."""
    return [name for name in issues if kb.issues[name].scale[here[name]] != "neutral"]


def with_analogies(assessment: Assessment, precedents: Sequence[Precedent], kb: KnowledgeBase) -> Assessment:
    """The assessment with the nearest decided cases beside each use."""
    day, forum = assessment.as_of, assessment.forum
    uses = tuple(
        u.model_copy(update={"analogies": nearest_cases(u, precedents, kb, day, forum)}) for u in assessment.uses
    )
    return assessment.model_copy(update={"uses": uses})
