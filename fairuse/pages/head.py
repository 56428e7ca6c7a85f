"""The first lines of a report: the answers at a glance, what the acts mean for each other, which laws were asked."""

from __future__ import annotations

from fairuse.answer.result import Assessment, BearingResult
from fairuse.kb.model import KnowledgeBase
from fairuse.pages.laws import law_paragraphs
from fairuse.words.outline import Block, Grid, Point, Points
from fairuse.words.wording import LEAN_TONES, STANDING_LABELS, TONES, References, range_text

#: With more laws than this, the head of a report counts them: three of their names fill two lines. The matrix names
#: them.
MANY = 3


def head_blocks(assessment: Assessment, kb: KnowledgeBase, sources: References) -> list[Block]:
    """The answers at a glance: a line a use, or with several laws a matrix of laws and acts; then what joins them."""
    if len({u.regime for u in assessment.uses}) > 1:
        blocks: list[Block] = [_matrix(assessment, kb)]
    else:
        blocks = [_table(assessment)]
    blocks += law_paragraphs(assessment, kb)
    for title, items in (
        ("The acts seen together", [_bearing(b, assessment, sources) for b in assessment.bearings]),
        ("Claims beside", _claims(assessment, kb)),
    ):
        if items:
            blocks.append(Points(title, tuple(items)))
    return blocks


def _table(assessment: Assessment) -> Grid:
    rows = [
        (
            Point(str(number)),
            Point(use.act_title),
            Point(use.work_title),
            Point(STANDING_LABELS[use.standing], tone=TONES[use.standing]),
            Point(range_text(*use.range)),
        )
        for number, use in enumerate(assessment.uses, 1)
    ]
    return Grid(("", "Act", "Works", "Standing", "Range"), tuple(rows))


def _matrix(assessment: Assessment, kb: KnowledgeBase) -> Grid:
    """Laws down, acts across; a cell holds the standing and the number of the use."""
    uses = list(enumerate(assessment.uses, 1))
    several = len({u.work for _, u in uses}) > 1
    columns = {(u.act_id, u.work): u.act_title + (f": {u.work_title}" if several else "") for _, u in uses}
    kinds = {u.act_id: u.act for _, u in uses}
    rows = []
    for regime in dict.fromkeys(u.regime for _, u in uses):
        cells = {(u.act_id, u.work): (n, u) for n, u in uses if u.regime == regime}
        row = [Point(kb.regimes[regime].label)]
        for key in columns:
            if key in cells:
                number, use = cells[key]
                row.append(Point(f"{STANDING_LABELS[use.standing]} ({number})", tone=TONES[use.standing]))
            else:
                covered = kb.regimes[regime].acts
                row.append(Point("not for such acts" if covered and kinds[key[0]] not in covered else "not asked"))
        rows.append(tuple(row))
    return Grid(("Law", *columns.values()), tuple(rows))


def _bearing(bearing: BearingResult, assessment: Assessment, sources: References) -> Point:
    """What some uses mean for others, which it names by their numbers."""
    numbers = {use.id: number for number, use in enumerate(assessment.uses, 1)}
    firsts = sorted({numbers[first] for first, _ in bearing.between})
    seconds = sorted({numbers[second] for _, second in bearing.between})
    refs = [sources.ref(c.authority, c.at) for c in bearing.cites]
    refs += [sources.ref(name, contrary=True) for name in bearing.contrary]
    note = "" if bearing.status == "settled" else bearing.status
    label = f"What {_listed(firsts)} {'mean' if len(firsts) > 1 else 'means'} for {_listed(seconds)}"
    return Point(bearing.says.strip(), tuple(refs), label, note)


def _listed(numbers: list[int]) -> str:
    *some, last = map(str, numbers)
    return f"{', '.join(some)} and {last}" if some else last


def _claims(assessment: Assessment, kb: KnowledgeBase) -> list[Point]:
    """The claims that speak against the user in some use, whatever becomes of the main question."""
    found: dict[tuple[str, str], list[int]] = {}
    for number, use in enumerate(assessment.uses, 1):
        for issue in use.issues:
            if issue.role == "claim" and issue.lean == "against" and issue.value:
                found.setdefault((issue.id, issue.value), []).append(number)
    return [
        Point(
            f"{value.replace('_', ' ')} ({_listed(numbers)}).", (), kb.issues[issue].label, tone=LEAN_TONES["against"]
        )
        for (issue, value), numbers in sorted(found.items())
    ]
