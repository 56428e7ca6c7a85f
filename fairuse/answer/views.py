"""Which views of a contested doctrine are open: the courts above the forum bind, elsewhere every live view is run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from fairuse.kb.authority import Authority, Level
from fairuse.kb.condition import Value
from fairuse.kb.doctrine import Doctrine
from fairuse.kb.entry import last_day
from fairuse.kb.model import KnowledgeBase, Standing
from fairuse.words.en import views as en


@dataclass(frozen=True)
class Choice:
    """The views of one doctrine that are open. One `live` view: `bound_by` or `reason` says why.

    `live` views have been taken by a court and decide; `argued` ones only by agencies or in passing, and are shown.
    """

    doctrine: str
    live: tuple[str, ...]
    argued: tuple[str, ...] = ()
    bound_by: str | None = None
    reason: str = ""

    @property
    def shown(self) -> tuple[str, ...]:
        """All views worth running, those that decide first."""
        return self.live + self.argued


def choose(doctrine: Doctrine, kb: KnowledgeBase, forum: str | None, as_of: str) -> Choice:
    """Pick the views of `doctrine` open to a court of `forum` (None: no forum named) on `as_of`.

    What an authority of a kind that binds holds is binding as far as its level says: in its forum, or in the whole of
    its jurisdiction and those within it. The higher court prevails over the lower, and the later decision over the
    earlier. Before the doctrine was disputed its first view applies. Where nothing binds, a house may take a view,
    which then decides; else the one that courts usually take there, if a court is named; else the views that some
    court has held are live; if no court has spoken, those that anybody has voiced.
    """
    within = _within(doctrine.regime, kb, forum)
    binding: list[tuple[tuple[int, int], str, str, str]] = []
    held: list[str] = []
    voiced: list[str] = []
    for view in doctrine.views:
        for name in (*view.held_by, *view.persuasive):
            authority = kb.authorities.get(name)
            if authority is None or not authority.exists_on(as_of):
                continue
            voiced.append(view.id)
            if name not in view.held_by or not kb.authority_kinds[authority.kind].binds:
                continue
            held.append(view.id)
            height = _height(authority, kb.levels[authority.level], forum, within)
            if height is not None:
                day = last_day(authority.decided) if authority.decided else ""
                binding.append((height, day, name, view.id))
    if binding:
        _, _, name, view_id = max(binding)
        return Choice(doctrine.id, (view_id,), bound_by=name)
    if as_of < doctrine.since:
        return Choice(doctrine.id, (doctrine.views[0].id,), reason=en.NOT_DISPUTED_BEFORE_X.format(doctrine.since))
    taken = [kb.positions[name] for name in kb.house.get("positions", ())]
    taken = [one for one in taken if one.doctrine == doctrine.id and (one.in_force or as_of) <= as_of]
    if taken:  # the first of those taken last
        own = max(taken, key=lambda one: one.in_force or "")
        return Choice(doctrine.id, (own.takes,), reason=en.HOUSE_RULE_X_X.format(own.id, own.because.strip()))
    usual = doctrine.usual
    if (
        usual
        and (forum in usual.forums if usual.forums else forum is not None)
        and any(a.exists_on(as_of) for n in usual.cites if (a := kb.authorities.get(n)))
    ):
        return Choice(doctrine.id, (usual.view,), reason=usual.because.strip())
    deciding = held or voiced or [doctrine.views[0].id]
    live = tuple(v.id for v in doctrine.views if v.id in deciding)
    argued = tuple(v.id for v in doctrine.views if v.id in voiced and v.id not in live)
    return Choice(doctrine.id, live, argued)


@lru_cache(maxsize=64)  # a process works with few forums
def binding(regime: str, kb: KnowledgeBase, forum: str | None) -> frozenset[str]:
    """The authorities that bind a court of `forum` (None: of no particular one) under a law."""
    within = _within(regime, kb, forum)
    return frozenset(
        a.id
        for a in kb.authorities.values()
        if kb.authority_kinds[a.kind].binds and _height(a, kb.levels[a.level], forum, within) is not None
    )


@lru_cache(maxsize=256)  # every law, before some forums
def _within(regime: str, kb: KnowledgeBase, forum: str | None) -> tuple[str, ...]:
    """The jurisdictions whose highest courts bind here, the widest last: of the law, the forum, and what holds both."""
    own = {
        kb.regimes[regime].jurisdiction,
        *(r.jurisdiction for r in kb.regimes.values() if forum in kb.forums(r.id)),
    }
    around = {law for place in kb.places.values() if own & set(place.laws[:1]) for law in place.laws[1:]}
    return tuple(sorted(own | around, key=lambda name: (name in around, name)))


def _height(authority: Authority, level: Level, forum: str | None, within: tuple[str, ...]) -> tuple[int, int] | None:
    """How high a court stands whose decision binds here: by how far it binds, then by its level; None if it does not.

    What binds a forum alone stands below what binds the whole of a jurisdiction.
    """
    if level.binds == "jurisdiction" and authority.jurisdiction in within:
        return 1 + within.index(authority.jurisdiction), -level.order
    if level.binds == "forum" and forum is not None and authority.forum == forum:
        return 0, -level.order
    return None


def bears(name: str, by_view: Iterable[tuple[Mapping[str, Value], Standing]]) -> bool:
    """Whether a standing changes with the view of one doctrine (`name`), while all others stay as they are."""
    found: dict[tuple[tuple[str, Value], ...], Standing] = {}
    return any(
        found.setdefault(tuple(pair for pair in row.items() if pair[0] != name), standing) != standing
        for row, standing in by_view
    )
