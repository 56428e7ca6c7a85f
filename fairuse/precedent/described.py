"""Decided acts as the rules see them: the values of their issues under the law of their day, and the reasons."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from fairuse.answer import ranges
from fairuse.answer.posed import posed
from fairuse.answer.result import standing_rank
from fairuse.kb.authority import Authority
from fairuse.kb.model import REPORTED, Issue, KnowledgeBase, Standing
from fairuse.kb.regime import Outcome, Regime
from fairuse.knowledge import cache_file, keep
from fairuse.scenario.uses import uses_of

if TYPE_CHECKING:
    from fairuse.precedent.decided import DecidedCase

#: The rooms between a file of cases and its description.
DESCRIBING = ("source", "kb", "engine", "scenario", "answer", "precedent")


class Precedent(BaseModel):
    """One decided act with the values its issues take under the law of its day, and the rules that gave them.

    `act`: what the law takes it for. `work`: its kind, as the law says what that is. `as_held`: the rules answer it as
    the court did; only such an act can decide another a fortiori. `set_aside`: it measures the likelihood and is never
    counted for one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    case: str
    name: str
    citation: str
    label: str
    act: str
    work: str | None = None
    regime: str
    decided: str
    outcome: Outcome
    issues: dict[str, str]
    as_held: bool = True
    set_aside: bool = False
    forum: str | None = None
    marks: tuple[str, ...] = ()
    authority: str | None = None
    reasons: tuple[str, ...]

    @cached_property
    def given(self) -> frozenset[str]:
        """The rules that gave the values of its issues."""
        return frozenset(self.reasons)

    @cached_property
    def in_order(self) -> dict[str, str]:
        """Its issues, in the order of their names."""
        return dict(sorted(self.issues.items()))


_PRECEDENTS = TypeAdapter(tuple[Precedent, ...], config=ConfigDict(defer_build=True))


def digest_of(folder: Path) -> str:
    """A digest over the names and the content of the YAML files below `folder`."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.yaml")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def load_precedents(folder: Path, kb: KnowledgeBase) -> tuple[Precedent, ...]:
    """The decided acts in `folder`, described; from the cache if cases, rules and code have not changed."""
    cached = cache_file("precedents", f"{kb.sha256} {digest_of(folder)}", *DESCRIBING)
    if cached is not None and cached.is_file():
        with contextlib.suppress(ValidationError, OSError):
            return _PRECEDENTS.validate_json(cached.read_bytes())
    from fairuse.precedent.decided import load_cases  # noqa: PLC0415  only needed when cases or rules are new

    found = describe(load_cases(folder, kb), kb)
    if cached is not None:
        keep(cached, _PRECEDENTS.dump_json(found))
    return found


def describe(cases: Iterable[DecidedCase], kb: KnowledgeBase) -> tuple[Precedent, ...]:
    """Describe each decided act by the issues it settles under the law of its day, with the first live views."""
    found = []
    for case in cases:
        for act, use in zip(case.acts, uses_of(case.scenario(), kb), strict=True):
            held = case.held(act, kb)
            if held is None:
                continue
            asked = posed(use, kb, case.day, case.forum)
            program = asked.program
            ran = ranges.run_rows(program, asked.rows()[:1])
            values = ran.values
            compared = [i for i in program.issues if is_compared(i) and i.id != program.conclusion]
            kind = kb.regimes[use.regime].work_kind
            authority = cited(case.citation, kb)
            scales = {i.id: list(i.scale) for i in compared}
            found.append(
                Precedent(
                    case=case.id,
                    name=case.name,
                    citation=case.citation,
                    label=act.label,
                    act=kb.kind_of(use.act, use.regime),
                    work=None if kind is None or (known := use.values.get(kind)) is None else str(known),
                    regime=use.regime,
                    decided=case.day,
                    outcome=held,
                    issues={i: scale[values[i][0]] for i, scale in scales.items() if values[i][0] >= 0},
                    as_held=_as_held(held, ranges.named(ranges.ranks(program, ran))[0]),
                    set_aside=case.set == "set_aside",
                    forum=case.forum,
                    marks=tuple(m for m, has in marks_of(use.act, use.values, kb.regimes[use.regime]).items() if has),
                    authority=authority.id if authority else None,
                    reasons=tuple(n for n, beaten in ran.findings(0).items() if not beaten and is_reason(n, kb)),
                )
            )
    return tuple(found)


def _as_held(held: Outcome, standing: Standing) -> bool:
    """Whether the rules come to what the court held; if not, the issues compared are not what decided there."""
    side = standing_rank(standing) - standing_rank(ranges.UNDECIDED)
    return side > 0 if held == "allowed" else side < 0


def marks_of(act: str, values: Mapping[str, object], regime: Regime) -> dict[str, bool]:
    """The marks of an act of which is known, by its kind or the values of its facts, that it has them or not."""
    found: dict[str, bool] = {}
    for name, mark in regime.marks.items():
        known = [values[fact] in some for fact, some in mark.facts.items() if values.get(fact) is not None]
        if act in mark.acts or known:
            found[name] = act in mark.acts or any(known)
    return found


def is_compared(issue: Issue) -> bool:
    """Whether cases are compared on an issue: one that bears on a factor or is a condition; no factor as a whole."""
    if issue.headline or issue.role in REPORTED:
        return False
    return issue.factor is not None or issue.role is not None


def is_reason(name: str, kb: KnowledgeBase) -> bool:
    """Whether a rule gives a reason that two acts may have in common: it speaks for a side, and nothing is presumed."""
    rule = kb.rules.get(name)
    if rule is None or rule.presumption or not is_compared(kb.issues[rule.issue]):
        return False
    return kb.issues[rule.issue].scale[rule.value] != "neutral"


def cited(citation: str, kb: KnowledgeBase) -> Authority | None:
    """The authority with this citation, whatever stands in its brackets."""
    cite = citation.split(" (", maxsplit=1)[0]
    return next((a for a in kb.authorities.values() if a.citation.startswith(cite)), None)
