"""House rules: what a firm or a team holds over the law that ships, and how the two become one knowledge base.

A house folder has the grammar of ``rules/``. It adds rules, doctrines, assumptions and authorities; takes a position on
a doctrine that the courts leave open; and sets shipped entries aside, each with a reason. The vocabulary stays that of
the law beneath, so that every scenario can be answered with the house rules and without them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Protocol, Self

from pydantic import model_validator

from fairuse.kb.entry import Day, Entry, Text
from fairuse.source.errors import Location, Problem, did_you_mean

#: The lists that a house folder may hold.
KINDS = (
    "rules",
    "doctrines",
    "assumptions",
    "authorities",
    "levels",
    "authority_kinds",
    "authority_statuses",
    "positions",
    "set_aside",
)
#: The lists that no other folder may hold.
ONLY = ("positions", "set_aside")
#: What a house rule says of `issue` to speak to the answer itself, under every law.
STANDING = "standing"


class Position(Entry):
    """The view that a house takes of a doctrine, where no court binds.

    `by`: whose view it is. `in_force`: from which day on it is taken; None: of whatever day the law is asked.
    """

    doctrine: str
    takes: str
    by: str = ""
    because: Text
    in_force: Day | None = None


class SetAside(Entry):
    """Shipped entries that a house does not follow, and why.

    An authority that is set aside is relied on no more, and no more are rules that rest on nothing else. `in_force`:
    from which day on; the law of earlier days stands. None: of whatever day the law is asked.
    """

    rules: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    by: str = ""
    because: Text
    in_force: Day | None = None

    @model_validator(mode="after")
    def _assumptions_have_no_days(self) -> Self:
        if self.in_force and self.assumptions:
            raise ValueError("assumptions are set aside for every day; leave 'in_force' out, or set them aside apart")
        return self

    def named(self) -> Iterable[tuple[str, int, str]]:
        """What it sets aside: the list, the place in it, the id."""
        for kind in ("rules", "assumptions", "authorities"):
            yield from ((kind, number, name) for number, name in enumerate(getattr(self, kind)))


Index = Mapping[str, dict[str, Any]]


class Locate(Protocol):
    """Says where a part of an entry stands, and that one entry is written where another is."""

    def locate(self, kind: str, entry_id: str, *steps: str | int, key: bool = False) -> Location:
        """Where a part of an entry stands."""

    def written_as(self, kind: str, entry_id: str, source: str) -> None:
        """Take note that an entry was made of the entry `source` of its kind."""


def settled(index: Index, own: Mapping[str, tuple[str, ...]], places: Locate) -> list[Problem]:
    """Let the house entries (`own`, by kind) do their work on `index`, which holds them and the law beneath.

    Returns what names nothing; the entries that do so are left out, so that all else can still be checked.
    """
    problems: list[Problem] = []
    for kind, unknown in (("positions", _unknown_view), ("set_aside", _unknown_entry)):
        wrong = {name: found for name in own.get(kind, ()) if (found := [*unknown(index, own, places, name)])}
        for name, found in wrong.items():
            problems += found
            del index[kind][name]
    for name in own.get("rules", ()):
        if index["rules"][name].issue == STANDING:
            problems += _spread(index, own, name, places)
    for name in [name for name in own.get("set_aside", ()) if name in index["set_aside"]]:
        one = index["set_aside"][name]
        if one.in_force:
            _end(index, one, (date.fromisoformat(one.in_force) - timedelta(days=1)).isoformat())
            continue
        for kind, _, gone in one.named():
            del index[kind][gone]
        if one.authorities:
            _forget(index, frozenset(one.authorities))
    _mend_defeats(index)
    return problems


def _unknown_view(index: Index, _own: Mapping[str, tuple[str, ...]], places: Locate, name: str) -> Iterable[Problem]:
    """A problem if a position takes no view of a doctrine of the law beneath."""
    position = index["positions"][name]
    if position.doctrine not in index["doctrines"]:
        hint = did_you_mean(position.doctrine, index["doctrines"])
        place = places.locate("positions", name, "doctrine")
        yield Problem(place, "unknown-doctrine", f"there is no doctrine '{position.doctrine}'{hint}")
        return
    views = [view.id for view in index["doctrines"][position.doctrine].views]
    if position.takes not in views:
        hint = did_you_mean(position.takes, views)
        place = places.locate("positions", name, "takes")
        yield Problem(place, "unknown-view", f"there is no view '{position.takes}'{hint}")


def _unknown_entry(index: Index, own: Mapping[str, tuple[str, ...]], places: Locate, name: str) -> Iterable[Problem]:
    """A problem for each name among what is set aside that is no entry of the law beneath, or was set aside before."""
    for kind, number, gone in index["set_aside"][name].named():
        beneath = index[kind].keys() - set(own.get(kind, ()))
        if gone not in beneath:
            word = {"rules": "rule", "assumptions": "assumption", "authorities": "authority"}[kind]
            place = places.locate("set_aside", name, kind, number)
            message = f"there is no {word} '{gone}' to set aside{did_you_mean(gone, beneath)}"
            yield Problem(place, f"unknown-{word}", message)
    names = [one for _, _, one in index["set_aside"][name].named()]
    twice = sorted({one for one in names if names.count(one) > 1} | (set(names) & _gone_before(index, own, name)))
    for one in twice:
        yield Problem(places.locate("set_aside", name), "twice", f"'{one}' is set aside twice")


def _gone_before(index: Index, own: Mapping[str, tuple[str, ...]], name: str) -> set[str]:
    earlier = own["set_aside"][: own["set_aside"].index(name)]
    return {gone for other in earlier for _, _, gone in index["set_aside"][other].named()}


def _spread(index: Index, own: Mapping[str, tuple[str, ...]], name: str, places: Locate) -> Iterable[Problem]:
    """Put a house rule on the answer itself as one rule a law, which no rule of the law beneath withstands.

    One whose value no law gives would be gone without a word: that is a problem, and it is left as it was written.
    """
    rule = index["rules"][name]
    answers = [index["issues"][r.conclusion] for r in index["regimes"].values() if r.conclusion in index["issues"]]
    values = dict.fromkeys(value for issue in answers for value in issue.scale)
    if rule.value not in values:
        message = f"{STANDING} has no value '{rule.value}'{did_you_mean(rule.value, values)}"
        return [Problem(places.locate("rules", name, "value"), "bad-value", message)]
    del index["rules"][name]
    for regime in index["regimes"].values():
        issue = index["issues"].get(regime.conclusion)
        if regime.kind == "duties" or issue is None or rule.value not in issue.scale:
            continue
        beaten = tuple(r.id for r in index["rules"].values() if r.issue == issue.id and r.id not in own["rules"])
        made = f"{name}.{regime.id}"
        places.written_as("rules", made, name)
        update = {"id": made, "issue": issue.id, "defeats": tuple(sorted({*rule.defeats, *beaten}))}
        index["rules"][made] = rule.model_copy(update=update)
    return []


def _end(index: Index, one: SetAside, last: str) -> None:
    """Let what is set aside hold to its `last` day: rules that rest on such authorities alone end with them."""
    for kind, _, name in one.named():
        entry = index[kind][name]
        index[kind][name] = entry.model_copy(update={"until": min(last, entry.until or last)})


def _forget(index: Index, gone: frozenset[str]) -> None:
    """Take authorities out of all that relies on them, and with them the rules that rest on nothing else."""
    for name, rule in list(index["rules"].items()):
        cites = tuple(c for c in rule.cites if c.authority not in gone)
        if rule.cites and not cites:
            del index["rules"][name]
        elif gone & {*(c.authority for c in rule.cites), *rule.contrary}:
            update = {
                "cites": cites,
                "contrary": tuple(n for n in rule.contrary if n not in gone),
                "though": {n: why for n, why in rule.though.items() if n not in gone},
            }
            index["rules"][name] = rule.model_copy(update=update)
    for name, doctrine in index["doctrines"].items():
        views = tuple(
            view.model_copy(
                update={
                    "held_by": tuple(n for n in view.held_by if n not in gone),
                    "persuasive": tuple(n for n in view.persuasive if n not in gone),
                }
            )
            for view in doctrine.views
        )
        usual = doctrine.usual
        if usual and gone & set(usual.cites):
            left = tuple(n for n in usual.cites if n not in gone)
            usual = usual.model_copy(update={"cites": left}) if left else None
        if (views, usual) != (doctrine.views, doctrine.usual):
            index["doctrines"][name] = doctrine.model_copy(update={"views": views, "usual": usual})


def _mend_defeats(index: Index) -> None:
    """No rule defeats one that is gone."""
    rules = index["rules"]
    for name, rule in rules.items():
        if any(other not in rules for other in rule.defeats):
            update = {"defeats": tuple(other for other in rule.defeats if other in rules)}
            rules[name] = rule.model_copy(update=update)
