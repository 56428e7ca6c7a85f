"""What if: facts set otherwise, and what they move; or, without any, the smallest sets of changes that move a standing.

``fairuse schema whatif`` prints the JSON Schema of `WhatIf`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from fairuse.answer import moves
from fairuse.answer.answers import OfUse
from fairuse.answer.asked import court_of, day_of
from fairuse.answer.assess import assess_uses
from fairuse.answer.follows import Follows
from fairuse.answer.moves import Option, Trial
from fairuse.answer.posed import posed
from fairuse.answer.result import Assessment, Change, Frozen, UseResult
from fairuse.answer.served import serves, with_served
from fairuse.answer.steps import reported, steps_after
from fairuse.inquiry.compare import compare
from fairuse.inquiry.comparison import Comparison
from fairuse.kb.condition import Value
from fairuse.kb.fact import NOTHING, FactDef
from fairuse.kb.model import KnowledgeBase, Standing
from fairuse.scenario.model import UNKNOWN, Given, Scenario
from fairuse.scenario.names import fact_problem, value_problem
from fairuse.scenario.uses import Use, uses_of
from fairuse.source.errors import FairuseError, Problem, argument_problem, did_you_mean


class Setting(Frozen):
    """A fact to set, for an act, works or ``act/works`` (None: for all). `also`: further values, of a list."""

    target: str | None
    fact: str
    value: Value
    also: tuple[Value, ...] = ()

    def __str__(self) -> str:
        value = ",".join(str(v).lower() if isinstance(v, bool) else str(v) for v in (self.value, *self.also))
        return f"{self.target}:{self.fact}={value}" if self.target else f"{self.fact}={value}"


class UseWhatIf(Frozen):
    """What would move the standing of one use. `unknown`: the facts among them that are not known now.

    `moves`: sets of one or two changes, none larger than needed; of more only where no one or two move the standing
    that way. Those to which some step leads come first, the better before the others, and what ends the act after
    them; then the smaller ones. `by_forum`: where the standing is another before the courts of a forum.
    """

    id: str
    act_title: str
    work_title: str
    regime: str
    standing: Standing
    range: tuple[Standing, Standing]
    range_is: Literal["exact", "bound"]
    reached: tuple[Standing, Standing]
    unknown: tuple[str, ...]
    moves: tuple[Change, ...]
    by_forum: dict[str, Standing]


class WhatIf(Frozen):
    """What would move a scenario (`uses`), or what facts `set` otherwise do move (`comparison`).

    `unread`: facts that were set and that no rule reads for the uses they were set for.
    """

    format_version: Literal[2] = 2
    title: str
    as_of: str
    forum: str | None
    set: tuple[Setting, ...]
    unread: tuple[str, ...]
    uses: tuple[UseWhatIf, ...]
    comparison: Comparison | None


def select(uses: Sequence[Use], selector: str) -> list[Use]:
    """The uses that `selector` means: an act, works or law by id, or the beginning of a use's id (``act/works``)."""
    if "/" in selector:
        return [u for u in uses if f"{u.id}/".startswith(f"{selector.rstrip('/')}/")]
    for part in ("act_id", "work", "regime"):
        if found := [u for u in uses if getattr(u, part) == selector]:
            return found
    return []


@dataclass(frozen=True)
class Otherwise:
    """The uses of a scenario that are asked for as they are, and with facts `set` otherwise; `every`: of both, all."""

    before: tuple[Use, ...]
    after: tuple[Use, ...]
    set: tuple[Setting, ...]
    every: tuple[tuple[Use, ...], tuple[Use, ...]]


def otherwise(
    scenario: Scenario, kb: KnowledgeBase, settings: Sequence[str], selectors: Sequence[str] = ()
) -> Otherwise:
    """Read `settings`, for the uses that `selectors` name. Raises `FairuseError` with every problem."""
    uses = list(uses_of(scenario, kb))
    problems = [p for s in selectors for p in _target_problems(s, uses)]
    chosen = [u for u in uses if not selectors or any(u in select(uses, s) for s in selectors)]
    parsed = [_parse(text, chosen or uses, kb, problems) for text in settings]
    if problems:
        raise FairuseError(problems)
    read = tuple(s for s in parsed if s)
    changed = _changed(scenario, kb, read, chosen) if parsed else ()
    wanted = {u.id for s in selectors for u in select(changed, s)}
    after = tuple(u for u in changed if not selectors or u.id in wanted)
    return Otherwise(tuple(chosen), after, read, (tuple(uses), changed))


def whatif(
    scenario: Scenario,
    kb: KnowledgeBase,
    settings: Sequence[str] = (),
    selectors: Sequence[str] = (),
    *,
    as_of: str | None = None,
    forum: str | None = None,
    of_use: OfUse | None = None,
) -> WhatIf:
    """Answer for the uses that `selectors` name, by default for all.

    Each of `settings` is written ``fact=value`` or ``target:fact=value``. `of_use` finds the answer for one use, as
    `assess_use` does. Raises `FairuseError` with every problem.
    """
    asked = otherwise(scenario, kb, settings, selectors)
    chosen, changed = asked.before, asked.after
    day, court = day_of(scenario, as_of), court_of(scenario, kb, forum)

    def assessed(some: Sequence[Use], every: Sequence[Use]) -> Assessment:
        """How some uses stand, those that they serve being answered with them."""
        names = {u.id for u in some}
        with_them = names.union(u.id for one in some for u in serves(one, every, kb))
        answers = assess_uses([u for u in every if u.id in with_them], scenario, kb, day, court, of_use=of_use)
        return answers.model_copy(update={"uses": tuple(u for u in answers.uses if u.id in names)})

    now = assessed(chosen, asked.every[0])
    comparison = compare(now, assessed(changed, asked.every[1]), kb) if settings else None
    ready = (
        () if settings else [u for u in with_served(asked.every[0], kb, day, court) if u.id in {c.id for c in chosen}]
    )
    return WhatIf(
        title=scenario.title,
        as_of=day,
        forum=court,
        set=asked.set,
        unread=tuple(dict.fromkeys(s.fact for s in asked.set if not _read(s, (*chosen, *changed), kb, day))),
        uses=tuple(_moves(u, r, kb, day, court) for u, r in zip(ready, now.uses, strict=False)),
        comparison=comparison,
    )


def _target_problems(selector: str, uses: Sequence[Use]) -> tuple[Problem, ...]:
    if select(uses, selector):
        return ()
    names = list(dict.fromkeys(n for u in uses for n in (u.act_id, u.work, u.regime, f"{u.act_id}/{u.work}", u.id)))
    hint = did_you_mean(selector, names) or f"; there are {', '.join(names)}"
    return argument_problem("selectors", f"no act, works, law or use is called '{selector}'{hint}").problems


def _parse(text: str, uses: Sequence[Use], kb: KnowledgeBase, problems: list[Problem]) -> Setting | None:
    """Read one setting; what is wrong with it is added to `problems`."""
    left, sign, written = text.partition("=")
    target, _, fact = left.strip().rpartition(":")
    if not sign:
        problems += argument_problem("settings", f"'{text}' sets nothing; write it as fact=value").problems
        return None
    places = dict.fromkeys(n for u in uses for n in (u.act_id, u.work, f"{u.act_id}/{u.work}"))
    if target and target not in places:
        hint = did_you_mean(target, places) or f"; there are {', '.join(places)}"
        problems += argument_problem("settings", f"no act or works are called '{target}'{hint}").problems
    if reason := fact_problem(fact, kb):
        problems += argument_problem("settings", reason).problems
        return None
    words = written.split(",") if kb.facts[fact].type == "choices" else [written]
    value, *also = (_value(kb.facts[fact], word.strip()) for word in words)
    for one in (value, *also):
        if reason := value_problem(kb.facts[fact], one):
            problems += argument_problem("settings", reason).problems
        elif also and one in (UNKNOWN, NOTHING):
            problems += argument_problem("settings", f"'{one}' stands alone for {fact}").problems
    return Setting(target=target or None, fact=fact, value=value, also=tuple(also))


def _value(fact: FactDef, written: str) -> Value:
    """The value that a command line means for a fact; text that is none is left as it is, to be complained of."""
    if fact.type == "boolean":
        return {"true": True, "false": False}.get(written, written)
    if fact.numeric:
        for read in (int, float):
            try:
                return read(written)
            except ValueError:
                continue
    return written


def _meant(setting: Setting, act_id: str, work: str) -> bool:
    return setting.target in (None, act_id, work, f"{act_id}/{work}")


def _changed(
    scenario: Scenario, kb: KnowledgeBase, settings: Sequence[Setting], uses: Sequence[Use]
) -> tuple[Use, ...]:
    """All uses, with facts of `uses` set otherwise, which may bring in other laws; a later setting of a fact wins."""
    chosen = {(u.act_id, u.work) for u in uses}

    def change(act_id: str, work: str) -> dict[str, Given]:
        meant = [s for s in settings if (act_id, work) in chosen and _meant(s, act_id, work)]
        return {s.fact: Given(value=s.value, also=s.also) for s in meant}

    return uses_of(scenario, kb, change=change)


def _read(setting: Setting, uses: Sequence[Use], kb: KnowledgeBase, day: str) -> bool:
    """Whether the fact (of a list, some that it is recorded as) is read by a rule for its uses, or chose their law."""
    names = {setting.fact, *(part for some in kb.facts[setting.fact].parts.values() for part in some)}
    meant = [u for u in uses if _meant(setting, u.act_id, u.work)]
    placed = {p.fact for u in meant for p in u.asked.places}
    return bool(names & placed) or any(names & set(posed(u, kb, day, None).program.facts) for u in meant)


def _moves(use: Use, result: UseResult, kb: KnowledgeBase, day: str, court: str | None) -> UseWhatIf:
    asked = posed(use, kb, day, court)
    use = asked.use
    trial = Trial(asked.program, asked.known, asked.choices, follows=Follows(asked, kb, day, court))
    found = _smallest(trial, use, kb)
    changes = reported(trial, found, use, result.standing, kb, waits=bool(result.waits_for))
    return UseWhatIf(
        id=use.id,
        act_title=use.act_title,
        work_title=use.work_title,
        regime=use.regime,
        standing=result.standing,
        range=result.range,
        range_is=result.range_is,
        reached=result.reached,
        unknown=tuple(dict.fromkeys(f for c in changes if not c.steps for f in c.set if f not in asked.known)),
        moves=changes,
        by_forum={f: s for f, s in result.by_forum.items() if s != result.standing},
    )


def _smallest(trial: Trial, use: Use, kb: KnowledgeBase) -> moves.Found:
    """The smallest sets of steps and of facts that move the standing, in the order in which they are reported.

    A step is combined only with facts that the user decides on. A set of facts that a step brings about, among others,
    with the same result is left out: the step says it better.
    """
    stepped = moves.smallest_steps(trial, lambda known: steps_after(trial.program, use, known, kb))
    steps = [Option(sets, (name,)) for name, sets in steps_after(trial.program, use, trial.known, kb)]
    own = {s.steps: s.sets.keys() for s in steps}
    known = {**use.values, **trial.known, "act": use.act}
    by_kind = use.told_by_kind

    def fits(option: Option) -> bool:
        """Whether all that it sets can be so together, and beside what is known."""
        whole = {**known, **option.sets}
        return all(kb.facts[fact].can_be(value, whole) for fact, value in option.sets.items())

    every = [o for o in moves.single_facts(trial.program, trial.known) if not any(kb.facts[f].derived for f in o.sets)]
    facts = [o for o in every if by_kind.isdisjoint(o.sets) and fits(o)]
    rest: moves.Found = []
    for option, rank in moves.smallest(trial, [*steps, *facts]):
        beside = [fact for fact in option.sets if fact not in own.get(option.steps, ())]
        if not option.steps or (beside and all(kb.facts[fact].controllable for fact in beside)):
            rest += [(option, rank)] if fits(option) else []
    for up in (True, False):
        if not any((rank > trial.now) == up for _, rank in (*stepped, *rest)):
            rest += [move for move in moves.larger(trial, facts, up=up) if fits(move[0])]
    told = [(o.sets.items(), rank) for o, rank in (*stepped, *rest) if o.steps]
    plain = [
        (o, rank)
        for o, rank in rest
        if o.steps or o.views or not any(o.sets.items() <= sets and rank == same for sets, same in told)
    ]
    return sorted([*stepped, *plain], key=lambda move: (move[0].size, -move[1]))
