"""What a use puts to the engine: the rules for it, the known facts that they read, the views open on each doctrine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from fairuse.answer import ranges
from fairuse.answer.views import Choice, choose
from fairuse.engine import Program, compile_program
from fairuse.kb.condition import Value
from fairuse.kb.model import KnowledgeBase, Rule
from fairuse.scenario.model import Given, Held
from fairuse.scenario.uses import Use
from fairuse.words.en import posed as en


@dataclass(frozen=True)
class Posed:
    """One use, ready for either side of the engine.

    Of a use whose values on a list have answers of their own, it is the use with the value that leaves the user worst.
    """

    use: Use
    program: Program
    known: Mapping[str, Value]
    choices: tuple[Choice, ...]

    def rows(self, *, argued: bool = False) -> list[dict[str, Value]]:
        """What is known, once under each combination of live views (with `argued`, of all shown), the first first."""
        return [{**self.known, **view} for view in ranges.view_rows(self.choices, argued=argued)]


@lru_cache(maxsize=2_048)  # every act under every law that covers it on one day, for some days
def program_for(
    kb: KnowledgeBase, regime: str, act: str, as_of: str, held: tuple[tuple[str, Held], ...] = ()
) -> Program:
    """The compiled rules for one regime, act and day (``YYYY-MM-DD``), with what a person holds; compiled once."""
    return compile_program(kb, regime, act, as_of, [_rule_of(issue, one) for issue, one in held])


def _rule_of(issue: str, held: Held) -> Rule:
    """What a person holds of an issue, as a rule that always applies."""
    said = en.SET_BY_HAND_BY_X.format(held.by) if held.by else en.SET_BY_HAND
    because = f"{said}: {held.because}" if held.because else f"{said}."
    always = "0001-01-01"
    return Rule(id=f"held.{issue}", issue=issue, value=held.value, because=because, status="settled", in_force=always)


@lru_cache(maxsize=1_024)  # as many as programs are kept, most before one court, some before each of a law
def views_of(kb: KnowledgeBase, program: Program, forum: str | None) -> tuple[Choice, ...]:
    """The views that are open on each doctrine of a program."""
    return tuple(choose(d, kb, forum, program.as_of) for d in program.doctrines)


def posed(use: Use, kb: KnowledgeBase, as_of: str, forum: str | None) -> Posed:
    """Pose `use` under the law of `as_of` as a court of `forum` (None: no forum named) would see it."""
    program = program_for(kb, use.regime, use.act, as_of, use.held)
    choices = views_of(kb, program, forum)
    read = set(program.facts)

    def of(facts: Mapping[str, Given]) -> Posed:
        known = {name: given.value for name, given in facts.items() if name in read}
        return Posed(replace(use, facts=facts, each=()), program, known, choices)

    return min(map(of, use.each), key=_rank) if use.each else of(use.facts)


def _rank(one: Posed) -> int:
    """How well the user stands, in views that differ on the more cautious one."""
    found = ranges.ranks_under(one.program, one.known, {}, 1, ranges.view_rows(one.choices))
    return int(ranges.joined_ranks(found)[0])
