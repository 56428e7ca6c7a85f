"""Every name used in the knowledge base is defined in it."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator

from fairuse.kb.authority import LEFT_OPEN
from fairuse.kb.condition import Condition, Group, tests_of
from fairuse.kb.fact import Told
from fairuse.kb.house import STANDING
from fairuse.kb.load import Loaded
from fairuse.source.errors import Problem, did_you_mean

ESSENTIAL = True


class _Checker:
    def __init__(self, loaded: Loaded, kind: str, entry_id: str) -> None:
        self.loaded, self.kind, self.entry_id = loaded, kind, entry_id

    def names(self, what: str, names: Iterable[str], known: Iterable[str], *steps: str | int) -> Iterator[Problem]:
        """Yield a problem for each of `names`, a list at `steps`, that is not among `known`."""
        for number, name in enumerate(names):
            yield from self.name(what, name, known, *steps, number)

    def name(
        self, what: str, name: str, known: Iterable[str], *steps: str | int, key: bool = False
    ) -> Iterator[Problem]:
        """Yield a problem if `name`, written at `steps`, is not among `known`."""
        if not isinstance(known, Container):  # to make a set of thousands of names anew for each takes seconds
            known = set(known)
        if name not in known:
            place = self.loaded.sources.locate(self.kind, self.entry_id, *steps, key=key)
            yield Problem(place, f"unknown-{what}", f"there is no {what} '{name}'{did_you_mean(name, known)}")

    def condition(self, condition: Condition, known: Collection[str]) -> Iterator[Problem]:
        """Yield a problem for each unknown term of a condition."""
        for number, test in enumerate(tests_of(condition)):
            if test.term not in known:
                place = self.loaded.sources.locate_test(self.kind, self.entry_id, number)
                hint = did_you_mean(test.term, known)
                yield Problem(place, "unknown-term", f"there is no fact or issue '{test.term}'{hint}")


def check(loaded: Loaded) -> Iterator[Problem]:
    """Yield a problem for each name that is used but not defined."""
    yield from loaded.unknown
    yield from _rules(loaded)
    yield from _vocabulary(loaded)
    kb = loaded.kb
    for exposure in kb.exposures.values():
        at = _Checker(loaded, "exposures", exposure.id)
        yield from at.name("regime", exposure.regime, kb.regimes, "regime")
        for asked in exposure.conditions:
            yield from at.condition(asked, {*kb.facts, *kb.issues})
        numbers = [f.id for f in kb.facts.values() if f.type == "number"]
        yield from at.name("number", exposure.per, numbers, "per")
        for number, cite in enumerate(exposure.cites):
            yield from at.name("authority", cite.authority, kb.authorities, "cites", number, "authority")
    yield from _between_acts(loaded)
    yield from _regimes(loaded)
    for bearing in kb.bearings.values():
        at = _Checker(loaded, "bearings", bearing.id)
        yield from at.name("regime", bearing.regime, kb.regimes, "regime")
        for side, part in (("first", bearing.first), ("second", bearing.second)):
            yield from at.names("act", part.acts, kb.acts, side, "acts")
        both = Group(junction="all", items=tuple(s.when for s in bearing.sides))
        yield from at.condition(both, {*kb.facts, *kb.issues})
        for number, cite in enumerate(bearing.cites):
            yield from at.name("authority", cite.authority, kb.authorities, "cites", number, "authority")
        yield from at.names("authority", bearing.contrary, kb.authorities, "contrary")
    for doctrine in kb.doctrines.values():
        at = _Checker(loaded, "doctrines", doctrine.id)
        yield from at.name("regime", doctrine.regime, kb.regimes, "regime")
        for number, view in enumerate(doctrine.views):
            yield from at.names("authority", view.held_by, kb.authorities, "views", number, "held_by")
            yield from at.names("authority", view.persuasive, kb.authorities, "views", number, "persuasive")
        if doctrine.usual:
            yield from at.name("view", doctrine.usual.view, (v.id for v in doctrine.views), "usual", "view")
            yield from at.names("authority", doctrine.usual.cites, kb.authorities, "usual", "cites")
            yield from at.names("forum", doctrine.usual.forums, kb.forums(doctrine.regime), "usual", "forums")
    yield from _authorities(loaded)


def _regimes(loaded: Loaded) -> Iterator[Problem]:
    """The names in what is said of each law."""
    kb = loaded.kb
    for regime in kb.regimes.values():
        at = _Checker(loaded, "regimes", regime.id)
        yield from at.name("issue", regime.conclusion, kb.issues, "conclusion")
        yield from at.name("authority", regime.authority, kb.authorities, "authority")
        yield from at.names("act", regime.acts, kb.acts, "acts")
        yield from at.names("act", regime.not_acts, kb.acts, "not_acts")
        yield from at.names("act", [*regime.like, *regime.like.values()], kb.acts, "like")
        yield from at.names("fact", regime.placed_by, kb.facts, "placed_by")
        if regime.work_kind is not None:
            yield from at.name("fact", regime.work_kind, kb.facts, "work_kind")
        for name, mark in regime.marks.items():
            yield from at.names("act", mark.acts, kb.acts, "marks", name, "acts")
            for fact in mark.facts:
                yield from at.name("fact", fact, kb.facts, "marks", name, "facts", fact, key=True)
        yield from at.names("part", regime.includes, kb.parts, "includes")


def _between_acts(loaded: Loaded) -> Iterator[Problem]:
    """The names in what an answer needs and assumes, and in what acts tell each other."""
    kb = loaded.kb
    for need in kb.needs.values():
        at = _Checker(loaded, "needs", need.id)
        yield from at.name("regime", need.regime, kb.regimes, "regime")
        yield from at.names("act", need.acts, kb.acts, "acts")
        yield from at.names("fact", need.facts, kb.facts, "facts")
        yield from at.names("fact", need.no_tells, need.facts, "no_tells")
        for key, known in (("not_by", need.facts), ("arises", tuple(kb.facts))):
            for name in getattr(need, key):
                yield from at.name("fact", name, known, key, name, key=True)
    groups = {f"{name.partition('.')[0]}.*" for name in kb.facts if "." in name}
    for assumption in kb.assumptions.values():
        at = _Checker(loaded, "assumptions", assumption.id)
        yield from at.names("regime", assumption.regimes, kb.regimes, "regimes")
        yield from at.names("fact", assumption.facts, {*kb.facts, *groups}, "facts")
        for issue, found in assumption.unless.items():
            yield from at.name("issue", issue, kb.issues, "unless", issue, key=True)
            scale = kb.issues[issue].scale if issue in kb.issues else found
            yield from at.names("value", found, scale, "unless", issue)
        for name, values in assumption.values.items():
            yield from at.name("fact", name, kb.facts, "values", name, key=True)
            if name in kb.facts:
                yield from at.names("value", values, kb.facts[name].values or {}, "values", name)
    for carry in kb.carries.values():
        at = _Checker(loaded, "carries", carry.id)
        yield from at.names("act", carry.tellers, kb.acts, "tellers")
        yield from at.names("act", carry.hearers, kb.acts, "hearers")
        yield from at.condition(Group(junction="all", items=carry.conditions), kb.facts)
        for name in carry.tells:
            yield from at.name("fact", name, kb.facts, "tells", name, key=True)
        yield from at.names("fact", carry.facts, {*kb.facts, *groups}, "facts")
        yield from at.names("fact", carry.but, kb.facts, "but")
    for link in kb.serves.values():
        at = _Checker(loaded, "serves", link.id)
        yield from at.names("act", link.acts, kb.acts, "acts")
        yield from at.names("act", link.served, kb.acts, "served")
        yield from at.condition(link.when, kb.facts)
        yield from at.name("fact", link.fact, kb.facts, "fact")
        if link.lowest is not None:
            yield from at.name("fact", link.lowest, kb.facts, "lowest")


def _authorities(loaded: Loaded) -> Iterator[Problem]:
    kb = loaded.kb
    forums = set(kb.all_forums)
    for authority in kb.authorities.values():
        at = _Checker(loaded, "authorities", authority.id)
        yield from at.name("level", authority.level, kb.levels, "level")
        yield from at.name("kind", authority.kind, kb.authority_kinds, "kind")
        yield from at.name("status", authority.status, kb.authority_statuses, "status")
        for number, event in enumerate(authority.history):
            if event.status is not None:
                yield from at.name("status", event.status, kb.authority_statuses, "history", number, "status")
        if authority.forum is not None:
            yield from at.name("forum", authority.forum, forums, "forum")
        if not authority.acts:
            continue  # to look for the words of its law takes seconds over all authorities
        laws = [regime for regime in kb.regimes.values() if regime.jurisdiction == authority.jurisdiction]
        outcomes = {*LEFT_OPEN, *(word for law in laws for word in law.words.outcomes)}
        factors = {name for law in laws for name in kb.factors(law.id)}
        for number, holding in enumerate(authority.acts):
            yield from at.name("act", holding.act, kb.acts, "acts", number, "act")
            yield from at.name("outcome", holding.outcome, outcomes, "acts", number, "outcome")
            for name in holding.factors:
                yield from at.name("factor", name, factors, "acts", number, "factors", name, key=True)
            yield from at.names("factor", holding.unconfirmed, factors, "acts", number, "unconfirmed")


def _rules(loaded: Loaded) -> Iterator[Problem]:
    kb = loaded.kb
    terms = {*kb.facts, *kb.issues}
    own = set(kb.house.get("rules", ()))
    for rule in kb.rules.values():
        at = _Checker(loaded, "rules", rule.id)
        yield from at.name("issue", rule.issue, {*kb.issues, STANDING} if rule.id in own else kb.issues, "issue")
        yield from at.names("act", rule.acts, kb.acts, "acts")
        yield from at.condition(rule.when, terms)
        for number, cite in enumerate(rule.cites):
            yield from at.name("authority", cite.authority, kb.authorities, "cites", number, "authority")
        yield from at.names("authority", rule.contrary, kb.authorities, "contrary")
        for name in rule.though:
            yield from at.name("authority", name, kb.authorities, "though", name, key=True)
        yield from at.names("rule", rule.defeats, kb.rules, "defeats")
        for doctrine, view in rule.view.items():
            missing = list(at.name("doctrine", doctrine, kb.doctrines, "view", doctrine, key=True))
            yield from missing
            if not missing:
                yield from at.name("view", view, (v.id for v in kb.doctrines[doctrine].views), "view", doctrine)
        for number, example in enumerate(rule.examples):
            side = "fires" if example.fires is not None else "not"
            for term in example.given:
                if term != "act":
                    yield from at.name("term", term, terms, "examples", number, side, term, key=True)


def _vocabulary(loaded: Loaded) -> Iterator[Problem]:
    kb = loaded.kb
    for act in kb.acts.values():
        at = _Checker(loaded, "acts", act.id)
        yield from at.names("fact", act.placed_by, kb.facts, "placed_by")
        yield from at.names("act", [act.like] if act.like else [], kb.acts, "like")
        for name in act.tells:
            yield from at.name("fact", name, kb.facts, "tells", name, key=True)
    for jurisdiction in kb.jurisdictions.values():
        at = _Checker(loaded, "jurisdictions", jurisdiction.id)
        yield from at.names("jurisdiction", jurisdiction.within, kb.jurisdictions, "within")
        for treaty, national in jurisdiction.carries_out.items():
            yield from at.name("authority", treaty, kb.authorities, "carries_out", treaty, key=True)
            yield from at.name("authority", national, kb.authorities, "carries_out", treaty)
    for court in kb.courts.values():
        yield from _Checker(loaded, "courts", court.id).name("forum", court.forum, kb.all_forums, "forum")
    laws = {"all", *(name for regime in kb.regimes.values() for name in regime.names)}
    for place in kb.places.values():
        yield from _Checker(loaded, "places", place.id).names("law", place.laws, laws, "laws")
    placing = {n for act in kb.acts.values() for n in act.placed_by}
    placing |= {n for regime in kb.regimes.values() for n in regime.placed_by}
    for name in sorted(placing & set(kb.facts)):
        for value in kb.facts[name].values:
            yield from _Checker(loaded, "facts", name).name("place", value, kb.places, "values", value, key=True)
    yield from _facts(loaded)
    claims = [issue.id for issue in kb.issues.values() if issue.role == "claim"]
    for step in kb.steps.values():
        at = _Checker(loaded, "steps", step.id)
        yield from at.names("act", step.acts, kb.acts, "acts")
        yield from at.condition(step.when, kb.facts)
        for name in step.sets:
            yield from at.name("fact", name, kb.facts, "sets", name, key=True)
        yield from at.names("fact", step.finds, kb.facts, "finds")
        yield from at.names("claim", step.answers, claims, "answers")
    for issue in kb.issues.values():
        owners = (*kb.regimes, *kb.parts)
        yield from _Checker(loaded, "issues", issue.id).name("regime", issue.regime, owners, "regime")


def _facts(loaded: Loaded) -> Iterator[Problem]:
    """The names that facts use, of today and of earlier vocabularies."""
    kb = loaded.kb
    for fact in kb.facts.values():
        at = _Checker(loaded, "facts", fact.id)
        yield from at.names("act", fact.acts, kb.acts, "acts")
        yield from at.condition(fact.asked_when, kb.facts)
        for value, by in fact.ruled_out.items():
            some: Iterable[tuple[tuple[str | int, ...], Told]] = (
                [((value,), by)] if isinstance(by, dict) else [((value, number), one) for number, one in enumerate(by)]
            )
            for steps, told in some:
                for name in (name for name in told if name != "act"):
                    yield from at.name("fact", name, kb.facts, "ruled_out", *steps, name, key=True)
                for act in told.get("act", ()):
                    yield from at.name("act", str(act), kb.acts, "ruled_out", *steps, "act")
        yield from at.names("value", fact.recorded_as, fact.values, "recorded_as")
        yield from at.names("fact", fact.each, kb.facts, "each")
        for name, attribute in fact.tells.items():
            yield from at.name("fact", name, kb.facts, "tells", name, key=True)
            yield from _told(loaded, name, attribute)
        plain = [f.id for f in kb.facts.values() if f.type == "boolean"]
        for value, parts in fact.parts.items():
            steps = ("recorded_as", value) if value in fact.recorded_as else ("values", value)
            for part in parts:
                yield from at.name("fact", part, plain, *steps)
        for number, example in enumerate(fact.examples):
            yield from at.name("authority", example.authority, kb.authorities, "examples", number, "authority")
    for migration in kb.migrations.values():
        at = _Checker(loaded, "migrations", migration.id)
        yield from at.name("fact", migration.today, kb.facts, "today")
        for value, now in migration.values.items():
            yield from at.names("fact", now, kb.facts, "values", value)


def _told(loaded: Loaded, name: str, attribute: str) -> Iterator[Problem]:
    """What an attribute of licences can be is what the fact that it tells can be."""
    kb = loaded.kb
    if name not in kb.facts or kb.facts[name].type == "boolean":
        return
    for licence in kb.licences.values():
        value = licence.attribute(attribute)
        if isinstance(value, str) and value != "unclear":  # which leaves the fact unknown
            yield from _Checker(loaded, "licences", licence.id).name("value", value, kb.facts[name].values, attribute)
