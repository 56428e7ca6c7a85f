"""The wording of analogies: nearest decided cases on each side, and how they differ from the use."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from fairuse.answer.ranges import UNDECIDED
from fairuse.answer.result import ActNamed, Analogy, UseResult, standing_rank
from fairuse.kb.model import KnowledgeBase
from fairuse.precedent.described import cited
from fairuse.words.en import analogies as en
from fairuse.words.outline import Point, Ref
from fairuse.words.wording import term_label, value_text

#: Issues named in one list at most: nine in ten lists of what differs are no longer.
LISTED = 5


def analogy_points(use: UseResult, kb: KnowledgeBase, ref: Callable[[str], Ref]) -> list[Point]:
    """The nearest decided acts, those against the way of the answer first: they must be distinguished.

    `ref` makes a reference to an authority of the knowledge base.
    """
    if use.analogies is None:
        return []
    favourable = standing_rank(use.standing) > standing_rank(UNDECIDED)
    with_it, against_it = use.analogies.for_, use.analogies.against
    if not favourable:
        with_it, against_it = against_it, with_it
    decided = use.standing != UNDECIDED
    return [
        *(_point(a, use, kb, ref, to_distinguish=decided and n == 0) for n, a in enumerate(against_it)),
        *(_point(a, use, kb, ref, to_distinguish=False) for a in with_it),
    ]


def _point(
    found: Analogy, use: UseResult, kb: KnowledgeBase, ref: Callable[[str], Ref], *, to_distinguish: bool
) -> Point:
    def said(issue: str, value: str) -> str:
        return value_text(issue, value, kb)

    values = {**{i.id: i.value or "" for i in use.issues}, **found.on_worse_view}

    def named(issues: Sequence[str], *, there: bool) -> str:
        parts = []
        for issue in issues[:LISTED]:
            words = f"{term_label(issue, kb)}: {said(issue, values[issue])}"
            parts.append(words + (en.THERE_X.format(said(issue, found.there[issue])) if there else ""))
        more = len(issues) - LISTED
        return "; ".join(parts) + (en.AND_X_MORE.format(more) if more > 0 else "")

    text = [f"{found.label}."]
    if found.shared:
        text.append(en.ALIKE_X.format(named(found.shared, there=False)))
    if found.stronger_here:
        text.append(en.STRONGER_HERE_X.format(named(found.stronger_here, there=True)))
    if found.weaker_here:
        text.append(en.WEAKER_HERE_X.format(named(found.weaker_here, there=True)))
    if found.on_worse_view:
        text.append(en.TAKEN_ON_THE_VIEW_WORSE.format(named(tuple(found.on_worse_view), there=False)))
    if ActNamed(case=found.case, label=found.label) in (use.analogies.forced_by if use.analogies else ()):
        text.append(en.IT_REACHES_THIS_USE_A)
    elif to_distinguish:
        text.append(en.THIS_IS_THE_CASE_TO)
    authority = cited(found.citation, kb)
    allowed = found.outcome == "allowed"
    name = authority.called if authority else f"{found.name}, {found.citation}"
    label = en.X_HELD_X.format(name, en.ALLOWED if allowed else en.NOT_ALLOWED)
    refs = (ref(authority.id),) if authority else ()
    return Point(" ".join(text), refs, label, tone="good" if allowed else "bad")
