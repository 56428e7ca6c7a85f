"""What reports say of a rule names no year and no ruling later than the rule, as it is said on all its days."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fairuse.kb.authority import Authority
from fairuse.kb.condition import tests_of
from fairuse.kb.entry import last_day
from fairuse.kb.load import Loaded
from fairuse.kb.model import KnowledgeBase, Rule
from fairuse.source.errors import Problem

ESSENTIAL = False
_YEAR = re.compile(r"(?<![\d.,/:§-])(?:19|20)\d\d(?![\d/])")
#: Shorter names are words of the language, too.
_SHORTEST = 3


def check(loaded: Loaded) -> Iterator[Problem]:
    """Yield a problem for each text that tells of a day when its rule, bearing or doctrine was not yet there."""
    kb = loaded.kb
    named = _named(kb)
    for rule in kb.rules.values():
        lands = {kb.regimes[law].jurisdiction for law in kb.laws_of(rule.issue)}
        later = _later(rule.because, rule.in_force, _own(rule), [a for land in lands for a in named.get(land, ())])
        for word in later:
            yield Problem(loaded.sources.locate("rules", rule.id, "because"), "later", _says(word, rule.in_force))
    for bearing in kb.bearings.values():
        rulings = named.get(kb.regimes[bearing.regime].jurisdiction, ())
        for word in _later(bearing.says, bearing.in_force, set(), rulings):
            yield Problem(loaded.sources.locate("bearings", bearing.id, "says"), "later", _says(word, bearing.in_force))
    for doctrine in kb.doctrines.values():
        rulings = named.get(kb.regimes[doctrine.regime].jurisdiction, ())
        for number, view in enumerate(doctrine.views):
            for word in _later(view.says, doctrine.since, set(), rulings):
                place = loaded.sources.locate("doctrines", doctrine.id, "views", number, "says")
                yield Problem(place, "later", _says(word, doctrine.since))


def _says(word: str, day: str) -> str:
    return f"this names {word}, which is later than {day}: word it for all days, or date the rule and what followed it"


def _later(text: str, day: str, own: set[int], rulings: Sequence[tuple[str, str]]) -> Iterator[str]:
    for year in dict.fromkeys(_YEAR.findall(text)):
        if year > day[:4] and int(year) not in own:
            yield year
    early = {name for name, given in rulings if given <= day}
    for name in dict.fromkeys(n for n, _ in rulings):
        if name not in early and name in text and re.search(rf"\b{re.escape(name)}\b", text):
            yield name


def _own(rule: Rule) -> set[int]:
    """Years that the law itself sets, such as the end of a term: those of its condition and end, and next to them."""
    set_by_law = [int(v) for t in tests_of(rule.when) for v in t.values if type(v) is int and v > 1000]
    set_by_law += [int(rule.until[:4])] if rule.until else []
    return {year + beside for year in set_by_law for beside in (-1, 0, 1)}


def _named(kb: KnowledgeBase) -> dict[str, list[tuple[str, str]]]:
    """By jurisdiction the decisions by the name that texts give them, each with its day."""
    found: dict[str, list[tuple[str, str]]] = {}
    for authority in kb.authorities.values():
        name, ruling = _name(authority), kb.authority_kinds[authority.kind].binds
        if ruling and authority.decided and len(name) >= _SHORTEST:
            found.setdefault(authority.jurisdiction, []).append((name, last_day(authority.decided)))
    return found


def _name(authority: Authority) -> str:
    return authority.called.split(" v. ")[0].split(" (")[0]
