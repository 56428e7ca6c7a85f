"""An act on some works as all the laws that are asked of it see it: what the questions about it are chosen from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial

from fairuse.answer import ranges
from fairuse.answer.posed import posed, program_for
from fairuse.answer.served import in_order, with_served
from fairuse.ask.following import Following, followings
from fairuse.engine.clauses import truth
from fairuse.engine.program import Program
from fairuse.kb.condition import Value, terms_of
from fairuse.kb.fact import FactDef
from fairuse.kb.model import KnowledgeBase
from fairuse.scenario.acts import recorded
from fairuse.scenario.model import Held, Scenario
from fairuse.scenario.uses import Use, uses_of


@dataclass(frozen=True)
class Law:
    """One law asked of an act, with the facts that its rules read and that are known.

    `follows`: what would follow of the acts that this one serves, were it told for which of them it is done.
    """

    regime: str
    act: str
    held: tuple[tuple[str, Held], ...]
    known: tuple[tuple[str, Value], ...]
    follows: tuple[Following, ...] = ()

    def program(self, kb: KnowledgeBase, as_of: str) -> Program:
        """Its rules, compiled."""
        return program_for(kb, self.regime, self.act, as_of, self.held)


@dataclass(frozen=True)
class Case:
    """An act (by its place in the scenario) on some works. `told`: the facts that need not be asked any more.

    `heard`: facts that are known only because another act tells them, so that they may be otherwise here.
    """

    act: int
    work: str
    laws: tuple[Law, ...]
    told: frozenset[str]
    heard: frozenset[str]
    uses: tuple[Use, ...] = field(compare=False, repr=False, default=())

    @property
    def title(self) -> str:
        """How the act and its works are called."""
        return f"{self.uses[0].act_title}: {self.uses[0].work_title}"


def cases_of(scenario: Scenario, kb: KnowledgeBase, as_of: str, forum: str | None = None) -> list[Case]:
    """The acts of a scenario on their works, those that serve others last, so that what they wait for is known.

    Laws that lay duties on the user are left out, for they decide no answer.
    """
    ids = scenario.act_ids()
    groups: dict[tuple[str, str], list[Use]] = {}
    every = with_served(uses_of(scenario, kb), kb, as_of, forum)
    for use in in_order(every, kb):
        if kb.regimes[use.regime].kind != "duties":
            groups.setdefault((use.act_id, use.work), []).append(use)
    following = partial(followings, done=every, kb=kb, as_of=as_of, forum=forum)
    return [_case(ids.index(a), w, uses, scenario, kb, as_of, forum, following) for (a, w), uses in groups.items()]


def _case(
    act: int,
    work: str,
    uses: Sequence[Use],
    scenario: Scenario,
    kb: KnowledgeBase,
    as_of: str,
    forum: str | None,
    following: Callable[[Use, frozenset[str]], tuple[Following, ...]],
) -> Case:
    ready = [posed(use, kb, as_of, forum) for use in uses]
    levels = (scenario.facts, scenario.works[work].facts, scenario.acts[act].facts)
    own = {name for level in levels for name in (*level, *recorded(level, kb))}
    heard = frozenset(name for name in uses[0].facts if name not in own and not kb.facts[name].derived)
    laws = tuple(
        Law(p.use.regime, p.use.act, p.use.held, tuple(p.known.items()), following(p.use, heard)) for p in ready
    )
    return Case(act, work, laws, frozenset(own), heard, tuple(uses))


@lru_cache(maxsize=128)  # the laws of a scenario: most are as they were when the last question was put
def deciding(program: Program, known: tuple[tuple[str, Value], ...]) -> tuple[tuple[str, ...], frozenset[str]]:
    """As `ranges.deciding`."""
    return ranges.deciding(program, dict(known))


@lru_cache(maxsize=4)  # a process works with few laws
def _on_lists(kb: KnowledgeBase) -> frozenset[str]:
    """The facts that are asked with a list."""
    return frozenset(part for fact in kb.facts.values() for some in fact.parts.values() for part in some)


@dataclass(frozen=True)
class Open:
    """A question, and the facts it tells that rules read and that are open. `waits`: facts to know first."""

    fact: FactDef
    tells: tuple[str, ...]
    waits: tuple[str, ...] = ()


def questions_of(case: Case, kb: KnowledgeBase, as_of: str) -> tuple[Open, ...]:
    """The questions, in the order of the vocabulary, whose answer could bear on the answer for an act.

    What was answered already, also with "don't know", is not asked again. A fact on a list of choices is asked with the
    list. What another act tells may be otherwise, and is open.
    """
    open_: set[str] = set()
    for law in case.laws:
        own = tuple((name, value) for name, value in law.known if name not in case.heard)
        open_.update(deciding(law.program(kb, as_of), own)[0])
    open_ -= case.told
    listed = _on_lists(kb)
    found = []
    for fact in kb.facts.values():
        if fact.id in case.told or fact.id in listed or fact.derived:
            continue
        names = dict.fromkeys((*fact.tells, *(p for some in fact.parts.values() for p in some))) or {fact.id: None}
        tells = tuple(name for name in names if name in open_)
        waits = _waits(fact, case, open_, kb) if tells else None
        if waits is not None:
            found.append(Open(fact, tells, waits))
    return tuple(found)


def _waits(fact: FactDef, case: Case, open_: set[str], kb: KnowledgeBase) -> tuple[str, ...] | None:
    """The open facts on which it hangs whether a question arises, none once they were asked; None if it does not."""
    holds = truth(fact.asked_when, case.uses[0].values, kb)
    if holds is not None:
        return () if holds else None
    return tuple(name for name in dict.fromkeys(terms_of(fact.asked_when)) if name in open_)
