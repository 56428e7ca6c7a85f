"""The first lines of a report: the answers at a glance, what the acts mean for each other, which laws were asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache, partial

from fairuse.answer.beside import Claim, claims_of, duties_of
from fairuse.answer.place import Duty
from fairuse.answer.result import Assessment, BearingResult, OpenView, UseResult, standing_rank
from fairuse.answer.rows import Row, numbers_of
from fairuse.kb.model import STANDINGS, KnowledgeBase
from fairuse.pages.brief import SEEN, first_screen
from fairuse.pages.laws import law_paragraphs
from fairuse.words.en import head as en
from fairuse.words.outline import Block, Grid, Paragraph, Point, Points, Ref, Tone
from fairuse.words.sentences import first_sentence
from fairuse.words.wording import (
    STANDING_LABELS,
    TONES,
    References,
    day_text,
    listed,
    standing_text,
    value_text,
)

#: With more laws than this, the head of a report counts them: three of their names fill two lines. The matrix names
#: them.
MANY = 3
#: Where something stands beside no more than one in so many of many answers, it shares a column with the reasons.
SELDOM = 3
#: What stands in a cell whose text is that of the cell above.
SAME = en.AS_ABOVE
_DUTY_TONES: dict[str, Tone] = {"met": "good", "open": "open", "breached": "bad", "not_due": "plain"}


def head_blocks(
    assessment: Assessment, rows: Sequence[Row], kb: KnowledgeBase, sources: References, depth: str, spared: int = 0
) -> list[Block]:
    """The answers at a glance: a line an answer, or with several places a matrix; then what joins them.

    `spared`: so many things are left out of the first screen, as `first_screen` says.
    """
    blocks: list[Block] = [Paragraph(text) for text in checked_texts(assessment, kb)]
    blocks += at_a_glance(assessment, rows, kb)
    blocks += first_screen(assessment, rows, kb, depth, sources, spared)
    numbers = numbers_of(rows)
    duties = _in_short if depth == "brief" else partial(duty_points, depth=depth)
    together = [] if depth == "brief" else [bearing_point(b, numbers, sources) for b in assessment.bearings]
    for title, items in (
        (en.THE_ACTS_SEEN_TOGETHER, together),
        (en.DUTIES_WHATEVER_THE_ANSWERS_ABOVE, duties(assessment, numbers, kb, sources)),
        (en.TOLD_THOUGH_NO_RULE_READS, [] if depth == "brief" else _kept(assessment, numbers, kb)),
    ):
        if items:
            blocks.append(Points(title, tuple(items)))
    return blocks if depth == "brief" else [*blocks, *law_paragraphs(assessment, kb)]


def at_a_glance(assessment: Assessment, rows: Sequence[Row], kb: KnowledgeBase) -> list[Block]:
    """A line an answer, or with several places a matrix and why; then what is not answered."""
    columns = dict.fromkeys(_column(row, kb) for row in rows)
    blocks: list[Block] = []
    if len(columns) > 1:
        blocks += [_matrix(assessment, rows, tuple(columns), kb), *_reasons(rows, kb)]
    elif rows:
        blocks.append(_table(assessment, rows, kb))
    return [*blocks, *_unanswered(assessment, kb)]


def checked_texts(assessment: Assessment, kb: KnowledgeBase) -> Iterator[str]:
    """That law was last checked before the day asked about: what came since is not in the answers."""
    days: dict[tuple[str, bool], list[str]] = {}
    for law in assessment.checked_before:
        days.setdefault((law.checked_on, law.stale), []).append(kb.place_name(law.place))
    for (day, stale), places in days.items():
        warning = en.NEWER_LAW_IS_LIKELY_TO if stale else ""
        text = en.LAST_CHECKED_ON_X_THE.format(day_text(day), ", ".join(places))
        yield f"{text} {warning}".rstrip()


def _column(row: Row, kb: KnowledgeBase) -> str:
    """What heads the column of an answer in the matrix: its place, or the one law that was asked by itself."""
    return kb.place_name(row.place.place) if row.place else kb.regimes[row.first.regime].label


def titled(use: UseResult) -> str:
    """The act of a use, with a word where it is only planned."""
    return use.act_title + (en.PLANNED if use.planned else "")


def _standing(row: Row) -> Point:
    return Point(STANDING_LABELS[row.standing], tone=TONES[row.standing])


def _table(assessment: Assessment, rows: Sequence[Row], kb: KnowledgeBase) -> Grid:
    """One place: act, works, standing, why in a few words, and what stands beside."""
    lines: list[tuple[Point, ...]] = []
    above: tuple[str, ...] = ()
    asides = [beside(row, assessment, kb) for row in rows]
    seldom = len(rows) >= SEEN and sum(map(bool, asides)) * SELDOM <= len(rows)
    for row, aside_text in zip(rows, asides, strict=True):
        because, stands = row.place.because if row.place else "", aside_text
        if seldom and stands:  # a column of its own would take room from all others
            because, stands = en.X_BESIDE_X.format(because, stands).removeprefix(". "), ""
        cells = (titled(row.first), row.first.work_title, because, stands)
        told = (SAME if len(text) > len(SAME) and text in above else text for text in cells)
        act, works, why, aside = map(Point, told)
        lines.append((Point(str(row.number)), act, works, _standing(row), why, aside, Point(spread(row))))
        above = cells
    return _without_empty(("", en.ACT, en.WORKS, en.STANDING, en.BECAUSE, en.BESIDE, en.RANGE), lines)


def spread(row: Row) -> str:
    """What any one open fact, or a question on which courts divide, could still make of an answer; a dash if nothing.

    The lines below name what does so.
    """
    use = row.first
    ends = [row.standing, *(end for v in use.open_views if v.divides for end in _ends(v))]
    if row.place is not None and row.place.use is None:  # of several exceptions one is enough: no fact closes them all
        ends += (u.within.high for u in row.uses if u.within is not None)
    elif use.standing == row.standing and use.within is not None:
        ends += (use.within.low, use.within.high)
    if row.place is not None:  # another law of the place may hold what this one loses
        worst, best = map(standing_rank, row.place.range)
        ends = [STANDINGS[min(max(standing_rank(end), worst), best)] for end in ends]
    found = sorted({*ends, row.standing}, key=standing_rank)
    low, high = standing_text(found[0]), standing_text(found[-1])
    if len(found) == 1:
        return en.FIRM
    if row.standing in (found[0], found[-1]):
        return en.OR_X.format(low if row.standing == found[-1] else high)
    shared = f" {standing_text('permitted')}"
    return en.X_TO_X.format(low.removesuffix(shared) if high.endswith(shared) else low, high)


def _ends(view: OpenView) -> Iterator[str]:
    """The standings on the views of an open question that some court has taken."""
    return (end for name, both in view.standings.items() if name not in view.argued for end in both)


def beside(row: Row, assessment: Assessment, kb: KnowledgeBase) -> str:
    """The claims and duties that stand beside an answer, in a few words: they decide none of it."""
    strengths: dict[str, list[str]] = {}
    for claim in claims_of(row):
        strengths.setdefault(_strength(claim, kb), []).append(claim.label)
    claims = [f"{', '.join(labels)}: {strength}" for strength, labels in strengths.items()]
    states = Counter(duty.state for duty in duties_of(row, assessment))
    duties = [f"{n} {en.DUTY if n == 1 else en.DUTIES} {state}" for state, n in states.items()]
    return "; ".join([*claims, *duties])


def _strength(claim: Claim, kb: KnowledgeBase) -> str:
    """How far a claim goes, and whether courts divide on it."""
    strength = value_text(claim.issue, claim.value, kb) + (en.ON_ONE_VIEW if claim.divided else "")
    return en.X_IF_DONE.format(strength) if claim.planned else strength


def _without_empty(head: tuple[str, ...], lines: Sequence[tuple[Point, ...]], *, turns: bool = False) -> Grid:
    """A grid without the columns in which nothing stands."""
    kept = [n for n in range(len(head)) if any(line[n].text for line in lines)]
    return Grid(tuple(head[n] for n in kept), tuple(tuple(line[n] for n in kept) for line in lines), turns=turns)


def _matrix(assessment: Assessment, rows: Sequence[Row], columns: Sequence[str], kb: KnowledgeBase) -> Grid:
    """Acts and works down, places across; a cell holds the standing and the number of the answer."""
    several = len({row.first.work for row in rows}) > 1
    lines: dict[tuple[str, str], dict[str, Row]] = {}
    for row in rows:
        lines.setdefault((row.first.act_id, row.first.work), {})[_column(row, kb)] = row
    grid = []
    for found in lines.values():
        first = next(iter(found.values())).first
        name = titled(first) + (f": {first.work_title}" if several else "")
        cells = [
            Point(f"{STANDING_LABELS[found[c].standing]} ({found[c].number})", tone=TONES[found[c].standing])
            if c in found
            else Point(en.NOT_ASKED)
            for c in columns
        ]
        asides: dict[str, list[int]] = {}
        for row in found.values():
            asides.setdefault(beside(row, assessment, kb), []).append(row.number)
        aside = "; ".join(f"{text} ({listed(numbers)})" for text, numbers in asides.items() if text)
        grid.append((Point(name), *cells, Point(aside)))
    return _without_empty((en.ACT, *columns, en.BESIDE), grid, turns=True)


def _reasons(rows: Sequence[Row], kb: KnowledgeBase) -> list[Block]:
    """Beneath the matrix, why: the answers with the same reason on one line."""
    groups: dict[str, dict[str, list[int]]] = {}
    for row in rows:
        if row.place is not None:
            groups.setdefault(row.standing, {}).setdefault(row.place.because, []).append(row.number)
    items = [
        Point(
            "; ".join(f"{because} ({listed(numbers)})" for because, numbers in reasons.items()) + ".",
            label=STANDING_LABELS[standing],
            tone=TONES[standing],
        )
        for standing, reasons in groups.items()
    ]
    return [Points(en.BECAUSE, tuple(items))] if items else []


def _unanswered(assessment: Assessment, kb: KnowledgeBase) -> list[Block]:
    """What no law held here answers; it is no answer in either direction."""
    items = [
        Point(u.reason, label=f"{u.act_title}: {u.work_title}, {kb.place_name(u.place)}", tone="open")
        for u in assessment.unanswered
    ]
    return [Points(en.NOT_ANSWERED, tuple(items))] if items else []


def bearing_point(bearing: BearingResult, numbers: dict[str, int], sources: References) -> Point:
    """What some answers mean for others, which it names by their numbers."""
    firsts = sorted({numbers[first] for first, _ in bearing.between})
    seconds = sorted({numbers[second] for _, second in bearing.between})
    refs = [sources.ref(c.authority, c.at) for c in bearing.cites]
    refs += [sources.ref(name, contrary=True) for name in bearing.contrary]
    note = "" if bearing.status == "settled" else bearing.status
    label = en.WHAT_X_X_FOR_X.format(listed(firsts), en.MEAN if len(firsts) > 1 else en.MEANS, listed(seconds))
    return Point(bearing.says.strip(), tuple(refs), label, note)


def _kept(assessment: Assessment, numbers: dict[str, int], kb: KnowledgeBase) -> list[Point]:
    """The facts that are kept for the reader: a person may make more of them than the rules do.

    Among them what is told and could found a claim, though in none of the places asked about.
    """
    found: dict[tuple[str, str, str], list[int]] = {}
    laws = {use.regime for use in assessment.uses}
    for use in assessment.uses:
        for fact in use.facts:
            own = kb.facts.get(fact.fact)
            kept = own and own.kept and not own.plan  # a plan is told with the act
            if use.id in numbers and (kept or (fact.value is True and laws.isdisjoint(_claims_on(fact.fact, kb)))):
                key = (fact.fact, value_text(fact.fact, fact.value, kb), fact.note.strip())
                found.setdefault(key, []).append(numbers[use.id])
    return [
        Point(f"{value}{f' ({note})' if note else ''} ({listed(sorted(set(own)))}).", label=kb.facts[name].label)
        for (name, value, note), own in found.items()
    ]


@lru_cache(maxsize=4_096)  # every fact of a few vocabularies
def _claims_on(fact: str, kb: KnowledgeBase) -> frozenset[str]:
    """The laws whose rules read a fact; all there are if some rule reads it for anything but a claim."""
    issues = [kb.issues[rule.issue] for rule in kb.rules.values() if fact in rule.terms]
    if not issues or any(issue.role != "claim" for issue in issues):
        return frozenset(kb.regimes)
    return frozenset(issue.regime for issue in issues)


def duty_points(
    assessment: Assessment, numbers: dict[str, int], kb: KnowledgeBase, sources: References, depth: str
) -> list[Point]:
    """The duties that are due, each with its state; of those not due nothing need be said."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    refs: dict[tuple[str, str, str], dict[Ref, None]] = {}
    for duty in assessment.duties:
        if duty.state == "not_due":
            continue
        own = sorted({numbers[name] for name in duty.uses if name in numbers})
        where = f"{kb.place_name(duty.place)}: {listed(own)}" if own else kb.place_name(duty.place)
        said = " ".join(duty.because) if depth == "full" else first_sentence(duty.because[0]) if duty.because else ""
        key = (duty.label, duty.state, said)
        groups.setdefault(key, []).append(where)
        refs.setdefault(key, {}).update(dict.fromkeys(_cited(duty, assessment, sources)))
    return [
        Point(f"{key[1]}. {key[2]}".strip(), tuple(refs[key]), key[0], "; ".join(places), tone=_DUTY_TONES[key[1]])
        for key, places in groups.items()
    ]


def _in_short(assessment: Assessment, numbers: dict[str, int], kb: KnowledgeBase, sources: References) -> list[Point]:
    """The duties that are due by their names, those of one state in a line."""
    states: dict[str, dict[str, None]] = {}
    refs: dict[str, dict[Ref, None]] = {}
    for duty in assessment.duties:
        if duty.state != "not_due":
            states.setdefault(duty.state, {}).setdefault(duty.label)
            cited = _cited(duty, assessment, sources) if duty.state != "met" else ()
            refs.setdefault(duty.state, {}).update(dict.fromkeys(replace(ref, at=None) for ref in cited))
    ordered = [state for state in ("breached", "open", "met") if state in states]
    return [
        Point("; ".join(states[s]) + ".", tuple(refs[s]), s.replace("_", " ").capitalize(), tone=_DUTY_TONES[s])
        for s in ordered
    ]


def _cited(duty: Duty, assessment: Assessment, sources: References) -> Iterator[Ref]:
    """The authorities of what was found on a duty."""
    for use in (u for u in assessment.uses if u.id in duty.uses):
        for finding in use.findings:
            if finding.issue == duty.issue and finding.value == duty.state and not finding.defeated_by:
                yield from (sources.ref(c.authority, c.at) for c in finding.cites)
                yield from (sources.ref(name, contrary=True) for name in finding.contrary)
