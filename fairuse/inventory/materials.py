"""What several files say of one set of works, put together: what agrees is given, what differs is kept and reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from fairuse.inventory.foreign import Foreign, plain
from fairuse.inventory.records import LONGEST, Record
from fairuse.inventory.statements import Statement, statements
from fairuse.kb.condition import Value
from fairuse.kb.model import KnowledgeBase
from fairuse.scenario.model import UNKNOWN, Given
from fairuse.source.errors import Location, Problem


@dataclass(frozen=True)
class Material:
    """Works that an inventory lists together. `facts`: what is told of them, each with who says so and where.

    `problems`: what is said of them that is not understood, or differs.
    """

    name: str
    file: str
    line: int
    about: str = ""
    facts: Mapping[str, Given] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Inventory:
    """All that files list, and what there is to say of it: what differs, what is not understood.

    `unreadable`: works of which there is a file that tells nothing, as it cannot be read.
    """

    materials: tuple[Material, ...]
    problems: tuple[Problem, ...] = ()
    unreadable: tuple[Material, ...] = ()


def inventory_of(records: Sequence[Record], known: Foreign, kb: KnowledgeBase) -> Inventory:
    """Put records of the same works together."""
    materials = []
    groups = _groups(records, known)
    terms: dict[str, str] = {}
    made_from: list[tuple[Material, Record, str]] = []
    for group in groups:
        found: dict[str, list[Statement]] = {}
        problems: list[Problem] = []
        for record in group:
            for said in statements(record, known, kb):
                if isinstance(said, Problem):
                    problems.append(said)
                else:
                    found.setdefault(said.fact, []).append(said)
        name = _name(group, known)
        problems += _unnamed(name, group, found, known, kb)
        facts = {}
        for fact, several in found.items():
            facts[fact], differing = _settled(name, fact, several, kb)
            problems += differing
        material = Material(name, group[0].file, group[0].line, _about(group, known), facts, tuple(problems))
        materials.append(material)
        for record in group:
            terms |= dict.fromkeys((known.key(key) for key in (record.name, *_keys(record, known))), name)
            sources = record.said(known.formats[record.format].made_from)
            made_from += [(material, record, one.text) for one in sources]
    origins: dict[str, list[Problem]] = {}
    for material, problem in _origins(made_from, terms, {m.name: m for m in materials}, known, kb):
        origins.setdefault(material.name, []).append(problem)
    whole = tuple(replace(m, problems=(*m.problems, *origins.get(m.name, ()))) for m in materials)
    return Inventory(whole, tuple(sorted({problem for material in whole for problem in material.problems})))


def _groups(records: Sequence[Record], known: Foreign) -> list[list[Record]]:
    """Records of the same works together, in the order in which they come."""
    groups: list[list[Record]] = []
    by_key: dict[str, list[Record]] = {}
    later: list[Record] = []
    for record in records:
        if record.format == "extraction":  # works by their names alone
            later.append(record)
            continue
        keys = [known.key(key) for key in _keys(record, known)] if record.format != "crawl" else []
        group = next((by_key[key] for key in keys if key in by_key), None)
        if group is None:
            group = []
            groups.append(group)
        group.append(record)
        by_key |= dict.fromkeys(keys, group)
    named = {plain(name): group for group in reversed(groups) for name in (_name(group, known), group[0].name)}
    for record in later:
        group = named.get(plain(record.name))
        if group is None:
            group = named[plain(record.name)] = []
            groups.append(group)
        group.append(record)
    return groups


def _keys(record: Record, known: Foreign) -> list[str]:
    """The addresses and names under which the same set stands elsewhere."""
    own = [record.name] if record.format == "card" and "/" in record.name else []
    return own + [one.text for path in known.formats[record.format].same for one in record.said((path,))]


def _name(group: Sequence[Record], known: Foreign) -> str:
    for record in group:
        if titled := record.said(known.formats[record.format].title):
            return titled[0].text
    return group[0].name


def _about(group: Sequence[Record], known: Foreign) -> str:
    """What a reader is told beside facts."""
    found: dict[str, None] = {}
    for record in group:
        for path in known.formats[record.format].about:
            if said := record.said((path,)):
                found[f"{path}: {', '.join(text for text, _ in said)[:LONGEST]}"] = None
    return "; ".join(found)


def _settled(name: str, fact: str, several: Sequence[Statement], kb: KnowledgeBase) -> tuple[Given, list[Problem]]:
    """One fact from all that is said of it; where that differs it is unknown, and all of it is kept."""
    said = [one for one in several if one.value is not None and _fits(fact, one.value, kb)]
    values = dict.fromkeys((type(one.value), one.value) for one in said)
    if len(values) > 1 and all(one.highest for one in said):
        scale = list(kb.facts[fact].options)
        top = max(said, key=lambda one: scale.index(one.value))  # type: ignore[arg-type]  # a value of the scale
        note = f"the most that was found, of {len(said)} measurements"
        return _given(top.value, [top], note), []
    if len(values) > 1:
        words = " and ".join(f"{_shown(one.value)} ({one.where})" for one in _first_of_each(said))
        note = f"what is said differs: {words}"
        at = Location(said[0].file, said[0].line, 1)
        differs = Problem(at, "sources-differ", f"{name}: {fact} is {words}; it stays unknown", "warning")
        return _given(None, several, note), [differs]
    return _given(said[0].value if said else None, said or several, ""), []


def _unnamed(
    name: str, group: Sequence[Record], found: Mapping[str, object], known: Foreign, kb: KnowledgeBase
) -> Iterator[Problem]:
    """A warning where files that have a place for the name of a licence name none."""
    named = [reading for record in group for reading in known.formats[record.format].says if reading.named]
    facts = dict.fromkeys(reading.fact for reading in named if reading.fact in kb.facts)
    for fact in facts:
        if fact not in found:
            at = Location(group[0].file, group[0].line, 1)
            yield Problem(at, "names-none", f"{name}: no licence is named; {fact} stays unknown", "warning")


def _first_of_each(said: Iterable[Statement]) -> Iterator[Statement]:
    seen: set[tuple[type, Value | None]] = set()
    for one in said:
        if (type(one.value), one.value) not in seen:
            seen.add((type(one.value), one.value))
            yield one


def _fits(fact: str, value: Value, kb: KnowledgeBase) -> bool:
    return kb.facts[fact].accepts(value)


def _given(value: Value | None, said: Sequence[Statement], note: str) -> Given:
    places = "; ".join(dict.fromkeys(one.where for one in said))
    notes = dict.fromkeys(filter(None, (note, *(one.note for one in said))))
    quotes = dict.fromkeys(filter(None, (one.quote for one in said)))
    return Given(
        value=UNKNOWN if value is None else value,
        known=said[0].known if value is not None else "asserted",
        note="; ".join((*notes, places) if note == "" or not note.startswith("what is said") else (*notes,)),
        quote=" | ".join(quotes)[:LONGEST],
    )


def _shown(value: Value | None) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _origins(
    made_from: Sequence[tuple[Material, Record, str]],
    named: Mapping[str, str],
    materials: Mapping[str, Material],
    known: Foreign,
    kb: KnowledgeBase,
) -> Iterator[tuple[Material, Problem]]:
    """What a set was made from that comes under other terms than it."""
    facts = [fact.id for fact in kb.facts.values() if fact.type == "licence"]
    for material, record, text in made_from:
        source = materials.get(named.get(known.key(text.rpartition("|")[2]), ""))
        if source is None or source is material:
            continue
        for fact in facts:
            own, theirs = material.facts.get(fact), source.facts.get(fact)
            if theirs is not None and (own is None or own.value != theirs.value):
                reason = (
                    f"{material.name} is made from {source.name}, of which {fact} is {theirs.value}, "
                    f"and comes with {own.value if own else 'none'}"
                )
                at = Location(record.file, record.line, 1)
                yield material, Problem(at, "other-than-its-source", reason, "warning")
