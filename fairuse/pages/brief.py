"""The first screen of a report: may this go ahead, on what that rests, what could move it, and what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from fairuse.answer.assumed import assumption_for
from fairuse.answer.beside import claims_of
from fairuse.answer.ranges import UNDECIDED
from fairuse.answer.result import Assessment, FactGiven, UseResult, standing_rank
from fairuse.answer.rows import Row
from fairuse.kb.condition import Value
from fairuse.kb.model import STANDINGS, KnowledgeBase
from fairuse.pages.changes import facts_text
from fairuse.pages.cited import named
from fairuse.pages.next_steps import NAMED, NEXT, next_points
from fairuse.pages.rests import barring, bound_against, left_off_a_list, teller_of
from fairuse.words.en import brief as en
from fairuse.words.en import in_text
from fairuse.words.outline import Block, Paragraph, Point, Points, Ref
from fairuse.words.wording import References, listed, standing_text, term_label, value_text

#: Up to so many answers the table shows at a glance how they stand.
SEEN = 4
#: How many things a full screen can do without.
SPARED = 4
#: Groups of answers of which the depth ``brief`` tells what could move them.
MOVES = 2
#: How many characters the names of the acts that stand worst may take at the head of the page.
AT_A_GLANCE = 60


def short_answer(assessment: Assessment, rows: Sequence[Row], kb: KnowledgeBase) -> Paragraph:
    """May this go ahead as described: the worst standing, what stands in the way, and how many others stand how."""
    if not rows:
        return Paragraph(en.NONE_OF_THE_ACTS_DESCRIBED)
    worst = min(rows, key=lambda row: standing_rank(row.standing))
    rank, middle = standing_rank(worst.standing), standing_rank(UNDECIDED)
    words = (en.NO, en.LIKELY_NOT, en.THAT_IS_OPEN, en.LIKELY_YES, en.YES, en.YES)[rank]
    name = f"'{worst.first.act_title}'" + (
        en.IN_X.format(_in(kb.place_name(worst.place.place))) if _places(rows) > 1 and worst.place else ""
    )
    text = en.MAY_THIS_GO_AHEAD_AS.format(words)
    alike = list(dict.fromkeys(row.first.act_title for row in rows if row.standing == worst.standing))
    if rank <= middle and len(alike) > 1 and _places(rows) <= 1:
        text += _are_so(alike, rows, worst)
    elif rank <= middle or len(rows) == 1:
        reason = f": {worst.place.because}" if worst.place else ""
        if worst.standing == STANDINGS[-1]:
            text += en.X_NEEDS_NO_PERMISSION_X.format(name, reason)
        else:
            text += en.X_IS_X_X.format(name, standing_text(worst.standing), reason)
    counts = Counter(row.standing for row in rows)
    if len(rows) > SEEN:
        parts = [f"{n} {standing_text(s)}" for s, n in sorted(counts.items(), key=lambda c: standing_rank(c[0]))]
        text += en.OF_X_ANSWERS_X.format(len(rows), ", ".join(parts))
    firm, arguable = _claims_beside(rows, kb)
    if firm:
        text += en.WHATEVER_THE_ANSWER_X.format("; ".join(firm))
    if arguable and rank > middle:  # a yes is not the last word where somebody may sue on other grounds
        text += en.ARGUABLE_X.format("; ".join(arguable))
    if assessment.unanswered:
        text += en.X_ARE_NOT_ANSWERED_AT.format(len(assessment.unanswered))
    return Paragraph(text)


def _are_so(titles: Sequence[str], rows: Sequence[Row], worst: Row) -> str:
    """That several acts stand worst, and why if it is for one reason."""
    named = [f"'{titles[0]}'"]
    for title in titles[1:]:
        if len("".join([*named, title])) > AT_A_GLANCE:
            break
        named.append(f"'{title}'")
    rest = [en.X_MORE.format(len(titles) - len(named))] if len(named) < len(titles) else []
    *first, last = [*named, *rest]
    reasons = {row.place.because for row in rows if row.standing == worst.standing and row.place}
    reason = f": {next(iter(reasons))}" if len(reasons) == 1 else ""
    return en.X_ARE_X_X.format(f"{', '.join(first)}{en.AND}{last}", standing_text(worst.standing), reason)


def _claims_beside(rows: Sequence[Row], kb: KnowledgeBase) -> tuple[list[str], list[str]]:
    """The claims beside that go as far as such a claim can, for whatever the answer is, they may stop an act; and those
    that go less far.
    """
    firm: dict[str, list[int]] = {}
    arguable: dict[str, list[int]] = {}
    for row in rows:
        for claim in claims_of(row):
            against = [value for value, lean in kb.issues[claim.issue].scale.items() if lean == "against"]
            if len(against) > 1 and claim.value == against[-1] and not claim.divided:
                text = f"{claim.label}: {value_text(claim.issue, claim.value, kb)}" + (
                    en.IF_DONE if claim.planned else ""
                )
                firm.setdefault(text, []).append(row.number)
            elif claim.value in against:
                arguable.setdefault(in_text(claim.label), []).append(row.number)
    first, second = ([f"{text} ({listed(own)})" for text, own in found.items()] for found in (firm, arguable))
    return first, second


def _in(place: str) -> str:
    """A place after "in"."""
    return en.THE_X.format(place) if place.startswith(en.WITH_ARTICLE) else place


def _places(rows: Sequence[Row]) -> int:
    return len({row.place.place for row in rows if row.place})


def assumed_points(rows: Sequence[Row]) -> list[Point]:
    """What is assumed, and what leaving it could give: at best, or where it cannot help, at worst."""
    says: dict[str, None] = {}
    best: dict[str, str] = {}
    worst: dict[str, str] = {}
    for row in rows:
        for one in row.first.assumed:
            says.setdefault(one.says)
            top = next(iter(one.leads_to))
            if standing_rank(top) > max(
                standing_rank(row.standing), standing_rank(best.get(one.otherwise, STANDINGS[0]))
            ):
                best[one.otherwise] = top
            low = list(one.leads_to)[-1]
            if standing_rank(low) < standing_rank(worst.get(one.otherwise, row.standing)):
                worst[one.otherwise] = low
    if not says:
        return []
    leads: dict[str, list[str]] = {}
    for otherwise, standing in best.items():
        leads.setdefault(standing, []).append(otherwise)
    down = {name: low for name, low in worst.items() if name not in best}
    all_lead = len(best) + len(down) == len(says)
    rest = max(leads, key=lambda standing: len(leads[standing]), default=None)
    rest = rest if all_lead and rest is not None and len(leads[rest]) > 1 else None
    ways = [en.IF_X_UP_TO_X.format(en.OR.join(some), standing_text(s)) for s, some in leads.items() if s != rest]
    ways += [en.IF_X_DOWN_TO_X.format(name, standing_text(low)) for name, low in down.items()]
    if rest is not None:  # the most of them lead to the same: not named again
        ways.append(en.IF_X_OF_THESE_IS.format(en.ANOTHER if ways else en.ONE, standing_text(rest)))
    whats = "; ".join(ways)
    text = f"{', '.join(says)}." + (f" {whats[0].upper()}{whats[1:]}." if whats else "")
    return [Point(text, label=en.ASSUMED)]


def moving_points(rows: Sequence[Row], kb: KnowledgeBase, most: int | None = None) -> list[Point]:
    """For each answer that may move, what any one open fact could still make of it, with that fact; alike ones once.

    `most`: so many are told, each with one fact for an end, the worst answers first; the table has the others.
    """
    found: dict[str, list[int]] = {}
    for row in rows if most is None else sorted(rows, key=lambda row: standing_rank(row.standing)):
        if text := _moving(row, kb, NAMED if most is None else 1):
            found.setdefault(text, []).append(row.number)
    points = [
        Point(f"{text}.", label=en.WHAT_COULD_MOVE_X.format(listed(sorted(numbers))), tone="open")
        for text, numbers in list(found.items())[:most]
    ]
    return points


def _moving(row: Row, kb: KnowledgeBase, named: int) -> str:
    use = row.first
    divided = [in_text(kb.doctrines[v.doctrine].label) for v in use.open_views if v.divides]
    parts = [en.COURTS_DIVIDE_ON_X.format(en.AND_ON.join(divided))] if divided else []
    if use.within is not None and use.standing == row.standing:
        ends = ((use.within.low, use.within.low_by, "down"), (use.within.high, use.within.high_by, "up"))
        parts += [en.X_TO_X_IF_X.format(way, standing_text(end), some(by, kb, named)) for end, by, way in ends if by]
    return "; ".join(parts)


def some(by: dict[str, tuple[Value, ...]], kb: KnowledgeBase, named: int = NAMED) -> str:
    """Facts any of which would do, the first of them by name."""
    shown = [facts_text({fact: list(values)}, kb, most=2 * named) for fact, values in list(by.items())[:named]]
    more = len(by) - len(shown)
    return en.OR.join(shown) + (en.OR_X_MORE.format(more) if more > 0 else "")


def at_stake(rows: Sequence[Row]) -> list[Point]:
    """The largest amount that the law sets for what is not permitted, where it can be counted, and for which answer."""
    counted = [
        (e.high, en.X_X_TO_X_X.format(e.unit, e.low, e.high, in_text(e.label)), e.provided, row.number)
        for row in rows
        if standing_rank(row.standing) <= standing_rank(UNDECIDED)
        for e in row.first.exposure
        if e.count is not None
    ]
    if not counted:
        return []
    _, amount, provided, number = max(counted)
    return [Point(f"{amount} ({number}{en.IF_X.format(provided) if provided else ''}).", label=en.AT_STAKE, tone="bad")]


def held_points(rows: Sequence[Row], kb: KnowledgeBase) -> list[Point]:
    """The legal questions that a person answers in place of the rules, and what the rules alone would give."""
    found: dict[str, list[int]] = {}
    for row in rows:
        for use in row.uses:
            for one in use.held:
                why = ": ".join(filter(None, [one.by, one.because.strip().rstrip(".")]))
                alone = None if one.by_rules is None else value_text(one.issue, one.by_rules, kb)
                rules = en.LEAVE_IT_OPEN if alone is None else en.SAY_X.format(alone)
                text = f"{term_label(one.issue, kb)}, {value_text(one.issue, one.value, kb)}" + (
                    f" ({why})" if why else ""
                )
                text += en.THE_RULES_X_BY_THEM.format(rules, standing_text(use.by_rules))
                found.setdefault(text, []).append(row.number)
    return [
        Point(f"{text} ({listed(sorted(set(own)))}).", label=en.SET_BY_HAND, tone="open") for text, own in found.items()
    ]


def house_points(assessment: Assessment, rows: Sequence[Row]) -> list[Point]:
    """The house rules that bore on the answers, and how these stand by the law alone."""
    if assessment.house is None:
        return []
    numbers = {row.place.id if row.place else row.first.id: row.number for row in rows}
    found: dict[str, list[int]] = {}
    without: dict[str, list[int]] = {}
    for one in (answer for answer in assessment.house.answers if answer.answer in numbers):
        for entry in one.entries:
            why = ": ".join(filter(None, [entry.by, entry.because.rstrip(".")]))
            found.setdefault(f"{entry.says} ({why}) [{entry.id}]", []).append(numbers[one.answer])
        same = en.THE_SAME if one.without == one.standing else standing_text(one.without)
        without.setdefault(same, []).append(numbers[one.answer])
    points = [Point(f"{text} ({listed(own)}).", label=en.HOUSE_RULE, tone="open") for text, own in found.items()]
    told = "; ".join(f"{text} ({listed(own)})" for text, own in without.items())
    told = told or en.THE_SAME_NONE_OF_THEM
    return [*points, Point(f"{told}.", label=en.BY_THE_LAW_WITHOUT_HOUSE, tone="open")]


def deciding_points(rows: Sequence[Row], kb: KnowledgeBase) -> list[Point]:
    """The told facts on which the worst answers turn: were one otherwise, they would come to another side."""
    turns: dict[tuple[str, str], list[int]] = {}
    for row in sorted(rows, key=lambda row: standing_rank(row.standing)):
        for change in row.first.changes:
            sides = {standing_rank(s) > standing_rank(UNDECIDED) for s in (change.standing, row.first.standing)}
            if not change.steps and len(change.set) == 1 and len(sides) > 1:
                told = next((f for f in row.first.facts if f.fact in change.set), None)
                if told is None or kb.facts[told.fact].derived or left_off_a_list(told, kb):
                    continue
                if _taken_for_granted(row.first, told, kb):
                    continue
                told = teller_of(told, row.first, kb)
                said = f"{term_label(told.fact, kb)}: {value_text(told.fact, told.value, kb)}"
                own = turns.setdefault((said, told.known), [])
                own += [] if row.number in own else [row.number]
    points = [f"{text} ({known}; {listed(sorted(own))})" for (text, known), own in list(turns.items())[:NAMED]]
    return [Point(f"{'; '.join(points)}.", label=en.TURNS_ON)] if points else []


def _taken_for_granted(use: UseResult, told: FactGiven, kb: KnowledgeBase) -> bool:
    """Whether a fact says no more than is assumed anyway: copyright is at stake, no special purpose, no licence."""
    assumption = assumption_for(told.fact, use.regime, kb)
    none = told.value is False or (isinstance(told.value, str) and told.value.startswith("none"))
    at_stake = assumption is not None and assumption.threshold and use.standing != STANDINGS[-1]
    return at_stake or (assumption is not None and none)


def against_points(rows: Sequence[Row], kb: KnowledgeBase, sources: References) -> list[Point]:
    """Every authority that speaks against the user in some answer, on its way or outweighed, the weightiest first."""
    refs = sources.by_weight(_authorities(rows, kb, sources)[0])
    return [Point("", tuple(refs), en.AUTHORITY_AGAINST, tone="bad")] if refs else []


def for_points(rows: Sequence[Row], kb: KnowledgeBase, sources: References) -> list[Point]:
    """The weightiest authorities for the user in some answer, with how many more there are."""
    refs, more = named((), _authorities(rows, kb, sources)[1], sources)
    return [Point("", refs, en.AUTHORITY_FOR, more, tone="good")] if refs else []


def _authorities(rows: Sequence[Row], kb: KnowledgeBase, sources: References) -> tuple[list[Ref], list[Ref]]:
    """The authorities against the user, and those that are only for them, each as often as it is cited.

    What follows from an answer, such as the orders that a court may make, speaks for neither side; nor does an
    exception that another law of the place does without. What binds the forum, or beats a finding for the user, speaks
    against them even if it leans to neither side itself.
    """
    against: list[Ref] = []
    for_: list[Ref] = []
    own = kb.house.get("rules", ())  # what a house bars is told with its house rules
    for use in (use for row in rows for use in row.uses if use is row.first or not kb.regimes[use.regime].exception):
        for f in use.findings:
            if kb.issues[f.issue].role in ("effect", "responsibility") or f.rule in own or f.lean == "neutral":
                continue
            cited = [sources.ref(c.authority) for c in f.cites if not f.presumption]
            against += cited if f.lean == "against" else [sources.ref(name) for name in f.contrary]
            for_ += cited if f.lean == "for" and not f.defeated_by else []
        against += [sources.ref(c.authority) for f in barring(use, kb) for c in f.cites]
        against += [sources.ref(bound.bound_by) for bound in bound_against(use, kb) if bound.bound_by]
    two_sided = set(against)
    return against, [ref for ref in for_ if ref not in two_sided]


def first_screen(
    assessment: Assessment, rows: Sequence[Row], kb: KnowledgeBase, depth: str, sources: References, spared: int = 0
) -> list[Block]:
    """What decides and is assumed, what could move it, what to do next; in ``brief`` also the authorities.

    `spared`: so many of the things are left out with which a screen that is full can do: the authorities for the user,
    what could move the second group of answers and the first (the table has how far), the second step, one for claims.
    """
    short = depth == "brief"
    groups = max(MOVES - max(spared - 1, 0), 0) if short else None
    steps = next_points(rows, kb, NEXT if spared < SPARED else NEXT - 1, claims=spared < SPARED)
    points = [
        *house_points(assessment, rows),
        *held_points(rows, kb),
        *deciding_points(rows, kb),
        *assumed_points(rows),
        *moving_points(rows, kb, groups),
        *steps,
        *at_stake(rows),
        *(against_points(rows, kb, sources) if short else ()),
        *(for_points(rows, kb, sources) if short and not spared else ()),
    ]
    return [Points("", tuple(points))] if points else []
