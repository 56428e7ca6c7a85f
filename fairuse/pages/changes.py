"""The wording of what could move an answer: unknown facts, steps the user can take, facts that might be otherwise."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fairuse.answer.assumed import left_by
from fairuse.answer.ranges import UNDECIDED
from fairuse.answer.result import Change, Reach, Together, UseResult, standing_rank
from fairuse.kb.condition import Value, terms_of, tests_of
from fairuse.kb.model import KnowledgeBase, Rule
from fairuse.pages.rests import left_off_a_list, teller_of
from fairuse.scenario.model import Basis
from fairuse.words.en import changes as en
from fairuse.words.outline import Point, Ref
from fairuse.words.wording import References, move_words, standing_text, term_label, value_text

#: Lists of what is unknown or would change the answer name at most this many facts for each standing: nine in ten are
#: no longer, and the longest have twelve.
LISTED = 6

#: Values of one fact that are named where any of them would do.
VALUES = 4

_BASES: dict[Basis, str] = {"asserted": en.ONLY_ASSERTED, "documented": en.DOCUMENTED, "measured": en.MEASURED}

_Moves = dict[str, dict[str, list[Value]]]


def unknown_points(use: UseResult, kb: KnowledgeBase, *, assumed: bool = True) -> list[Point]:
    """The unknown facts that would each move the standing, grouped by what they would give, best first.

    Without `assumed`, only those for which nothing is assumed meanwhile.
    """
    moves: _Moves = {}
    for item in use.unknown:
        for effect in (e for e in item.effect if assumed or left_by(item, e.value, use.regime, kb) is None):
            moves.setdefault(effect.standing, {}).setdefault(item.fact, []).append(effect.value)
    return _grouped(moves, use.standing, kb)


def in_brief(label: str) -> str:
    """What a step says before its first colon or semicolon, without what stands in brackets, as a sentence."""
    return f"{re.split('[:;]', re.sub(r' [(][^)]*[)]', '', label))[0].strip().rstrip('.')}."


def step_points(
    use: UseResult, kb: KnowledgeBase, sources: References, *, short: bool = False, most: int = LISTED
) -> list[Point]:
    """What the user can do to stand better: the smallest sets of steps, and (unless `short`) how each leads there.

    What others have to agree to comes last, and is among the `most` that are told if it leads furthest.
    """
    now = standing_rank(use.standing)
    better = [c for c in use.changes if c.steps and standing_rank(c.standing) > now]
    best = max((standing_rank(c.standing) for c in better), default=now)
    better.sort(key=lambda c: any(kb.steps[step.id].asks_owner for step in c.steps))  # others' leave last
    if best > standing_rank(UNDECIDED):  # what leaves the answer against the user is not worth doing then
        better = [c for c in better if standing_rank(c.standing) >= standing_rank(UNDECIDED)]
    told = better[:most]
    reached = max((standing_rank(c.standing) for c in told), default=now)
    further = [c for c in better[most:] if standing_rank(c.standing) > reached]
    told = [*told[: most - 1], further[0]] if further else told
    if short:
        return [_in_short(change, use.standing, kb) for change in told]
    return [step_point(change, use.standing, use.regime, kb, sources) for change in told]


def _in_short(change: Change, now: str, kb: KnowledgeBase) -> Point:
    """A set of steps, with what has to be so beside them."""
    by_steps = {fact for step in change.steps for fact in kb.steps[step.id].sets}
    beside = {fact: [value] for fact, value in change.set.items() if fact not in by_steps}
    text = en.ALSO.join(in_brief(step.label) for step in change.steps)
    text += en.ALONG_WITH_X.format(facts_text(beside, kb, "; ")) if beside else ""
    label, tone = move_words(now, change.standing)
    return Point(text, (), en.TO_DO_X_X.format(label[0].lower(), label[1:]), tone=tone)


def step_point(change: Change, now: str, regime: str, kb: KnowledgeBase, sources: References) -> Point:
    """A set of steps: what to do, what is taken for granted, and through which rules it leads to another standing."""
    steps = [kb.steps[step.id] for step in change.steps]
    by_steps = {fact: value for step in steps for fact, value in step.sets.items()}
    text = en.ALSO.join(step.label for step in change.steps)
    beside = {fact: [value] for fact, value in change.set.items() if fact not in by_steps}
    if beside:
        text += en.ALONG_WITH_X.format(facts_text(beside, kb, "; "))
    leads, refs = _leads(change, regime, kb, sources)
    read = {term for name in (*change.through, *change.ends) for term in terms_of(kb.rules[name].when)}
    counted = {f: [v] for f, v in change.set.items() if f in by_steps and f in read and not kb.facts[f].controllable}
    if counted:
        text += en.TAKEN_FOR_GRANTED_THEN_X.format(facts_text(counted, kb, "; "))
    label, tone = move_words(now, change.standing)
    return Point(f"{text}{leads}", refs, label, tone=tone)


def _leads(change: Change, regime: str, kb: KnowledgeBase, sources: References) -> tuple[str, tuple[Ref, ...]]:
    """What a change leads to: the rule nearest to what is changed, and the one that then gives the conclusion."""
    rules = [kb.rules[name] for name in change.through]
    if not rules:
        gone = [kb.rules[name] for name in change.ends][-1:]
        return "".join(en.THEN_THIS_NO_LONGER_HOLDS.format(r.because.strip()) for r in gone), _refs(gone, sources)
    first = main_rule(change, rules, kb)
    last = [r for r in rules[:1] if r.issue == kb.regimes[regime].conclusion and r is not first]
    text = en.THEN_X.format(first.because.strip()) + "".join(en.SO_X.format(r.because.strip()) for r in last)
    return text, _refs([first, *last], sources)


def main_rule(change: Change, rules: Sequence[Rule], kb: KnowledgeBase) -> Rule:
    """Of the rules a change acts through, the one that says most of it: it reads what is changed, and takes a side.

    What the user decides on says more than what comes of it.
    """
    own = {fact for fact in change.set if kb.facts[fact].controllable}

    def says_most(rule: Rule) -> tuple[bool, bool, bool, bool]:
        read = change.set.keys() & set(terms_of(rule.when))
        side = kb.issues[rule.issue].scale[rule.value] != "neutral"
        return bool(own & read) and not rule.presumption, bool(read) and not rule.presumption, side, bool(read)

    return max(reversed(rules), key=says_most)  # of equals, the one farthest from the conclusion


def _refs(rules: Sequence[Rule], sources: References) -> tuple[Ref, ...]:
    return sources.existing([cite for rule in rules for cite in rule.cites])


def to_find_points(use: UseResult, kb: KnowledgeBase, *, short: bool = False) -> list[Point]:
    """What the user can find out, and to which standings its outcomes would lead, best first: a find, not a promise.

    Unless `short`, with the outcomes.
    """
    points = []
    for item in use.to_find:
        moves: _Moves = {}
        for fact in item.facts:
            for effect in fact.effect:
                moves.setdefault(effect.standing, {}).setdefault(fact.fact, []).append(effect.value)
        ordered = sorted(moves.items(), key=lambda m: -standing_rank(m[0]))
        named = ((s, standing_text(s), facts_text(facts, kb)) for s, facts in ordered)
        could = could_be([(s, text if short else f"{text} ({facts})") for s, text, facts in named], use.within)
        label = in_brief(item.step.label) if short else item.step.label.strip()
        points.append(Point(en.X_THIS_COULD_GIVE_X.format(label, could), tone="open"))
    return points


def could_be(ends: Sequence[tuple[str, str]], within: Reach | None) -> str:
    """Standings that could come, each with its text, those apart that leave what is assumed."""

    def beyond(standing: str) -> bool:
        rank = standing_rank(standing)
        return within is not None and not standing_rank(within.low) <= rank <= standing_rank(within.high)

    inside, outside = ([text for end, text in ends if beyond(end) is apart] for apart in (False, True))
    parts = [en.OR.join(inside)] if inside else []
    parts += [en.X_IF_NOT_AS_ASSUMED.format(en.OR.join(outside))] if outside else []
    return en.X_AND_X.format(*parts) if len(parts) > 1 else parts[0]


def together_points(use: UseResult, kb: KnowledgeBase, *, assumed: bool = True) -> list[Point]:
    """What reaches the ends of the range that no open fact reaches alone: facts and views together that can be so.

    Without `assumed`, only what does so within the assumptions.
    """
    points = []
    unknown = {u.fact: u for u in use.unknown}

    def leaves(one: Together) -> bool:
        return any(left_by(unknown[f], v, use.regime, kb) is not None for f, v in one.facts.items() if f in unknown)

    told = {**{f.fact: f.value for f in use.facts}, "act": use.act}

    def can_be(one: Together) -> bool:
        return all(kb.facts[f].can_be(v, {**told, **one.facts}) for f, v in one.facts.items())

    for one in (t for t in use.together if can_be(t) and (assumed or not leaves(t))):
        label, tone = move_words(use.standing, one.standing)
        facts = facts_text({fact: [value] for fact, value in one.facts.items()}, kb, "; ")
        views = [next(v.label for v in kb.doctrines[d].views if v.id == view) for d, view in one.views.items()]
        text = "; ".join(filter(None, [facts, en.IF_X.format(en.AND.join(views)) if views else ""]))
        points.append(Point(f"{text}.", label=label, tone=tone))
    return points


def fact_points(use: UseResult, kb: KnowledgeBase, *, worse: bool) -> list[Point]:
    """Known facts that, were they otherwise, would lower (or raise) the standing, grouped by what they would give."""
    now = standing_rank(use.standing)
    moves: _Moves = {}
    for change in use.changes:
        if not change.steps and (standing_rank(change.standing) < now) == worse:
            for fact, value in change.set.items():
                moves.setdefault(change.standing, {}).setdefault(fact, []).append(value)
    return _grouped(moves, use.standing, kb)


def evidence_points(use: UseResult, kb: KnowledgeBase, *, notes: bool = True) -> list[Point]:
    """How the facts are known that would move the standing, were they otherwise: what is only asserted comes first.

    Without `notes`, those beside what is only asserted are left out.
    """
    decisive = {fact for change in use.changes if not change.steps for fact in change.set}
    points = []
    for basis, label in _BASES.items():
        told = (f for f in use.facts if f.fact in decisive and f.known == basis and not kb.facts[f.fact].derived)
        told = (f for f in told if not left_off_a_list(f, kb))
        texts = dict.fromkeys(
            f"{term_label(f.fact, kb)}: {value_text(f.fact, f.value, kb)}"
            + (f" ({f.note.strip().rstrip('.')})" if f.note and (notes or basis != "asserted") else "")
            for f in (teller_of(f, use, kb) for f in told)
        )
        if texts:
            points.append(Point(f"{'; '.join(texts)}.", label=label, tone="open" if basis == "asserted" else "plain"))
    return points


def _grouped(moves: _Moves, now: str, kb: KnowledgeBase) -> list[Point]:
    ordered = sorted(moves.items(), key=lambda m: -standing_rank(m[0]))
    return [_line(now, standing, facts, kb) for standing, facts in ordered]


def _line(now: str, standing: str, facts: dict[str, list[Value]], kb: KnowledgeBase) -> Point:
    """One line: which answers, each alone, would give `standing`."""
    shown = [facts_text({fact: values}, kb) for fact, values in list(facts.items())[:LISTED]]
    more = len(facts) - len(shown)
    text = "; ".join(shown) + (en.AND_X_MORE.format(more) if more else "")
    label, tone = move_words(now, standing)
    return Point(text + ".", label=label, tone=tone)


def facts_text(facts: dict[str, list[Value]], kb: KnowledgeBase, between: str = ", ", most: int = VALUES) -> str:
    """Facts, each with any of some values (`most` of them by name), as words."""
    return between.join(f"{term_label(fact, kb)}: {options_text(fact, v, kb, most)}" for fact, v in facts.items())


def options_text(fact: str, values: Sequence[Value], kb: KnowledgeBase, most: int = VALUES) -> str:
    """Any of several values of a fact as words, `most` of them by name; of a number, the span that they stand for."""
    if kb.facts[fact].type == "year":  # those nearest to the bounds were tried
        return en.FOR_EXAMPLE + en.OR.join(value_text(fact, v, kb) for v in sorted(map(int, values))[:2])
    if kb.facts[fact].numeric:
        return _span_text(fact, [float(v) for v in values], kb)
    options = kb.facts[fact].options
    others = [o for o in options if o not in values]
    if len(values) > 2 and len(others) == 1:
        return en.ANYTHING_BUT_X.format(value_text(fact, others[0], kb))
    few = values[:most] if len(values) > most + 1 else values
    more = en.OR_X_OTHERS.format(len(values) - len(few)) if len(few) < len(values) else ""
    return en.OR.join(value_text(fact, v, kb) for v in few) + more


def _span_text(fact: str, values: Sequence[float], kb: KnowledgeBase) -> str:
    """The numbers that `values` stand for, each for all that no rule tells apart from it: ``fewer than 300 words``."""
    tests = (t for r in kb.rules.values() for t in tests_of(r.when) if t.term == fact and t.values)
    bounds = sorted({float(v) for t in tests for v in t.values})
    # A bound is a cell of its own, at an odd place; the numbers between two bounds are one cell, at an even place.
    places = sorted({2 * sum(b < v for b in bounds) + (v in bounds) for v in values})
    runs: list[list[int]] = []
    for place in places:
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    unit = f" {kb.facts[fact].unit}" if kb.facts[fact].unit else ""
    return en.OR.join(_run_text(run[0], run[-1], bounds) + unit for run in runs)


def _run_text(low: int, high: int, bounds: Sequence[float]) -> str:
    """The numbers from one cell to another as words."""
    if low == high and low % 2:
        return en.EXACTLY_X.format(bounds[low // 2])
    start = (
        ""
        if low == 0
        else en.X_OR_MORE.format(bounds[low // 2])
        if low % 2
        else en.MORE_THAN_X.format(bounds[low // 2 - 1])
    )
    at_top = high == 2 * len(bounds)
    end = (
        ""
        if at_top
        else en.AT_MOST_X.format(bounds[high // 2])
        if high % 2
        else en.FEWER_THAN_X.format(bounds[high // 2])
    )
    return en.BUT.join(filter(None, [start, end])) or en.ANY_NUMBER_OF
