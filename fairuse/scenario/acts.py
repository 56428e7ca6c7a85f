"""The acts of a scenario, each on its works: what is told of it, what its kind tells, and what it hears of others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from fairuse.kb.condition import Value
from fairuse.kb.fact import FactDef
from fairuse.kb.model import KnowledgeBase
from fairuse.scenario.carried import Told, carried
from fairuse.scenario.model import UNKNOWN, ActEntry, Given, Scenario

_YES_NO: dict[object, Value] = {"yes": True, "no": False}
#: The note of a fact that only the kind of act tells; a report shows it.
PRESUMED = "presumed from the kind of act, not confirmed"
Override = Callable[[str, str], Mapping[str, Given]]


@dataclass(frozen=True, eq=False)
class Act:
    """An act on some works as it is described: the facts level by level, and what is told of it by itself."""

    id: str
    entry: ActEntry
    levels: tuple[Mapping[str, Given], ...]
    told: Told

    @cached_property
    def text(self) -> str:
        """All that is told of it, for keys."""
        return repr((self.entry.act, self.told.works, self.told.own, self.told.facts))


def acts_of(
    scenario: Scenario, kb: KnowledgeBase, change: Override | None = None
) -> Iterator[tuple[str, ActEntry, str, dict[str, Given], tuple[dict[str, Given], ...]]]:
    """Each act on each of its works: its id and entry, the works' name, the known facts, and those of `Use.each`.

    What an act does not tell it has from other acts on the same works, as far as the law carries it.
    """
    acts = described(scenario, kb, change)
    for one in acts:
        yield one.id, one.entry, one.told.works, *with_heard(one, acts, scenario, kb)


def described(scenario: Scenario, kb: KnowledgeBase, change: Override | None) -> list[Act]:
    """Each act on each of its works, before it hears of others."""
    return [
        act_with(act_id, entry, work, change(act_id, work) if change else {}, scenario, kb)
        for act_id, entry in zip(scenario.act_ids(), scenario.acts, strict=True)
        for work in entry.works
    ]


def act_with(
    act_id: str, entry: ActEntry, work: str, otherwise: Mapping[str, Given], scenario: Scenario, kb: KnowledgeBase
) -> Act:
    """An act on some works, with some of its facts otherwise."""
    levels: list[Mapping[str, Given]] = [scenario.facts, scenario.works[work].facts, entry.facts, otherwise]
    title = entry.title or kb.acts[entry.act].label
    kind = _told_by_kind(entry.act, levels, kb)
    same = any(scenario.works[w].same_as for w in scenario.works)
    own = {name: given for level in (kind, *levels[1 if same else 2 :]) for name, given in level.items()}
    levels = [kind, *levels]
    return Act(act_id, entry, tuple(levels), Told(entry.act, entry.by, work, title, own, _known(levels, kb)))


def with_heard(
    one: Act, acts: Sequence[Act], scenario: Scenario, kb: KnowledgeBase
) -> tuple[dict[str, Given], tuple[dict[str, Given], ...]]:
    """The known facts of one of some acts with what the others tell of it, and those of `Use.each`."""
    heard = carried(one.told, [act.told for act in acts], scenario, kb) if len(acts) > 1 else {}
    whole = [*one.levels, heard] if heard else one.levels
    facts = _known(whole, kb) if heard else dict(one.told.facts)
    return facts, tuple(_known(alone, kb) for alone in _each(whole))


def _told_by_kind(act: str, levels: Sequence[Mapping[str, Given]], kb: KnowledgeBase) -> dict[str, Given]:
    """What the kind of an act tells of it, unless it is told otherwise."""
    kind = kb.acts[act]
    told = _known(levels, kb) if kind.tells else {}
    if any(name in told and told[name].value != value for name, value in kind.tells.items()):
        return {}
    return {name: Given(value=value, note=PRESUMED) for name, value in kind.tells.items()}


def _known(levels: Iterable[Mapping[str, Given]], kb: KnowledgeBase) -> dict[str, Given]:
    """The known facts, those of a later level before those of an earlier one."""
    facts: dict[str, Given] = {}
    for level in levels:
        facts |= recorded(level, kb)
    return {name: given for name, given in sorted(facts.items()) if given.value != UNKNOWN}


def _each(levels: Sequence[Mapping[str, Given]]) -> Iterator[list[Mapping[str, Given]]]:
    """The levels of facts with each value alone of a list on which one has answers of its own, and those answers."""
    latest = {name: given for level in levels for name, given in level.items()}
    for name, given in latest.items():
        if not given.each:
            continue
        for value in given.listed:
            group = name.partition(".")[0]
            own = {f"{group}.{key}": Given(value=said) for key, said in given.each.get(str(value), {}).items()}
            others = ", ".join(str(v).replace("_", " ") for v in given.listed if v != value)
            note = f"judged by itself; of several it leaves the user worst (the others: {others})" if others else ""
            alone = Given(value=value, known=given.known, note=given.note or note, quote=given.quote)
            yield [*levels, {name: alone, **own}]


def recorded(facts: Mapping[str, Given], kb: KnowledgeBase) -> dict[str, Given]:
    """The facts with those that rules read for each list of choices and each licence; one that is itself given wins."""
    found: dict[str, Given] = {}
    alone: dict[str, Given] = {}
    for name, given in facts.items():
        parts = kb.facts[name].parts if name in kb.facts else {}
        if not parts:
            alone[name] = given
            found |= _told(given, kb.facts[name], kb) if name in kb.facts and kb.facts[name].tells else {}
            continue
        true = {part for value in given.listed for part in parts.get(str(value), ())}
        for part in (part for some in parts.values() for part in some):
            value = UNKNOWN if given.value == UNKNOWN else part in true
            found[part] = given.model_copy(update={"value": value, "also": ()})
    return {**found, **alone}


def _told(given: Given, fact: FactDef, kb: KnowledgeBase) -> dict[str, Given]:
    """What the name of a licence tells; nothing if it is not known here."""
    licence = kb.licence_named(str(given.value)) if given.value != UNKNOWN else None  # which some data bear as a tag
    said = {name: licence.attribute(path) for name, path in fact.tells.items()} if licence else {}
    known = {name: _YES_NO.get(value, value) for name, value in said.items() if value not in ("unclear", None)}
    return {name: given.model_copy(update={"value": value}) for name, value in known.items()}
