"""What a table tells of one answer, taken from an assessment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

from fairuse.answer import beside
from fairuse.answer.place import Duty
from fairuse.answer.places import duties_of, places_of
from fairuse.answer.result import Assessment, Frozen, UseResult
from fairuse.answer.rows import Row, rows_of
from fairuse.kb.model import KnowledgeBase, Standing
from fairuse.scenario.unanswered import Unanswered

#: The roles of the issues on which a law of conditions rests.
CONDITIONS = ("gate", "defeater", "limit")


class Answer(NamedTuple):
    """One answer: of an act on some works in a place, or under one law that was asked by itself; or why there is none.

    `law`: the one that decides. `low`, `high`: the range. `factors`: each factor or condition that has a value, with
    it. `rules`: those that decide. `open_facts`: what is not told and would, told alone, move the answer. `duties`: by
    their issues, with how they stand. `claims`: what else the owner may sue on.
    """

    act: str = ""
    works: str = ""
    place: str = ""
    law: str = ""
    standing: Standing | Literal[""] = ""
    low: Standing | Literal[""] = ""
    high: Standing | Literal[""] = ""
    because: str = ""
    factors: tuple[tuple[str, str], ...] = ()
    rules: tuple[str, ...] = ()
    open_facts: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    error: str = ""


class BatchRow(Frozen):
    """A row of what a batch writes: an answer, and which row of which file it is for.

    `row` counts from 1; it is 0 for a scenario file, which is not a table. With `error`, an act that no law held here
    answers, or (all else empty) a row or file that could not be assessed. The columns that were not asked for, and
    `low` and `high` without ``--ranges``, are left out of a table.
    """

    file: str
    row: int = 0
    id: str = ""
    act: str = ""
    works: str = ""
    place: str = ""
    law: str = ""
    standing: Standing | Literal[""] = ""
    low: Standing | Literal[""] = ""
    high: Standing | Literal[""] = ""
    because: str = ""
    factors: dict[str, str] = {}
    rules: tuple[str, ...] = ()
    open_facts: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    error: str = ""


def answers_of(result: Assessment, kb: KnowledgeBase) -> tuple[Answer, ...]:
    """The answers of an assessment, its rows first; then laws that only lay duties, then what no law answers."""
    result = result.model_copy(update={"places": places_of(result.uses, kb, plain=True)})
    rows = rows_of(result, kb)
    seen = {(row.first.act_id, row.first.work, row.first.jurisdiction) for row in rows}
    acts = {row.first.act_id for row in rows}
    apart = (u for u in result.uses if (u.act_id, u.work, u.jurisdiction) not in seen)
    lone = [u for u in apart if u.act_id not in acts or _duties(u, result)]
    return (
        *(_answer(row, result, kb) for row in rows),
        *(
            Answer(act=u.act_id, works=u.work, place=u.jurisdiction, law=u.regime, duties=_duties(u, result))
            for u in lone
        ),
        *(
            Answer(act=u.act_id, works=u.work, place=u.place, error=f"not answered: {u.reason}")
            for u in result.unanswered
        ),
    )


def answers_from(uses: Sequence[UseResult], unanswered: Sequence[Unanswered], kb: KnowledgeBase) -> tuple[Answer, ...]:
    """The answers of uses that were assessed on the columns side."""
    whole: dict[str, Any] = {"uses": tuple(uses), "unanswered": tuple(unanswered)}
    return answers_of(Assessment.model_construct(places=(), duties=duties_of(uses, kb), **whole), kb)


def _answer(row: Row, result: Assessment, kb: KnowledgeBase) -> Answer:
    use, place = row.first, row.place
    decides = place is None or place.use is not None
    conclusion = kb.regimes[use.regime].conclusion
    low, high = (place or use).range
    return Answer(
        act=use.act_id,
        works=use.work,
        place=use.jurisdiction,
        law=use.regime if decides else "",
        standing=row.standing,
        low=low,
        high=high,
        because=place.because if place else "",
        factors=tuple((i.id, i.value) for i in use.issues if decides and i.value and is_condition(i)),
        rules=tuple(f.rule for f in use.findings if decides and f.issue == conclusion and not f.defeated_by),
        open_facts=_open_facts(use),
        duties=_duties(use, result),
        claims=tuple(c.issue + (" (divided)" if c.divided else "") for c in beside.claims_of(row)),
    )


def is_condition(issue: Any) -> bool:
    """Whether an issue is a factor, or a condition on which the answer rests."""
    return (issue.headline and issue.factor is not None) or issue.role in CONDITIONS


def _open_facts(use: UseResult) -> tuple[str, ...]:
    """What has to be told before there is an answer, then what would move it, but for what is assumed meanwhile."""
    open_ = (fact.fact for fact in use.unknown if fact.matters and fact.assumption is None)
    return tuple(dict.fromkeys((*(w.fact for w in use.waits_for), *open_)))


def _duties(use: UseResult, result: Assessment) -> tuple[str, ...]:
    """The duties of an act in a place that are due and not known to be met, of all laws asked there."""
    own = {
        other.id
        for other in result.uses
        if (other.act_id, other.work, other.jurisdiction) == (use.act_id, use.work, use.jurisdiction)
    }
    return tuple(f"{d.issue}: {d.state}" for d in _due(result.duties) if own & set(d.uses))


def _due(duties: Sequence[Duty]) -> Iterator[Duty]:
    yield from (d for d in duties if d.state in ("open", "breached"))
