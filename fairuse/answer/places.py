"""One answer for an act, its works and a place: the ordinary law of the place first, then its exceptions."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import TypeVar

from fairuse.answer.place import DUTY_STATES, Duty, LawChecked, PlaceResult, Step
from fairuse.answer.ranges import UNDECIDED
from fairuse.answer.result import UseResult, standing_rank
from fairuse.kb.model import STANDINGS, KnowledgeBase, Standing
from fairuse.kb.regime import Regime
from fairuse.scenario.uses import Use
from fairuse.words.en import in_text
from fairuse.words.en import places as en

T = TypeVar("T", Use, UseResult)

#: After so many days without a check, new law is likely to be missing: in 2026 rulings on AI came about every month.
STALE_AFTER = 60
#: Said where no rule says in short why, of an exception.
_COVERS: dict[Standing, str] = {
    "not_permitted": en.NOT_COVERED_BY_X,
    "likely_not_permitted": en.LIKELY_NOT_COVERED_BY_X,
    "uncertain": en.OPEN_UNDER_X,
    "likely_permitted": en.LIKELY_COVERED_BY_X,
    "permitted": en.COVERED_BY_X,
    "no_permission_needed": en.COVERED_BY_X,
}


def places_of(uses: Sequence[UseResult], kb: KnowledgeBase, *, plain: bool = False) -> tuple[PlaceResult, ...]:
    """A row for each act, its works and place, in the order of the uses.

    `plain`: reasons go by the answers alone, as in tables, where nobody asks what moves them and what courts divide on.

    Only of places whose law was asked as a whole: by its ordinary law, or by a law that weighs and begins with the same
    questions. Where a scenario asks for one exception by name, that is all it gets.
    """
    return tuple(row for group in by_place(uses, kb) if (row := _place(group, kb, plain)) is not None)


def by_place(uses: Sequence[T], kb: KnowledgeBase) -> list[list[T]]:
    """Uses, or their results, by act, works and place; those that only tell of duties are left out."""
    groups: dict[tuple[str, str, str], list[T]] = {}
    for use in uses:
        regime = kb.regimes[use.regime]
        if regime.kind != "duties":
            groups.setdefault((use.act_id, use.work, regime.jurisdiction), []).append(use)
    return list(groups.values())


def _place(group: Sequence[UseResult], kb: KnowledgeBase, plain: bool) -> PlaceResult | None:
    ordinary = next((u for u in group if kb.regimes[u.regime].kind == "ordinary"), None)
    others = [u for u in group if u is not ordinary]
    if ordinary is None and not any(not kb.regimes[u.regime].exception for u in others):
        return None
    # of equals, what a rule says before what is merely open, and then the first in the knowledge base
    ranked = sorted(others, key=lambda u: (-standing_rank(u.standing), _merely_open(u, kb)))
    step, use, standing = _standing(ordinary, ranked, kb)
    waiting = [u for u in ranked if step == "exception" and u.standing == standing and _merely_open(u, kb)]
    several = use in waiting and len(waiting) > 1
    law = kb.regimes[ordinary.regime] if ordinary else None
    because = _because(step, use, kb, plain)
    if use in waiting:
        # an exception is open, or several are and nothing singles one out
        which = en.ONE_OF_X_EXCEPTIONS.format(len(waiting)) if several else _named(use, kb)
        because = en.OPEN_WHETHER_X_COVERS.format(which)
    first = group[0]
    return PlaceResult(
        act_id=first.act_id,
        act=first.act,
        act_title=first.act_title,
        work=first.work,
        work_title=first.work_title,
        place=first.jurisdiction,
        standing=standing,
        range=_range(standing, ordinary, ranked, law),
        step=step,
        use=use.id if use and not several else None,
        because=because,
        ordinary=ordinary.id if ordinary else None,
        exceptions=tuple(u.id for u in ranked),
        not_researched=law.not_researched if law and step == "not_researched" else "",
    )


def _standing(
    ordinary: UseResult | None, ranked: Sequence[UseResult], kb: KnowledgeBase
) -> tuple[Step, UseResult | None, Standing]:
    """On which step the answer falls, the use that gives it, and the standing."""
    best = ranked[0] if ranked else None
    if ordinary is None:
        assert best is not None
        return "law", best, best.standing
    if ordinary.standing == STANDINGS[-1] or _by_house(ordinary, kb):
        return "ordinary", ordinary, ordinary.standing
    if best is not None and standing_rank(best.standing) > standing_rank(UNDECIDED):
        return ("exception" if kb.regimes[best.regime].exception else "law"), best, best.standing
    if ordinary.standing == UNDECIDED:  # it is open whether permission is needed, or a licence may reach the act
        return "ordinary", ordinary, UNDECIDED
    if not kb.regimes[ordinary.regime].complete:
        return "not_researched", best, UNDECIDED
    if best is None or standing_rank(best.standing) <= standing_rank(ordinary.standing):
        return "none_covers", ordinary, ordinary.standing
    return ("exception" if kb.regimes[best.regime].exception else "law"), best, best.standing


def _range(
    standing: Standing, ordinary: UseResult | None, ranked: Sequence[UseResult], law: Regime | None
) -> tuple[Standing, Standing]:
    """What the place's answer could still become: of each law's range the better end counts, one being enough."""
    parts = [u.range for u in (ordinary, *ranked) if u is not None]
    low = max((low for low, _ in parts), key=standing_rank)
    high = max((high for _, high in parts), key=standing_rank)
    if law is not None and not law.complete and standing_rank(low) < standing_rank(UNDECIDED):
        low = UNDECIDED
    if law is not None and not law.complete and standing_rank(high) < standing_rank(UNDECIDED):
        high = UNDECIDED
    return min(low, standing, key=standing_rank), max(high, standing, key=standing_rank)


def _by_house(use: UseResult, kb: KnowledgeBase) -> bool:
    """Whether a house rule gives the answer itself: then no exception of the place is asked."""
    own, conclusion = kb.house.get("rules", ()), kb.regimes[use.regime].conclusion
    return any(f.rule in own for f in use.findings if f.issue == conclusion and not f.defeated_by)


def _merely_open(use: UseResult, kb: KnowledgeBase) -> bool:
    """Whether no rule has said anything of the conclusion, which the facts given leave open."""
    conclusion = kb.regimes[use.regime].conclusion
    return not any(f.issue == conclusion and not f.defeated_by for f in use.findings)


def _because(step: Step, use: UseResult | None, kb: KnowledgeBase, plain: bool) -> str:
    """The reason in a few words: what the deciding rule says in short, else which law covers the act, if one does."""
    if step == "not_researched":
        return en.NONE_HELD_HERE_COVERS
    if step == "none_covers":
        return en.NONE_COVERS
    assert use is not None
    if use.waits_for:
        return en.NOT_TOLD_X.format("; ".join(w.says for w in use.waits_for))
    divided = [kb.doctrines[v.doctrine].label for v in use.open_views if v.divides and not plain]
    if use.standing == UNDECIDED and divided:
        return en.COURTS_DIVIDE_ON_X.format(_listed([in_text(label) for label in divided]))
    short = next(filter(None, _said(use, kb, plain)), "")
    if step == "ordinary":
        return short or en.OPEN_WHETHER_PERMISSION
    by = _COVERS[use.standing] if kb.regimes[use.regime].exception else en.UNDER_X
    return short or _weighed(use, kb) or (not plain and _lacking(use, kb)) or by.format(_named(use, kb))


def _said(use: UseResult, kb: KnowledgeBase, plain: bool) -> Iterator[str]:
    """What the deciding rules say in short; where they leave it open, first what those on which they rest say."""
    standing = [f for f in use.findings if not f.defeated_by]
    deciding = [f for f in standing if f.issue == kb.regimes[use.regime].conclusion]
    on = {(told.term, told.value) for f in deciding if f.value == UNDECIDED and not plain for told in f.rests_on}
    yield from (kb.rules[f.rule].short for f in standing if (f.issue, f.value) in on)
    yield from (kb.rules[f.rule].short for f in deciding)


def _lacking(use: UseResult, kb: KnowledgeBase) -> str:
    """The open fact that could move an answer furthest which no rule has given, in a few words."""
    if use.within is None or not _merely_open(use, kb):
        return ""
    moved = [*use.within.high_by, *use.within.low_by]
    return en.NOT_TOLD_X.format(in_text(kb.facts[moved[0]].label)) if moved else ""


def _named(use: UseResult, kb: KnowledgeBase) -> str:
    """A law beside its place, which need not be said again."""
    place, _, law = kb.regimes[use.regime].label.partition(": ")
    return law or place


def _weighed(use: UseResult, kb: KnowledgeBase) -> str:
    """How the factors of a law that weighs lean, in a few words: ``purpose and market against, kind of work for``."""
    if kb.regimes[use.regime].words.factor is None:
        return ""
    sides: dict[str, list[str]] = {}
    for issue in sorted((i for i in use.issues if i.headline and i.factor), key=lambda i: i.factor or 0):
        if issue.lean in ("against", "for"):
            sides.setdefault(issue.lean, []).append(kb.issues[issue.id].brief or en.FACTOR_X.format(issue.factor))
    return ", ".join(f"{_listed(own)} {lean}" for lean, own in sides.items())


def _listed(names: Sequence[str]) -> str:
    *some, last = names
    return en.AND.format(", ".join(some), last) if some else last


def checked_before(uses: Sequence[UseResult], kb: KnowledgeBase, as_of: str) -> tuple[LawChecked, ...]:
    """The places whose law was last checked before the day asked about, and when."""
    found = []
    for place in dict.fromkeys(u.jurisdiction for u in uses if kb.regimes[u.regime].kind != "duties"):
        days = [a.checked_on for a in kb.authorities.values() if a.jurisdiction == place and a.checked_on]
        if days and max(days) < as_of:
            age = datetime.date.fromisoformat(as_of) - datetime.date.fromisoformat(max(days))
            found.append(LawChecked(place=place, checked_on=max(days), stale=age.days > STALE_AFTER))
    return tuple(found)


def duties_of(uses: Sequence[UseResult], kb: KnowledgeBase) -> tuple[Duty, ...]:
    """Every duty that some law lays on the user, once for each state it is found in; what is not due last."""
    found: dict[tuple[str, str], list[UseResult]] = {}
    for use in uses:
        for issue in use.issues:
            if issue.role == "duty" and issue.value in DUTY_STATES:
                found.setdefault((issue.id, issue.value), []).append(use)
    return tuple(sorted(_duties(found, kb), key=lambda d: (d.state == "not_due", kb.issues[d.issue].written)))


def _duties(found: dict[tuple[str, str], list[UseResult]], kb: KnowledgeBase) -> Iterator[Duty]:
    for (issue, state), having in found.items():
        findings = (
            f for u in having for f in u.findings if f.issue == issue and f.value == state and not f.defeated_by
        )
        yield Duty(
            issue=issue,
            label=kb.issues[issue].label,
            place=having[0].jurisdiction,
            state=next(s for s in DUTY_STATES if s == state),
            because=tuple(dict.fromkeys(f.because.strip() for f in findings)),
            uses=tuple(u.id for u in having),
        )
