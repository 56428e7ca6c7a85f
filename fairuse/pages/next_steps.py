"""What to do next, on the first screen: what has to be told or could be found out, and the steps that lead furthest."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from fairuse.answer.beside import claims_of, steps_against
from fairuse.answer.ranges import UNDECIDED
from fairuse.answer.result import Reach, UseResult, standing_rank
from fairuse.answer.rows import Row
from fairuse.kb.model import STANDINGS, KnowledgeBase, Standing
from fairuse.pages.changes import could_be, in_brief
from fairuse.words.en import in_text
from fairuse.words.en import next_steps as en
from fairuse.words.outline import Point
from fairuse.words.wording import listed, standing_text, term_label

#: Facts named for one end of what could come, and steps; and steps and questions named in all: what fits on a screen.
NAMED, NEXT = 2, 3


def next_points(rows: Sequence[Row], kb: KnowledgeBase, most: int = NEXT, *, claims: bool = True) -> list[Point]:
    """What to do next: what has to be told, what was left open with a note, and the steps that lead furthest.

    `most` are told, and whatever has to be raised; of the steps against `claims` beside, one at least.
    """
    asked: dict[str, list[int]] = {}
    question: dict[str, str] = {}
    noted: dict[str, str] = {}
    steps: dict[tuple[bool, str], tuple[Standing, list[int]]] = {}
    stuck: list[int] = []
    follows: list[int] = []  # would stand better if the act did that they serve
    any_open = any(standing_rank(row.standing) <= standing_rank(UNDECIDED) for row in rows)
    for row in sorted(rows, key=lambda row: standing_rank(row.standing)):
        for need in row.first.waits_for:
            asked.setdefault(need.fact, []).append(row.number)
            question.setdefault(need.fact, kb.needs[need.need].asks or kb.facts[need.fact].question)
        noted |= {u.fact: u.note or u.quote for use in row.uses for u in use.unknown if u.note or u.quote}
        clear = standing_rank(row.standing) > standing_rank(UNDECIDED)
        mine = [] if clear and any_open else list(_steps(row.first, kb))  # what needs mending comes first
        for step, standing, asks in mine:
            steps.setdefault((asks, step), (standing, []))[1].append(row.number)
        if standing_rank(row.standing) < standing_rank(UNDECIDED) and all(asks for _, _, asks in mine):
            (follows if _follows(row.first, kb) else stuck).append(row.number)

    def furthest(one: tuple[tuple[bool, str], tuple[Standing, list[int]]]) -> tuple[bool, bool]:
        return one[0][0], standing_rank(one[1][0]) <= standing_rank(UNDECIDED)

    points = [
        Point(f"{question[fact].strip()} ({listed(sorted(own))})", label=en.TO_BE_TOLD, tone="open")
        for fact, own in asked.items()
    ]
    points += [
        Point(f"{term_label(fact, kb)} ({note.strip().rstrip('.')}).", label=en.LEFT_OPEN, tone="open")
        for fact, note in noted.items()
        if fact not in asked
    ]
    finds = _to_find(rows)
    points += finds
    if all(asks for asks, _ in steps):  # nor does any step help what they serve
        stuck += follows
    if stuck:
        text = en.STOP_X.format(listed(sorted(stuck))) + _without(stuck, rows)
        points.append(Point(text, label=en.TO_DO, tone="bad"))
    points += [
        Point(f"{step.rstrip('.')} ({listed(sorted(own))}: {standing_text(standing)}).", label=en.TO_DO, tone="good")
        for (_, step), (standing, own) in sorted(steps.items(), key=furthest)[:NAMED]
    ]
    # What is always told; else what fits.
    raised = len(asked) + sum(fact not in asked for fact in noted) + len(finds) + bool(stuck)
    told = points[: max(most, raised)]
    beside = _for_claims(rows, kb, {step for _, step in steps}) if claims else []
    return [*told, *beside[: max(most - len(told), 1)]]


def _without(stuck: Collection[int], rows: Sequence[Row]) -> str:
    """What can go ahead on the same works, with no claim against it, once an act that nothing clears is left out."""
    free = [r for r in rows if standing_rank(r.standing) > standing_rank(UNDECIDED) and not claims_of(r)]
    found: dict[tuple[int, ...], list[int]] = {}
    for row in (r for r in rows if r.number in stuck):
        here = (row.first.work, row.first.jurisdiction)
        others = tuple(r.number for r in free if (r.first.work, r.first.jurisdiction) == here)
        found.setdefault(others, []).append(row.number)
    return "".join(en.WITHOUT_X_X.format(listed(own), listed(others)) for others, own in found.items() if others)


def _for_claims(rows: Sequence[Row], kb: KnowledgeBase, told: Collection[str]) -> list[Point]:
    """The steps that take the ground from claims beside the answers, those that nobody has to agree to first."""
    found: dict[tuple[bool, str, str], list[int]] = {}
    for row in rows:
        for step, claim in steps_against(row, kb):
            text = in_brief(step.label)
            own = found.setdefault((step.asks_owner, text, in_text(claim.label)), [])
            own += [] if row.number in own or text in told else [row.number]
    return [
        Point(en.X_X_AGAINST_X.format(text.rstrip("."), listed(own), claim), label=en.TO_DO, tone="good")
        for (_, text, claim), own in sorted(found.items(), key=lambda one: (one[0][0], -len(one[1]), one[0]))
        if own
    ][:NAMED]


def _to_find(rows: Sequence[Row]) -> list[Point]:
    """What can be found out and would move most answers, and those furthest, with how far they could come."""
    found: dict[str, list[tuple[int, UseResult, Standing]]] = {}
    for row in rows:
        for item in row.first.to_find:
            ends = [effect.standing for fact in item.facts for effect in fact.effect]
            found.setdefault(in_brief(item.step.label), []).extend((row.number, row.first, end) for end in ends)
    if not found:
        return []
    spans = {step: sorted({standing_rank(end) for _, _, end in moves}) for step, moves in found.items()}
    step, moves = max(
        found.items(), key=lambda one: (len({n for n, _, _ in one[1]}), spans[one[0]][-1] - spans[one[0]][0])
    )
    ends = [STANDINGS[rank] for rank in spans[step]]
    reaches = [use.within for _, use, _ in moves if use.within is not None]
    low = min((r.low for r in reaches), key=standing_rank, default=STANDINGS[0])
    high = max((r.high for r in reaches), key=standing_rank, default=STANDINGS[-1])
    could = could_be([(end, standing_text(end)) for end in ends], Reach(low=low, high=high))
    own = listed(sorted({number for number, _, _ in moves}))
    return [Point(en.X_X_COULD_BE_X.format(step.rstrip("."), own, could), label=en.TO_FIND_OUT, tone="open")]


def _steps(use: UseResult, kb: KnowledgeBase) -> Iterator[tuple[str, Standing, bool]]:
    """The step, or set of steps, that leads furthest towards the user's side: one in the user's own hand, and one that
    the owner has to agree to (true) if that leads further. What ends the act is told where nothing lets it go on.
    """
    if use.standing == STANDINGS[-1]:
        return
    worthwhile = [c for c in use.changes if c.steps and standing_rank(c.standing) >= standing_rank(UNDECIDED)]
    reached = standing_rank(use.standing)
    for ends, asks in ((False, False), (True, False), (False, True)):
        fit = [c for c in worthwhile if any(kb.steps[s.id].asks_owner for s in c.steps) == asks]
        fit = [c for c in fit if any(kb.steps[s.id].ends_act for s in c.steps) == ends]
        best = min(fit, key=lambda c: (-standing_rank(c.standing), len(c.steps)), default=None)
        if best is None or standing_rank(best.standing) <= reached or (ends and reached > standing_rank(UNDECIDED)):
            continue
        reached = reached if ends else standing_rank(best.standing)  # a licence lets go on what else would end
        yield en.ALSO.join(in_brief(step.label) for step in best.steps), best.standing, asks


def _follows(use: UseResult, kb: KnowledgeBase) -> bool:
    """Whether a use stands as it does because the act that it serves stands so, and for no reason of its own."""
    conclusion = kb.regimes[use.regime].conclusion
    decide = [f for f in use.findings if f.issue == conclusion and f.value == use.standing and not f.defeated_by]
    return bool(decide) and all(
        any(kb.facts[t].derived for t in kb.rules[f.rule].terms if t in kb.facts) for f in decide
    )
