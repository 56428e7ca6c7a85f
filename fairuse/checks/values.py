"""Every value is one that its fact, issue or example can have, and every definition is complete."""

from __future__ import annotations

from collections.abc import Iterator

from fairuse.kb.condition import YEARS, Test, Value, tests_of
from fairuse.kb.fact import NOTHING, FactDef
from fairuse.kb.load import Loaded
from fairuse.kb.model import STANDINGS, Issue, KnowledgeBase
from fairuse.source.errors import Problem, did_you_mean

ESSENTIAL = True


def check(loaded: Loaded) -> Iterator[Problem]:
    """Yield a problem for each value that cannot be, and each incomplete definition."""
    kb, places = loaded.kb, loaded.sources
    yield from _facts(loaded)
    yield from _beside_rules(loaded)
    yield from _needs(loaded)
    yield from _acts(loaded)
    yield from _carries(loaded)
    for issue in kb.issues.values():
        for key, message in _issue(issue):
            yield Problem(places.locate("issues", issue.id, key), "bad-issue", message)
    for regime in kb.regimes.values():
        scale = list(kb.issues[regime.conclusion].scale) if regime.conclusion in kb.issues else []
        if scale and [s for s in STANDINGS if s in scale] != scale:
            place = places.locate("regimes", regime.id, "conclusion")
            order = ", ".join(STANDINGS)
            yield Problem(place, "bad-conclusion", f"the scale of a conclusion is standings in the order {order}")
        if regime.kind == "ordinary" and regime.complete == bool(regime.not_researched):
            message = "ordinary law has 'complete: true', or says in 'not_researched' which exceptions are missing"
            yield Problem(places.locate("regimes", regime.id, "kind"), "no-word", message)
        if kb.factors(regime.id) and regime.words.factor is None:
            message = "this law weighs factors; say in 'words' what it calls them (factor: ...)"
            yield Problem(places.locate("regimes", regime.id, "words"), "no-word", message)
    for authority in kb.authorities.values():
        kind, level = kb.authority_kinds.get(authority.kind), kb.levels.get(authority.level)
        if kind and kind.binds and level and level.binds == "forum" and authority.forum is None:
            place = places.locate("authorities", authority.id, "level")
            yield Problem(place, "no-forum", f"what a court of level '{level.id}' decides binds a forum; name it")
    yield from _rules(loaded)


def _facts(loaded: Loaded) -> Iterator[Problem]:
    kb, places = loaded.kb, loaded.sources
    for fact in kb.facts.values():
        for key, message in _fact(fact):
            yield Problem(places.locate("facts", fact.id, key), "bad-fact", message)
        for number, example in enumerate(fact.examples):
            if not fact.accepts(example.value):
                place = places.locate("facts", fact.id, "examples", number, "value")
                yield Problem(place, "wrong-value", _wrong(fact.id, example.value, kb))
        if fact.ordinarily and not fact.accepts(fact.ordinarily.value):
            place = places.locate("facts", fact.id, "ordinarily", "value")
            yield Problem(place, "wrong-value", _wrong(fact.id, fact.ordinarily.value, kb))
        for said in fact.phrases.keys() - fact.values.keys():
            place = places.locate("facts", fact.id, "phrases", said)
            yield Problem(place, "wrong-value", f"{fact.id} has no value '{said}'{did_you_mean(said, fact.values)}")
        for value, by in fact.ruled_out.items():
            place = places.locate("facts", fact.id, "ruled_out", value)
            if value not in (("true", "false") if fact.type == "boolean" else fact.values):
                yield Problem(place, "wrong-value", _wrong(fact.id, value, kb))
            for name, values in by.items():
                for told in (v for v in values if name in kb.facts and not kb.facts[name].accepts(v)):
                    yield Problem(place, "wrong-value", _wrong(name, told, kb))
        for number, apart in enumerate(fact.apart):
            for wrong in (v for v in apart if not fact.accepts(v)):
                place = places.locate("facts", fact.id, "apart", number)
                yield Problem(place, "wrong-value", _wrong(fact.id, wrong, kb))
        yield from _conditions(loaded, "facts", fact.id, list(tests_of(fact.asked_when)))


def _beside_rules(loaded: Loaded) -> Iterator[Problem]:
    kb, places = loaded.kb, loaded.sources
    for exposure in kb.exposures.values():
        tests = [t for asked in exposure.conditions for t in tests_of(asked)]
        yield from _conditions(loaded, "exposures", exposure.id, tests)
        if exposure.low > exposure.high:
            yield Problem(places.locate("exposures", exposure.id, "low"), "bad-exposure", "'low' is more than 'high'")
    for bearing in kb.bearings.values():
        tests = [t for side in bearing.sides for t in tests_of(side.when)]
        yield from _conditions(loaded, "bearings", bearing.id, tests)
    for migration in kb.migrations.values():
        kept = kb.facts.get(migration.id)
        if kept is not None and (migration.today != kept.id or set(migration.values) & {*kept.values}):
            message = f"'{migration.id}' is a fact of today; only what is gone can be carried over"
            yield Problem(places.locate("migrations", migration.id), "not-gone", message)
        for written, now in migration.values.items():
            for name, value in now.items():
                if not _can_be(name, value, kb):
                    place = places.locate("migrations", migration.id, "values", written)
                    yield Problem(place, "wrong-value", _wrong(name, value, kb))
    for step in kb.steps.values():
        yield from _conditions(loaded, "steps", step.id, list(tests_of(step.when)))
        for name, value in step.sets.items():
            if not _can_be(name, value, kb):
                yield Problem(places.locate("steps", step.id, "sets", name), "wrong-value", _wrong(name, value, kb))


def _needs(loaded: Loaded) -> Iterator[Problem]:
    kb, places = loaded.kb, loaded.sources
    for need in kb.needs.values():
        for key, some in (("not_by", need.not_by), ("arises", need.arises)):
            for name, values in some.items():
                for value in values:
                    if name in kb.facts and not kb.facts[name].accepts(value):
                        yield Problem(
                            places.locate("needs", need.id, key, name), "wrong-value", _wrong(name, value, kb)
                        )


def _acts(loaded: Loaded) -> Iterator[Problem]:
    kb, places = loaded.kb, loaded.sources
    for act in kb.acts.values():
        for name, value in act.tells.items():
            if (fact := kb.facts.get(name)) is None:
                continue
            place = places.locate("acts", act.id, "tells", name)
            if not fact.accepts(value):
                yield Problem(place, "wrong-value", _wrong(name, value, kb))
            elif fact.numeric or fact.parts or fact.tells:
                yield Problem(place, "bad-fact", "a kind of act tells a fact of one value: no number, list or licence")


def _carries(loaded: Loaded) -> Iterator[Problem]:
    kb, places = loaded.kb, loaded.sources
    for carry in kb.carries.values():
        yield from _conditions(loaded, "carries", carry.id, [t for when in carry.conditions for t in tests_of(when)])
        for name, value in carry.tells.items():
            if (fact := kb.facts.get(name)) is not None and not fact.accepts(value):
                yield Problem(places.locate("carries", carry.id, "tells", name), "wrong-value", _wrong(name, value, kb))
        if not carry.facts and not carry.tells:
            yield Problem(places.locate("carries", carry.id), "no-facts", "a carry names 'facts' or 'tells' some")


def _rules(loaded: Loaded) -> Iterator[Problem]:
    kb, places = loaded.kb, loaded.sources
    for rule in kb.rules.values():
        if rule.issue in kb.issues and rule.value not in kb.issues[rule.issue].scale:
            yield Problem(places.locate("rules", rule.id, "value"), "wrong-value", _wrong(rule.issue, rule.value, kb))
        if rule.until is not None and rule.until < rule.in_force:
            yield Problem(places.locate("rules", rule.id, "until"), "bad-date", "'until' is before 'in_force'")
        yield from _conditions(loaded, "rules", rule.id, list(tests_of(rule.when)))
        for number, example in enumerate(rule.examples):
            side = "fires" if example.fires is not None else "not"
            for term, value in example.given.items():
                allowed = value in kb.acts if term == "act" else _can_be(term, value, kb)
                if not allowed:
                    place = places.locate("rules", rule.id, "examples", number, side, term)
                    yield Problem(place, "wrong-value", _wrong(term, value, kb))


def _conditions(loaded: Loaded, kind: str, entry_id: str, tests: list[Test]) -> Iterator[Problem]:
    kb = loaded.kb
    for number, test in enumerate(tests):
        place = loaded.sources.locate_test(kind, entry_id, number)
        if test.term in kb.facts and kb.facts[test.term].type in ("choices", "licence"):
            fact = kb.facts[test.term]
            parts = dict.fromkeys((*fact.tells, *(p for some in fact.parts.values() for p in some)))
            message = f"'{fact.id}' stands for other facts; read what it is recorded as: {', '.join(parts)}"
            yield Problem(place, "reads-a-list", message)
            continue
        if test.op in ("at_least", "at_most") and not _ordered(test.term, kb):
            yield Problem(place, "not-ordered", f"'{test.op}' needs an ordered term; {test.term} is not one")
        if test.op in YEARS:
            if test.term in kb.issues or (test.term in kb.facts and kb.facts[test.term].type != "year"):
                yield Problem(place, "not-a-year", f"'{test.op}' needs a year; {test.term} is none")
            elif kind != "rules":
                yield Problem(place, "no-day", f"'{test.op}' counts to the day asked about, which only rules know")
            elif not isinstance(test.values[0], int) or isinstance(test.values[0], bool) or test.values[0] < 0:
                yield Problem(place, "wrong-value", f"'{test.op}' takes a number of years")
            continue
        for value in test.values:
            if not _can_be(test.term, value, kb):
                yield Problem(place, "wrong-value", _wrong(test.term, value, kb))


def _ordered(term: str, kb: KnowledgeBase) -> bool:
    return term not in kb.facts or (kb.facts[term].type == "ordinal" or kb.facts[term].numeric)


def _can_be(term: str, value: Value, kb: KnowledgeBase) -> bool:
    """Whether `term` can have `value`; true for unknown terms, which `names` reports."""
    if term in kb.facts:
        fact = kb.facts[term]
        return fact.accepts(value) or (fact.type == "number" and isinstance(value, int | float) and value is not True)
    return term not in kb.issues or value in kb.issues[term].scale


def _wrong(term: str, value: Value, kb: KnowledgeBase) -> str:
    shown = str(value).lower() if isinstance(value, bool) else repr(value)
    if value == "unknown":
        return f"{term} cannot have the value 'unknown'; write {{unknown: true}}"
    if term == "act":
        return f"there is no act {shown}{did_you_mean(str(value), kb.acts)}"
    if term in kb.facts:
        hint = did_you_mean(value, kb.facts[term].values) if isinstance(value, str) else ""
        return f"{term} takes {kb.facts[term].expects()}, not {shown}{hint}"
    scale = kb.issues[term].scale
    return f"{term} has the values {', '.join(scale)}, not {shown}{did_you_mean(str(value), scale)}"


def _fact(fact: FactDef) -> Iterator[tuple[str, str]]:
    if "." not in fact.id and fact.type != "choices":
        yield "id", "the name of a fact has two parts, such as group.name; only a list of choices may have one"
    if fact.type == "choices" and NOTHING in fact.values:
        yield "values", f"'{NOTHING}' means that nothing is listed and cannot be a value"
    if fact.type != "choices" and (fact.recorded_as or fact.listed or fact.each):
        yield "recorded_as", "only a list of choices is recorded as other facts"
    if fact.type != "licence" and fact.tells:
        yield "tells", "only a licence tells other facts"
    if fact.type in ("choice", "ordinal", "choices") and len(fact.values) < 2:
        yield "values", f"a {fact.type} needs at least two values"
    if (fact.type == "boolean" or fact.numeric) and fact.values:
        yield "values", f"a {fact.type} has no list of values"
    if "unknown" in fact.values:
        yield "values", "'unknown' means that the fact is not known and cannot be a value"
    if fact.type != "number" and (fact.unit or fact.minimum is not None or fact.maximum is not None):
        yield "unit", "unit, minimum and maximum are for numbers"
    if fact.ordinarily and fact.about != "work":
        yield "ordinarily", "what is so of nearly all works is asked of works"
    if fact.judgement and not fact.guidance:
        yield "judgement", "a judgement needs guidance"
    if not fact.question.endswith("?"):
        yield "question", "a question ends in '?'"


def _issue(issue: Issue) -> Iterator[tuple[str, str]]:
    if issue.headline and issue.scores is None:
        yield "headline", "a headline factor needs scores"
    if issue.scores is not None and len(issue.scores) != len(issue.scale):
        yield "scores", f"{len(issue.scores)} scores for {len(issue.scale)} values"
    if issue.scores is not None and list(issue.scores) != sorted(issue.scores):
        yield "scores", "scores must rise with the scale"
