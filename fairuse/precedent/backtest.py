"""Back-tests: decided cases run as scenarios, and the answers compared with what the courts held."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict

from fairuse.answer import ranges
from fairuse.answer.posed import posed
from fairuse.answer.served import with_served
from fairuse.engine import columns
from fairuse.kb.condition import Value
from fairuse.kb.model import DIRECTIONS, STANDINGS, KnowledgeBase, Standing
from fairuse.kb.regime import Outcome
from fairuse.knowledge import data_dir
from fairuse.precedent.beside import Decided, decided_for
from fairuse.precedent.decided import CaseSet, DecidedAct, DecidedCase, load_cases
from fairuse.precedent.described import describe
from fairuse.precedent.likelihood import predicted
from fairuse.scenario.uses import Use, uses_of

_OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


class Answer(BaseModel):
    """How the system answers one act under the law of one day.

    `outcome` is allowed, not_allowed or abstained; `factors` the direction of each factor (``open`` if undecided);
    `deciding` the rules that gave the conclusion.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    as_of: str
    standing: Standing
    outcome: str
    factors: dict[str, str]
    issues: dict[str, str]
    deciding: tuple[str, ...]


class CaseResult(BaseModel):
    """One act of a decided case: what the court held, and the answers under the law of its day and of today.

    `held` is empty for a ruling on issues alone. `turns_on`: the facts any one of which decides the outcome.
    `likelihood`: of being allowed, counted without the act's own case; None if too little is decided.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    case: str
    act: str
    label: str
    forum: str | None
    decided: str
    domain: str
    set: CaseSet = "open"
    held: str
    held_factors: dict[str, str]
    held_issues: dict[str, str]
    regime: str
    law_of_day: Answer
    today: Answer
    correct: bool
    likelihood: float | None = None
    known_miss: str | None
    turns_on: tuple[str, ...]


class Tally(BaseModel):
    """Counts over some acts. `outcome_accuracy` is over acts not abstained; None if there are none.

    `factors`: how often each was answered as held, otherwise, or left open. `brier`: the Brier score of the likelihoods
    of the acts that have one (0 is perfect); it is about the law of each case's day, as a calibration is.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    acts: int
    right: int
    wrong: int
    abstained: int
    outcome_accuracy: float | None
    abstained_share: float | None
    factor_accuracy: float | None
    factors: dict[str, dict[str, int]] = {}
    brier: float | None = None


class Scorecard(BaseModel):
    """The result of a back-test. Top-level figures are for the law of each case's day.

    `by_set`: apart for the cases that rules and calibration learn from, and those set aside to measure them; see
    `DecidedCase`. Format 1 called the outcomes fair and not_fair, whatever the law; it can still be compared with.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    format_version: Literal[1, 2] = 2
    kb_version: str
    kb_sha256: str
    today_is: str
    acts: int
    outcome_accuracy: float | None
    abstained_share: float | None
    factor_accuracy: float | None
    base_rate: float | None
    issue_accuracy: float | None
    brier: float | None = None
    confusion: dict[str, dict[str, int]]
    factors: dict[str, dict[str, int]]
    today: Tally
    by_set: dict[str, Tally] = {}
    by_forum: dict[str, Tally]
    by_era: dict[str, Tally]
    by_domain: dict[str, Tally]
    by_regime: dict[str, Tally]
    judgements: dict[str, int]
    cases: tuple[CaseResult, ...]


def backtest(
    kb: KnowledgeBase,
    cases: Iterable[DecidedCase] | None = None,
    *,
    today: str | None = None,
    decided: Decided | None = None,
) -> Scorecard:
    """Run every act of `cases` (by default those that ship) under the law of its day and of `today`, and score it.

    The law of its day includes the decision itself, as any decision is law from the day it is given. `decided`: the
    acts to count for likelihoods; by default those that ship, for the rules that ship.
    """
    today = today or datetime.date.today().isoformat()
    cases = load_cases(data_dir("cases") / "decided", kb) if cases is None else list(cases)
    likely = _likelihoods(cases, decided_for(kb) if decided is None else decided, kb)
    results = [
        _result(case, act, use, kb, today, likely.get((case.id, act.label)))
        for case in cases
        for act, use in zip(case.acts, with_served(uses_of(case.scenario(), kb), kb, case.day, case.forum), strict=True)
    ]
    overall = _tally(results, "law_of_day")
    held = Counter(r.held for r in results if r.held)
    issues = [r.law_of_day.issues.get(i) == v for r in results for i, v in r.held_issues.items()]
    confusion: dict[str, dict[str, int]] = {h: {o: 0 for o in (*_OUTCOMES, "abstained")} for h in _OUTCOMES}
    judgements: Counter[str] = Counter()
    for r in results:
        if r.held:
            confusion[r.held][r.law_of_day.outcome] += 1
        judgements.update(f for f in r.turns_on if kb.facts[f].judgement)
    return Scorecard(
        kb_version=kb.version,
        kb_sha256=kb.sha256,
        today_is=today,
        acts=len(results),
        outcome_accuracy=overall.outcome_accuracy,
        abstained_share=overall.abstained_share,
        factor_accuracy=overall.factor_accuracy,
        base_rate=_share(max(held.values(), default=0), held.total()),
        issue_accuracy=_share(sum(issues), len(issues)),
        brier=overall.brier,
        confusion=confusion,
        factors=overall.factors,
        today=_tally(results, "today"),
        by_set=_groups(results, [r.set for r in results], get_args(CaseSet)),
        by_forum=_groups(results, [r.forum or "none" for r in results]),
        by_era=_groups(results, [f"{r.decided[:3]}0s" for r in results]),
        by_domain=_groups(results, [r.domain or "none" for r in results]),
        by_regime=_groups(results, [r.regime for r in results]),
        judgements=dict(sorted(judgements.items(), key=lambda i: (-i[1], i[0]))),
        cases=tuple(results),
    )


def changed(old: Scorecard, new: Scorecard) -> dict[str, list[str]]:
    """Which acts are newly right (`gained`), no longer right (`lost`), and only in one of the scorecards."""
    before = {(r.case, r.label): r.correct for r in old.cases}
    after = {(r.case, r.label): r.correct for r in new.cases}
    both = before.keys() & after.keys()

    def named(keys: Iterable[tuple[str, str]]) -> list[str]:
        return [f"{case}: {label}" for case, label in sorted(keys)]

    return {
        "gained": named(k for k in both if after[k] and not before[k]),
        "lost": named(k for k in both if before[k] and not after[k]),
        "added": named(after.keys() - before.keys()),
        "removed": named(before.keys() - after.keys()),
    }


def surprises(card: Scorecard) -> list[str]:
    """The acts that are missed and not marked as a known miss, and those so marked that come out as held."""
    found = []
    for r in card.cases:
        if not r.correct and not r.known_miss:
            found.append(f"not expected to be missed: {r.case}: {r.label} (answered {r.law_of_day.standing})")
        elif r.correct and r.known_miss:
            found.append(f"expected to be missed, but comes out as held: {r.case}: {r.label}")
    return found


def _likelihoods(cases: Sequence[DecidedCase], decided: Decided, kb: KnowledgeBase) -> dict[tuple[str, str], float]:
    """The likelihood of each act, by case and label, under every regime that is calibrated."""
    if decided.calibration is None:
        return {}
    regimes = decided.calibration.regimes
    found = {
        (act.case, act.label): predicted(act, decided.precedents, kb)
        for act in describe([c for c in cases if c.regime in regimes], kb)
    }
    return {name: said[1] for name, said in found.items() if said is not None}


def _result(
    case: DecidedCase, act: DecidedAct, use: Use, kb: KnowledgeBase, today: str, likelihood: float | None
) -> CaseResult:
    day = answer(use, kb, case.day, case.forum, act.ruling.issues)
    ruling = act.ruling
    held = case.held(act, kb) or ""
    return CaseResult(
        case=case.id,
        act=act.act,
        label=act.label,
        forum=case.forum,
        decided=case.day,
        domain=case.domain,
        set=case.set,
        held=held,
        held_issues=ruling.issues,
        regime=use.regime,
        held_factors={n: d for n, d in sorted(ruling.factors.items()) if n not in ruling.unconfirmed},
        law_of_day=day,
        today=answer(use, kb, today, case.forum),
        correct=(not held or day.outcome == held) and all(day.issues.get(i) == v for i, v in ruling.issues.items()),
        likelihood=likelihood,
        known_miss=act.known_miss,
        turns_on=tuple(_turns_on(use, kb, case.day, case.forum)),
    )


def answer(
    use: Use,
    kb: KnowledgeBase,
    as_of: str,
    forum: str | None,
    asked: Collection[str] = (),
) -> Answer:
    """Answer one use on the columns side, under every open view; `asked` names issues whose value is wanted."""
    asked_of = posed(use, kb, as_of, forum)
    program, rows = asked_of.program, asked_of.rows()
    result = ranges.run_rows(program, rows)
    scale = {i.id: list(i.scale.items()) for i in program.issues}

    def directions(issue: str) -> set[str]:
        codes = result.values[issue]
        return {DIRECTIONS[scale[issue][c][1]] if c >= 0 else "open" for c in codes}

    factors = {name: directions(issue.id) for name, issue in kb.factors(program.regime).items()}
    standing = ranges.standings(program, [asked_of.known], ranges.view_rows(asked_of.choices))[0]
    deciding = [
        c.rule.id
        for c in program.by_issue[program.conclusion]
        if (result.fired[c.rule.id] & ~result.defeated[c.rule.id]).any()
    ]
    return Answer(
        as_of=as_of,
        standing=standing,
        outcome=_outcome(standing),
        factors={n: next(iter(d)) if len(d) == 1 else "open" for n, d in sorted(factors.items())},
        issues={i.id: _shared(result.values[i.id], list(i.scale)) for i in program.issues if i.id in asked},
        deciding=tuple(deciding),
    )


def _shared(codes: columns.Codes, scale: list[str]) -> str:
    """The value an issue has under every view; empty if undecided or divided."""
    values = {scale[c] if c >= 0 else "" for c in codes.tolist()}
    return next(iter(values)) if len(values) == 1 else ""


def _outcome(standing: str) -> str:
    middle = STANDINGS.index(ranges.UNDECIDED)
    rank = STANDINGS.index(standing)
    return "abstained" if rank == middle else "allowed" if rank > middle else "not_allowed"


def _turns_on(use: Use, kb: KnowledgeBase, as_of: str, forum: str | None) -> list[str]:
    """The known facts that decide: with another value that fits the others, or unknown, the outcome would differ."""
    asked = posed(use, kb, as_of, forum)
    program, known, views = asked.program, asked.known, ranges.view_rows(asked.choices)
    told = {**known, "act": use.act}
    rows: list[dict[str, Value]] = [dict(known)]
    owners = []
    for fact, given in known.items():
        for value in (None, *ranges.candidates(program, fact)):
            if value == given or (value is not None and not kb.facts[fact].can_be(value, told)):
                continue
            other = {k: v for k, v in known.items() if k != fact} | ({} if value is None else {fact: value})
            owners.append(fact)
            rows.append(other)
    outcomes = [_outcome(standing) for standing in ranges.standings(program, rows, views)]
    return sorted({fact for fact, outcome in zip(owners, outcomes[1:], strict=True) if outcome != outcomes[0]})


def _tally(results: Sequence[CaseResult], which: Literal["law_of_day", "today"]) -> Tally:
    answers: list[tuple[CaseResult, Answer]] = [(r, getattr(r, which)) for r in results]
    outcomes = [(r.held, a.outcome) for r, a in answers if r.held]
    right = sum(held == given for held, given in outcomes)
    abstained = sum(given == "abstained" for _, given in outcomes)
    factors: dict[str, dict[str, int]] = {}
    for r, a in answers:
        for name, direction in r.held_factors.items():
            row = factors.setdefault(name, {"right": 0, "wrong": 0, "open": 0})
            given = a.factors.get(name, "open")
            row["right" if given == direction else "open" if given == "open" else "wrong"] += 1
    likely = [(r.likelihood, r.held == "allowed") for r in results if r.held and r.likelihood is not None]
    return Tally(
        acts=len(results),
        right=right,
        wrong=len(outcomes) - right - abstained,
        abstained=abstained,
        outcome_accuracy=_share(right, len(outcomes) - abstained),
        abstained_share=_share(abstained, len(outcomes)),
        factor_accuracy=_share(
            sum(row["right"] for row in factors.values()), sum(sum(row.values()) for row in factors.values())
        ),
        factors=dict(sorted(factors.items())),
        brier=_share(sum((p - came) ** 2 for p, came in likely), len(likely)) if which == "law_of_day" else None,
    )


def _share(part: float, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _groups(results: Sequence[CaseResult], keys: Sequence[str], order: Sequence[str] = ()) -> dict[str, Tally]:
    """A tally for each key, in this order or that of the alphabet."""
    return {
        key: _tally([r for r, k in zip(results, keys, strict=True) if k == key], "law_of_day")
        for key in order or sorted(set(keys))
        if key in keys
    }
