"""Nothing is defined that nothing uses: facts, issues, authorities, doctrines, acts."""

from __future__ import annotations

from collections.abc import Iterator

from fairuse.kb.condition import terms_of
from fairuse.kb.load import Loaded
from fairuse.kb.model import REPORTED, KnowledgeBase
from fairuse.source.errors import Problem

ESSENTIAL = False


def check(loaded: Loaded) -> Iterator[Problem]:
    """Yield a warning for each definition that no rule makes use of."""
    kb, places = loaded.kb, loaded.sources
    read = {t for r in kb.rules.values() for t in terms_of(r.when)}
    read |= {e.per for e in kb.exposures.values()}
    read |= {t for e in kb.exposures.values() for asked in e.conditions for t in terms_of(asked)}
    read |= {t for b in kb.bearings.values() for side in b.sides for t in terms_of(side.when)}
    yield from _steps(loaded, read)
    decided = {r.issue for r in kb.rules.values()}
    conclusions = {r.conclusion for r in kb.regimes.values()}
    for fact in kb.facts.values():
        if fact.id not in read and not fact.kept and fact.type not in ("choices", "licence"):
            yield Problem(places.locate("facts", fact.id), "unused-fact", f"no rule reads '{fact.id}'", "warning")
    for issue in kb.issues.values():
        place = places.locate("issues", issue.id)
        if issue.id not in decided:
            yield Problem(place, "undecided-issue", f"no rule decides '{issue.id}'", "warning")
        elif issue.id not in read and issue.id not in conclusions and issue.role not in REPORTED:
            yield Problem(place, "unused-issue", f"no rule reads '{issue.id}'", "warning")
    used = cited(kb)
    for authority in kb.authorities.values():
        place = places.locate("authorities", authority.id)
        if authority.id not in used and not authority.background:
            message = f"no rule cites '{authority.id}'; cite it or mark it 'background: true'"
            yield Problem(place, "unused-authority", message, "warning")
        elif authority.id in used and authority.background:
            yield Problem(place, "not-background", f"'{authority.id}' is cited, so it is not background", "warning")
    taken = {(d, v) for r in kb.rules.values() for d, v in r.view.items()}
    for doctrine in kb.doctrines.values():
        if not any(d == doctrine.id for d, _ in taken):
            place = places.locate("doctrines", doctrine.id)
            yield Problem(place, "unused-doctrine", f"no rule takes a view of '{doctrine.id}'", "warning")


def cited(kb: KnowledgeBase) -> set[str]:
    """The authorities that a rule, doctrine or regime relies on or names as contrary."""
    names = {c.authority for r in kb.rules.values() for c in r.cites}
    names |= {a for r in kb.rules.values() for a in r.contrary}
    names |= {a for d in kb.doctrines.values() for v in d.views for a in (*v.held_by, *v.persuasive)}
    names |= {c.authority for e in kb.exposures.values() for c in e.cites}
    names |= {a for b in kb.bearings.values() for a in (*(c.authority for c in b.cites), *b.contrary)}
    return names | {r.authority for r in kb.regimes.values()}


def _steps(loaded: Loaded, read: set[str]) -> Iterator[Problem]:
    for step in loaded.kb.steps.values():
        place = loaded.sources.locate("steps", step.id)
        if [bool(step.sets), bool(step.finds), step.ends_act].count(True) != 1:
            message = f"'{step.id}' either 'sets' facts, 'finds' them out or 'ends_act'; a step does one of the three"
            yield Problem(place, "no-step", message)
        elif not step.ends_act and not read & {*step.sets, *step.finds}:
            does = "sets" if step.sets else "finds out"
            yield Problem(place, "idle-step", f"no rule reads what '{step.id}' {does}", "warning")
