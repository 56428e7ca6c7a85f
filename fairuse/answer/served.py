"""Acts that are done for another act: the standing of that act is a fact for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from fairuse.answer import ranges
from fairuse.answer.posed import posed
from fairuse.answer.result import standing_rank
from fairuse.answer.views import Choice
from fairuse.engine.clauses import truth
from fairuse.engine.narrowed import core
from fairuse.engine.program import Program
from fairuse.kb.acts import Serves
from fairuse.kb.condition import Value
from fairuse.kb.model import STANDINGS, KnowledgeBase, Standing
from fairuse.scenario.model import Given
from fairuse.scenario.uses import Use
from fairuse.words.en import served as en

#: The lowest standing a use has or could come to, the one it has, and the highest.
Standings = tuple[Standing, Standing, Standing]


@dataclass(frozen=True)
class Served:
    """A use with the standing of the act that it serves among its facts.

    `open`: that fact with the values it could still take, if the other act is not settled.
    """

    use: Use
    open: Mapping[str, tuple[Standing, ...]]


def in_order(uses: Sequence[Use], kb: KnowledgeBase) -> list[Use]:
    """The uses, those that serve no other first; otherwise as they were."""
    return sorted(uses, key=lambda use: bool(list(_links(use, kb))))


def serves(use: Use, others: Sequence[Use], kb: KnowledgeBase) -> list[Use]:
    """Those of `others` that a use serves: it is answered after them."""
    links = list(_links(use, kb))
    return [other for other in others if any(_alike(link, use, other, kb) for link in links)]


def _alike(link: Serves, use: Use, other: Use, kb: KnowledgeBase) -> bool:
    """Whether a use serves another by a link: under the same law, by the same hand, on the same works."""
    same = (other.regime, other.by) == (use.regime, use.by) and other.work in use.same_works
    return same and kb.means(link.served, other.act)


def served(use: Use, done: Sequence[Use], standing_of: Callable[[Use], Standings], kb: KnowledgeBase) -> Served:
    """A use with what it is to know of the uses that it serves, of those that are `done`.

    One that needs no permission carries nothing for others that do: it counts where there is no other.
    """
    facts, open_ = dict(use.facts), dict[str, tuple[Standing, ...]]()
    for link in _links(use, kb):
        alike = [(other, standing_of(other)) for other in done if _alike(link, use, other, kb)]
        if not alike:
            continue
        alike = [one for one in alike if one[1][1] != STANDINGS[-1]] or alike
        for fact, choose in ((link.fact, max), (link.lowest, min)):
            if fact is None:
                continue
            chosen, (low, standing, high) = choose(alike, key=lambda one: standing_rank(one[1][1]))
            facts[fact] = Given(value=standing, note=en.THE_ANSWER_FOR_X.format(chosen.act_title))
            if low != high:
                open_[fact] = STANDINGS[standing_rank(low) : standing_rank(high) + 1]
    return Served(replace(use, facts=dict(sorted(facts.items()))) if facts != use.facts else use, open_)


def with_served(uses: Sequence[Use], kb: KnowledgeBase, as_of: str, forum: str | None) -> tuple[Use, ...]:
    """The uses as they are to be answered on the columns side, in their order."""
    done: dict[str, Use] = {}

    def standing_of(use: Use) -> Standings:
        return standing_alone(use, kb, as_of, forum)

    for use in in_order(uses, kb):
        done[use.id] = served(use, tuple(done.values()), standing_of, kb).use
    return tuple(done[use.id] for use in uses)


def standing_alone(use: Use, kb: KnowledgeBase, as_of: str, forum: str | None) -> Standings:
    """How a use stands on what is known, without how far that could move."""
    asked = posed(use, kb, as_of, forum)
    standing = _standing(asked.program, tuple(asked.known.items()), tuple(asked.choices))
    return standing, standing, standing


@lru_cache(maxsize=256)  # the acts of some scenarios: most are as they were when the last question was put
def _standing(program: Program, known: tuple[tuple[str, Value], ...], choices: tuple[Choice, ...]) -> Standing:
    found = ranges.ranks_under(core(program), dict(known), {}, 1, ranges.view_rows(choices))
    return ranges.named(ranges.joined_ranks(found))[0]


def _links(use: Use, kb: KnowledgeBase) -> list[Serves]:
    return [
        link for link in kb.serves.values() if kb.means(link.acts, use.act) and truth(link.when, use.values, kb) is True
    ]
