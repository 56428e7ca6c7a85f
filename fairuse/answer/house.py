"""What house rules did to the answers: which of them bore on each, and how it stands without any."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fairuse.answer.places import places_of
from fairuse.answer.result import HouseEntry, HouseRules, UnderHouse, UseResult
from fairuse.kb.model import KnowledgeBase, Standing
from fairuse.words.en import house as en


def under_house(uses: Sequence[UseResult], without: Sequence[UseResult], kb: KnowledgeBase) -> HouseRules:
    """Compare the answers with those `without` house rules, given for the same uses in the same order."""
    law = kb.beneath
    assert law is not None
    places = places_of(uses, kb)
    plain = {place.id: place.standing for place in places_of(without, law)} | {use.id: use.standing for use in without}
    bore = {use.id: tuple(_bore(use, alone, kb)) for use, alone in zip(uses, without, strict=True)}
    answers: list[tuple[str, Standing, tuple[str, ...]]] = [
        (p.id, p.standing, tuple(n for n in (p.use, p.ordinary, *p.exceptions) if n)) for p in places
    ]
    placed = {name for _, _, behind in answers for name in behind}
    answers += [(use.id, use.standing, (use.id,)) for use in uses if use.id not in placed]
    found = []
    for name, standing, behind in answers:
        entries = tuple(dict.fromkeys(entry for use in behind for entry in bore[use]))
        if entries:
            found.append(UnderHouse(answer=name, standing=standing, without=plain[name], entries=entries))
    return HouseRules(law_sha256=law.sha256, answers=tuple(found))


def _bore(use: UseResult, alone: UseResult, kb: KnowledgeBase) -> Iterator[HouseEntry]:
    """The house rules that bore on a use, which stands as `alone` without any."""
    own = kb.house
    for f in use.findings:
        if f.rule in own.get("rules", ()) and not f.defeated_by:
            law = kb.regimes.get(kb.issues[f.issue].regime)
            name = f.rule.removesuffix(f".{law.id}") if law and law.conclusion == f.issue else f.rule
            label = en.THE_ANSWER if name != f.rule else kb.issues[f.issue].label  # it is spread over all laws
            says = f"{label}: {f.value.replace('_', ' ')}"
            yield HouseEntry(id=name, kind="rule", says=says, because=f.because.strip())
    turned = {v.doctrine for v in alone.open_views}
    for name in own.get("positions", ()):
        position = kb.positions[name]
        bound = next((v for v in use.bound_views if v.doctrine == position.doctrine), None)
        if position.doctrine in turned and bound is not None and bound.bound_by is None:
            doctrine = kb.doctrines[position.doctrine]
            view = next(v for v in doctrine.views if v.id == position.takes)
            says = f"{doctrine.label}: {view.label}"
            yield HouseEntry(id=name, kind="position", says=says, because=position.because.strip(), by=position.by)
    yield from _set_aside(use, alone, kb)
    for one in use.assumed:
        if one.assumption in own.get("assumptions", ()):
            yield HouseEntry(
                id=one.assumption, kind="assumption", says=one.says, because=en.IF_NOT_X.format(one.otherwise)
            )


def _set_aside(use: UseResult, alone: UseResult, kb: KnowledgeBase) -> Iterator[HouseEntry]:
    """What was set aside and would have stood in the answer."""
    kept = {f.rule for f in use.findings}
    stood = {f.rule: {c.authority for c in f.cites} for f in alone.findings if not f.defeated_by}
    assumed = {one.assumption for one in alone.assumed}
    for name in kb.house.get("set_aside", ()):
        one = kb.set_aside[name]
        rules = {n for n in one.rules if n in stood}
        rules |= {n for n, cited in stood.items() if n not in kept and cited & set(one.authorities)}
        missed = sorted(rules | (assumed & set(one.assumptions)))
        if missed:
            says = en.NOT_FOLLOWED_X.format(", ".join(missed))
            yield HouseEntry(id=name, kind="set_aside", says=says, because=one.because.strip(), by=one.by)
