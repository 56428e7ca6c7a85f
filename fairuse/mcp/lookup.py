"""The vocabulary and the law as an assistant looks them up: lists in parts, and the page of one entry."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from fairuse.claims.model import claim_named, load_claims
from fairuse.claims.search import search
from fairuse.kb.fact import FactDef
from fairuse.kb.model import KnowledgeBase, Rule
from fairuse.mcp.parts import Found
from fairuse.pages import reference
from fairuse.pages.claims import claim_lines, claim_page
from fairuse.report import render_outline
from fairuse.source.errors import argument_problem, did_you_mean
from fairuse.words.outline import Outline

#: Pages asked for at once at most; more would be cut at the size of an answer.
TOGETHER = 12
#: Claims that a search names: beyond the fifth hardly a word is shared.
NEAREST = 5
_WIDTH = 110


def _acts(kb: KnowledgeBase) -> Iterator[tuple[str, str]]:
    return ((a.id, f"{a.label}. {a.help.strip()}") for a in kb.acts.values())


def _issues(kb: KnowledgeBase) -> Iterator[tuple[str, str]]:
    return ((i.id, f"{i.label} ({i.regime}): {', '.join(i.scale)}") for i in kb.issues.values())


def _places(kb: KnowledgeBase) -> Iterator[tuple[str, str]]:
    return (
        (p.id, f"laws of {', '.join(map(kb.place_name, p.laws)) or 'no place held here'}") for p in kb.places.values()
    )


def _forums(kb: KnowledgeBase) -> Iterator[tuple[str, str]]:
    return iter(kb.all_forums.items())


def _claims(kb: KnowledgeBase) -> Iterator[tuple[str, str]]:
    return iter(claim_lines(list(load_claims().values())))


_LISTS: dict[str, Callable[[KnowledgeBase], Iterator[tuple[str, str]]]] = {
    "acts": _acts,
    "issues": _issues,
    "places": _places,
    "forums": _forums,
    "claims": _claims,
}
KINDS = ("acts", *reference.KINDS, "issues", "places", "forums", "claims")


def vocabulary(kb: KnowledgeBase, kind: str, words: str = "", act: str = "") -> Found:
    """The entries of a kind, one a line: those that have all of `words`, and of facts those asked of an `act`."""
    _known("kind", kind, KINDS)
    if act:
        _known("act", act, kb.acts)
    found = list(_LISTS[kind](kb)) if kind in _LISTS else reference.entries(kb, kind)
    wanted = [word.casefold() for word in words.split()]
    lines = []
    for name, about in found:
        fact = kb.facts.get(name) if kind == "facts" else None
        if fact is not None and (fact.derived or (act and not kb.covers(fact.acts, act))):
            continue
        line = f"{name}: {' '.join(about.split())}" + (f" {_of(fact)}" if fact is not None else "")
        if all(word in line.casefold() for word in wanted):
            lines.append(line)
    text = "\n".join(lines) or f"no {kind} with these words; leave words out to list all"
    return Found(f"{len(lines)} {kind}\n{text}")


def _of(fact: FactDef) -> str:
    """What a fact is of, and its values, so that it can be told without looking further."""
    values = f": {', '.join(fact.values)}" if fact.values else ""
    return f"[of the {fact.about}{values}]"


def explain(kb: KnowledgeBase, kind: str, ids: Sequence[str]) -> Found:
    """The pages of some entries of a kind. Raises `FairuseError` with the nearest right spelling of each wrong id."""
    _known("kind", kind, KINDS)
    if not ids or len(ids) > TOGETHER:
        raise argument_problem("ids", f"name one to {TOGETHER} ids; {len(ids)} are named")
    if kind == "claims":
        claims = [claim_named(name, kb) for name in ids]
        pages = [_page(claim_page(claim, kb)) for claim in claims]
        return Found("\n".join(pages), authorities=[name for claim in claims for name in claim.authorities])
    if kind in _LISTS:
        table = dict(_LISTS[kind](kb))
        for name in ids:
            _known("ids", name, table)
        return Found("\n".join(f"{name}: {' '.join(table[name].split())}" for name in ids))
    pages = [_page(reference.page(kb, kind, name)) for name in ids]
    entries = [reference.entry_of(kb, kind, name) for name in ids]
    rules = [e for e in entries if isinstance(e, Rule)]
    cited = [c.authority for r in rules for c in r.cites] + [n for r in rules for n in r.contrary]
    return Found("\n".join(pages), [r.id for r in rules], list(ids) if kind == "authorities" else cited)


def search_claims(kb: KnowledgeBase, words: str) -> Found:
    """The claims that somebody means, however put and spelt, the nearest first."""
    found = [claim for claim, _ in search(words, load_claims(), NEAREST)]
    lines = [f"{name}: {about}" for name, about in claim_lines(found)]
    named = [name for claim in found for name in claim.authorities]
    return Found("\n".join(lines) or "no claim held here shares a word with this", authorities=named)


def _page(outline: Outline) -> str:
    return render_outline(outline, "terminal", width=_WIDTH)


def _known(argument: str, name: str, names: Collection[str]) -> None:
    if name not in names:
        hint = did_you_mean(name, names) or (f" (one of {', '.join(names)})" if len(names) < 20 else "")
        raise argument_problem(argument, f"there is no '{name}'{hint}")
