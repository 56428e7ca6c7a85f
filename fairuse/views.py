"""Which views of a contested doctrine are open: the forum's own courts bind, elsewhere every live view is run."""

from __future__ import annotations

from dataclasses import dataclass

from fairuse.kb.model import Authority, Doctrine, KnowledgeBase, last_day


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

    A Supreme Court decision that holds a view binds everywhere, a circuit's own decision in that circuit; the later
    one of two prevails. Before the doctrine was disputed its first view applies. Where nothing binds, the views that
    some court has held are live; if no court has spoken, those that anybody has voiced.
    """
    binding: list[tuple[bool, str, str, str]] = []
    held: list[str] = []
    voiced: list[str] = []
    for view in doctrine.views:
        for name in (*view.held_by, *view.persuasive):
            authority = kb.authorities.get(name)
            if authority is None or not authority.exists_on(as_of):
                continue
            voiced.append(view.id)
            if name in view.held_by and authority.kind == "decision":
                held.append(view.id)
            if name in view.held_by and _binds(authority, forum):
                day = last_day(authority.decided) if authority.decided else ""
                binding.append((authority.level == "scotus", day, name, view.id))
    if binding:
        _, _, name, view_id = max(binding)
        return Choice(doctrine.id, (view_id,), bound_by=name)
    if as_of < doctrine.since:
        return Choice(doctrine.id, (doctrine.views[0].id,), reason=f"not disputed before {doctrine.since}")
    deciding = held or voiced or [doctrine.views[0].id]
    live = tuple(v.id for v in doctrine.views if v.id in deciding)
    argued = tuple(v.id for v in doctrine.views if v.id in voiced and v.id not in live)
    return Choice(doctrine.id, live, argued)


def _binds(authority: Authority, forum: str | None) -> bool:
    if authority.level == "scotus":
        return True
    return authority.level == "circuit" and forum is not None and authority.circuit == forum
