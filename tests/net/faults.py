"""Faults put into a rule: each differs from the rule in one thing that decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fairuse.kb.condition import ALWAYS, Condition, Group, Test, tests_of
from fairuse.kb.model import KnowledgeBase, Rule
from tests.net.corpus import day_after, day_before


@dataclass(frozen=True)
class Fault:
    """What was done (`kind`, `what`) and the rule that came of it; None if it was taken out."""

    kind: str
    what: str
    rule: Rule | None


def faults_of(rule: Rule, kb: KnowledgeBase) -> Iterator[Fault]:
    """Every behaviour fault of a rule, in a fixed order."""
    yield Fault("deleted", "the whole rule", None)
    scale = list(kb.issues[rule.issue].scale)
    place = scale.index(rule.value)
    for other in (place - 1, place + 1):
        if 0 <= other < len(scale):
            yield Fault("value", scale[other], rule.model_copy(update={"value": scale[other]}))
    for number, test in enumerate(tests_of(rule.when)):
        when = _replaced(rule.when, number, None)
        yield Fault("comparison", f"without {test.term}", rule.model_copy(update={"when": when or ALWAYS}))
        for changed in _bounds(test, kb):
            when = _replaced(rule.when, number, changed)
            what = f"{test.term} {changed.op} {', '.join(map(str, changed.values))}"
            yield Fault("bound", what, rule.model_copy(update={"when": when}))
    for act in rule.acts if len(rule.acts) > 1 else ():
        yield Fault("acts", f"without {act}", rule.model_copy(update={"acts": tuple(a for a in rule.acts if a != act)}))
    if rule.acts:
        yield Fault("acts", "every act", rule.model_copy(update={"acts": ()}))
    yield Fault("date", "a day later", rule.model_copy(update={"in_force": day_after(rule.in_force)}))
    yield Fault("date", "a day earlier", rule.model_copy(update={"in_force": day_before(rule.in_force)}))
    if rule.until:
        yield Fault("date", "a day longer", rule.model_copy(update={"until": day_after(rule.until)}))
        yield Fault("date", "a day less", rule.model_copy(update={"until": day_before(rule.until)}))
    for doctrine, view in rule.view.items():
        rest = {d: v for d, v in rule.view.items() if d != doctrine}
        yield Fault("view", f"without {doctrine}", rule.model_copy(update={"view": rest}))
        for other_view in (v.id for v in kb.doctrines[doctrine].views if v.id != view):
            changed_view = {**rule.view, doctrine: other_view}
            yield Fault("view", f"{doctrine}: {other_view}", rule.model_copy(update={"view": changed_view}))
    for name in rule.defeats:
        left = tuple(n for n in rule.defeats if n != name)
        yield Fault("defeat", f"not {name}", rule.model_copy(update={"defeats": left}))
    if rule.presumption:
        yield Fault("presumption", "none", rule.model_copy(update={"presumption": False}))
    if rule.prevails:
        yield Fault("priority", "does not prevail", rule.model_copy(update={"prevails": False}))


def _replaced(condition: Condition, number: int, new: Test | None) -> Condition | None:
    """The condition with its `number`-th comparison replaced, or taken out; None if nothing is left of it."""
    if isinstance(condition, Test):
        return new if number == 0 else condition
    items: list[Condition] = []
    for item in condition.items:
        count = sum(1 for _ in tests_of(item))
        kept = _replaced(item, number, new) if 0 <= number < count else item
        number -= count
        if kept is not None:
            items.append(kept)
    return Group(junction=condition.junction, items=tuple(items)) if items else None


def _bounds(test: Test, kb: KnowledgeBase) -> Iterator[Test]:
    """The comparison with its bound moved to the next value on either side, or with one value of a list left out."""
    fact = kb.facts.get(test.term)
    if test.op in ("known", "unknown"):
        yield Test(term=test.term, op="unknown" if test.op == "known" else "known")
        return
    if test.op == "in" and len(test.values) > 1:
        for value in test.values:
            yield Test(term=test.term, op="in", values=tuple(v for v in test.values if v != value))
        return
    (bound, *_) = test.values
    if fact is not None and fact.numeric:
        assert isinstance(bound, int | float)
        yield from (Test(term=test.term, op=test.op, values=(bound + step,)) for step in (-1, 1))
        return
    options = list(fact.options if fact is not None else kb.issues[test.term].options)
    place = options.index(bound)
    for other in (place - 1, place + 1):
        if 0 <= other < len(options):
            changed = Test(term=test.term, op=test.op, values=(options[other],))
            if not (test.op == "at_least" and other == 0) and not (test.op == "at_most" and other == len(options) - 1):
                yield changed
