"""A batch in a page: how its answers stand, what decides most, what to find out, what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from fairuse.batch.answer import Answer
from fairuse.batch.crossed import FILE
from fairuse.batch.moves import THERE, TOGETHER, Reach, cheapest
from fairuse.batch.parts import Told
from fairuse.inventory.materials import Inventory, Material
from fairuse.kb.model import STANDINGS, KnowledgeBase, Standing
from fairuse.scenario.model import UNKNOWN
from fairuse.words.en import summary as en
from fairuse.words.outline import Block, Count, Counts, Grid, Heading, Outline, Paragraph, Point, Points
from fairuse.words.wording import TONES, standing_text, term_label, value_text

#: So many lines of each list are told: the first ones hold nearly all rows, and the table has the rest.
LINES = 12
#: So many sources are told: each asks for a look of its own.
SOURCES = 200
NO_SOURCES = Inventory(())


def outline(told: Told, title: str, goal: Standing, kb: KnowledgeBase, sources: Inventory = NO_SOURCES) -> Outline:
    """The page for what a batch tells; `sources`: the cards, manifests and logs from which its rows were made."""
    answers = Counter({answer: times for answer, times in told.tally.items() if not answer.error})
    errors = Counter({answer: times for answer, times in told.tally.items() if answer.error})
    blocks: list[Block] = [Heading(title, 1), Paragraph(_opening(told, kb), quiet=True)]
    standing = Counter({answer: times for answer, times in answers.items() if answer.standing})  # not duties alone
    counted = ((s, sum(times for a, times in standing.items() if a.standing == s)) for s in STANDINGS)
    bars = tuple(Count(standing_text(s), times, TONES[s]) for s, times in counted if times)
    blocks += _standings(standing, bars, told.facts, kb)
    blocks += _sources(sources, kb)
    blocks += _crossed(told.facts, kb)
    blocks += _deciding(answers, kb)
    blocks += _groups(standing, kb)
    blocks += _steps(told.reach, goal, kb)
    blocks += _errors(errors)
    return Outline(title, tuple(blocks))


def _opening(told: Told, kb: KnowledgeBase) -> str:
    errors = sum(times for answer, times in told.tally.items() if answer.error)
    said = en.X_ANSWERS_X_ERRORS_RULES.format(told.tally.total() - errors, errors, kb.version)
    return en.X_NOT_LEGAL_ADVICE_PUBLISHED.format(said)


def _standings(
    answers: Counter[Answer], bars: tuple[Count, ...], facts: Mapping[tuple[str, str, str], int], kb: KnowledgeBase
) -> Iterator[Block]:
    yield Heading(en.HOW_THE_ANSWERS_STAND, 2)
    if bars:
        yield Counts(en.ALL_ANSWERS, bars)
    ways: tuple[tuple[str, Callable[[Answer], str]], ...] = (
        (en.PLACE, lambda answer: kb.place_name(answer.place)),
        (en.ACT, lambda answer: kb.acts[answer.act].label if answer.act in kb.acts else answer.act),
        (en.DECIDED_BY, lambda answer: kb.regimes[answer.law].label if answer.law in kb.regimes else en.NO_LAW_ALONE),
    )
    for name, of in ways:
        counts: dict[str, Counter[str]] = {}
        for answer, times in answers.items():
            counts.setdefault(of(answer), Counter())[answer.standing] += times
        yield _by_standing(name, counts)
    if files := _by_fact(facts).get(FILE):
        yield _by_standing(en.FILE, files)


def _by_fact(facts: Mapping[tuple[str, str, str], int]) -> dict[str, dict[str, Counter[str]]]:
    """For each fact and each of its values, how the rows stand that have it."""
    found: dict[str, dict[str, Counter[str]]] = {}
    for (fact, value, standing), times in facts.items():
        found.setdefault(fact, {}).setdefault(value, Counter())[standing] += times
    return found


def _sources(sources: Inventory, kb: KnowledgeBase) -> Iterator[Block]:
    """The sources that somebody has to look at, each with where and why; those that cannot be read first."""
    rows = [(m, why) for m in (*sources.unreadable, *sources.materials) for why in _reasons(m, kb)]
    if not rows:
        return
    yield Heading(en.SOURCES_TO_LOOK_AT, 2)
    count = len({id(material) for material, _ in rows})
    yield Paragraph(en.X_OF_X_SOURCES.format(count, len(sources.materials) + len(sources.unreadable)))
    told = [(Point(material.name), Point(where), Point(why)) for material, (where, why) in rows[:SOURCES]]
    yield Grid((en.SOURCE, en.AT, en.WHY), tuple(told))
    if len(rows) > SOURCES:
        yield Paragraph(en.X_MORE_LINES.format(len(rows) - SOURCES))


def _reasons(material: Material, kb: KnowledgeBase) -> Iterator[tuple[str, str]]:
    """Why a source has to be looked at, each with its place."""
    for problem in dict.fromkeys(material.problems):
        yield str(problem.location), problem.message.removeprefix(f"{material.name}: ")
    said = " ".join(problem.message for problem in material.problems)
    for fact, given in material.facts.items():
        if given.value == UNKNOWN and fact not in said:
            yield f"{material.file}:{material.line}", en.X_TO_BE_TOLD_X.format(term_label(fact, kb), given.note)


def _by_standing(name: str, counts: Mapping[str, Counter[str]]) -> Grid:
    """A line for each of what is counted, the most frequent first, and a column for each standing that there is."""
    used = [s for s in STANDINGS if any(count[s] for count in counts.values())]
    header = (name, en.ALL, *(standing_text(standing) for standing in used))
    ordered = sorted(counts.items(), key=lambda one: (-one[1].total(), one[0]))
    rows = [
        (
            Point(what),
            Point(f"{count.total():,}"),
            *(Point(f"{count[s]:,}", tone=TONES[s] if count[s] else "plain") for s in used),
        )
        for what, count in ordered[:LINES]
    ]
    return Grid(header, tuple(rows))


def _crossed(facts: Mapping[tuple[str, str, str], int], kb: KnowledgeBase) -> Iterator[Block]:
    """The facts whose values part the rows most, each with how the rows stand."""
    by_fact = _by_fact(facts)
    by_fact.pop(FILE, None)
    telling = sorted(by_fact, key=lambda fact: (-_parts(by_fact[fact].values()), fact))
    if telling:
        yield Heading(en.FACTS_THAT_PART_THE_ROWS, 2)
        yield Paragraph(en.ROWS_BY_WHAT_THEY_SAY)
    terms = [fact for fact in telling[5:] if kb.facts[fact].tells]  # by which everybody asks for counts
    for fact in (*telling[:5], *terms):
        yield _by_standing(term_label(fact, kb), {_said(fact, v, kb): count for v, count in by_fact[fact].items()})


def _said(fact: str, value: str, kb: KnowledgeBase) -> str:
    typed: Any = {"true": True, "false": False}.get(value, value) if kb.facts[fact].type == "boolean" else value
    return value_text(fact, typed, kb) if kb.facts[fact].accepts(typed) else value


def _parts(counts: Iterable[Counter[str]]) -> float:
    """How far the values of a fact part the rows: the rows that the commonest standing of each value tells rightly,
    beyond those that the commonest of all does."""
    every = Counter[str]()
    right = 0
    for count in counts:
        every.update(count)
        right += max(count.values(), default=0)
    return right - max(every.values(), default=0)


def _deciding(answers: Counter[Answer], kb: KnowledgeBase) -> Iterator[Block]:
    rules = Counter[str]()
    open_ = Counter[str]()
    beside = Counter[str]()
    for answer, times in answers.items():
        rules.update(dict.fromkeys(answer.rules, times))
        open_.update(dict.fromkeys(answer.open_facts, times))
        beside.update(dict.fromkeys((*answer.claims, *answer.duties), times))
    if rules:
        yield Heading(en.RULES_THAT_DECIDE, 2)
        yield _counted((en.RULE, en.ANSWERS, en.BECAUSE), rules, lambda name: _because(name, kb))
    if open_:
        yield Heading(en.WHAT_TO_FIND_OUT, 2)
        yield Paragraph(en.FACTS_THAT_ARE_NOT_TOLD)
        yield _counted((en.FACT, en.ANSWERS, en.QUESTION), open_, lambda name: _question(name, kb))
    if beside:
        yield Heading(en.CLAIMS_AND_DUTIES_BESIDE_THE, 2)
        yield _counted((en.CLAIM_OR_DUTY, en.ANSWERS, ""), beside, lambda name: _issue(name, kb))


def _because(rule: str, kb: KnowledgeBase) -> str:
    return kb.rules[rule].because.strip() if rule in kb.rules else ""


def _question(fact: str, kb: KnowledgeBase) -> str:
    return kb.facts[fact].question.strip() if fact in kb.facts else ""


def _issue(said: str, kb: KnowledgeBase) -> str:
    name = said.partition(":")[0].partition(" (")[0]
    return kb.issues[name].label if name in kb.issues else ""


def _counted(header: tuple[str, ...], counts: Counter[str], words: Callable[[str], str]) -> Grid:
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return Grid(header, tuple((Point(n), Point(f"{t:,}"), Point(words(n))) for n, t in ordered[:LINES]))


def _groups(answers: Counter[Answer], kb: KnowledgeBase) -> Iterator[Block]:
    groups = Counter[tuple[str, ...]]()
    for answer, times in answers.items():
        because = answer.because or (_because(answer.rules[0], kb) if answer.rules else "")
        groups[answer.standing, answer.act, kb.place_name(answer.place), because] += times
    if groups:
        yield Heading(en.LARGEST_GROUPS_WITH_THE_SAME, 2)
        ordered = sorted(groups.items(), key=lambda one: (-one[1], one[0]))[:LINES]
        rows = [
            (Point(f"{times:,}"), Point(standing_text(standing), tone=TONES.get(standing, "plain")), *map(Point, rest))
            for (standing, *rest), times in ordered
        ]
        yield Grid((en.ANSWERS, en.STANDING, en.ACT, en.PLACE, en.BECAUSE), tuple(rows))


def _steps(found: Reach, goal: Standing, kb: KnowledgeBase) -> Iterator[Block]:
    """Which steps bring most rows of tables to the goal, and the fewest that bring there all that one can."""
    if not found:
        return
    yield Heading(en.WHAT_WOULD_BRING_ROWS_TO.format(standing_text(goal)), 2)
    counts = Counter[str]()
    for names, times in found.items():
        counts.update(dict.fromkeys(names, times))
    left = found.get((), 0)
    steps = [name for name in sorted(counts, key=lambda n: (-counts[n], n)) if name not in (THERE, TOGETHER)]
    yield Points(
        "",
        (
            Point(en.X_ROWS_STAND_THERE_ALREADY.format(counts[THERE])),
            Point(en.X_ROWS_GET_THERE_BY.format(found.total() - counts[THERE] - counts[TOGETHER] - left)),
            Point(en.X_ROWS_ONLY_BY_SEVERAL.format(counts[TOGETHER], left)),
        ),
    )
    if steps:
        bars = tuple(Count(kb.steps[name].label.strip(), counts[name], "good") for name in steps[:LINES])
        yield Counts(en.ROWS_THAT_ONE_STEP_BRINGS, bars)
        fewest = cheapest(found)
        yield Points(
            en.THE_FEWEST_STEPS_THAT_BRING,
            tuple(Point(kb.steps[name].label.strip()) for name in fewest),
        )


def _errors(errors: Counter[Answer]) -> Iterator[Block]:
    if errors:
        yield Heading(en.ERRORS, 2)
        kinds = Counter[str]()
        first: dict[str, str] = {}
        for answer, times in sorted(errors.items()):
            kind = answer.error.rpartition("[")[2].rstrip("]") if answer.error.endswith("]") else en.NOT_ANSWERED
            kinds[kind] += times
            first.setdefault(kind, answer.error)
        yield _counted((en.KIND, en.ROWS, en.THE_FIRST), kinds, lambda kind: first[kind])
