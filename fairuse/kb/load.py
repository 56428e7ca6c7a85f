"""Reading ``rules/`` into a `KnowledgeBase`: every file, every problem, nothing half-read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from fairuse.kb import condition, house
from fairuse.kb.entry import Kept
from fairuse.kb.model import KnowledgeBase, RulesFile
from fairuse.source.errors import FairuseError, Location, Problem, did_you_mean
from fairuse.source.validation import problems_of
from fairuse.source.yamlsource import Source, YamlPath, read_bytes, read_text

VERSION_FILE = "VERSION"
#: Where the conditions of an entry stand.
_CONDITIONS: dict[str, tuple[tuple[str, ...], ...]] = {
    "rules": (("when",),),
    "facts": (("asked_when",),),
    "steps": (("when",),),
    "carries": (("when",), ("told_when",)),
    "serves": (("when",),),
    "exposures": (("when",), ("sure",)),
    "bearings": (("first", "when"), ("second", "when")),
}
KINDS = tuple(RulesFile.model_fields)


@dataclass
class Sources:
    """Where each entry of a knowledge base was written, for problems that name a place.

    `beneath`: of law that was loaded before, the places of its entries alone.
    """

    files: dict[str, Source] = field(default_factory=dict)
    entries: dict[tuple[str, str], tuple[str, YamlPath]] = field(default_factory=dict)
    tests: dict[tuple[str, str], dict[int, YamlPath]] = field(default_factory=dict)
    beneath: dict[tuple[str, str], str] = field(default_factory=dict)

    def locate(self, kind: str, entry_id: str, *steps: str | int, key: bool = False) -> Location:
        """Return where a part of an entry stands (or its nearest ancestor that was written)."""
        if (kind, entry_id) not in self.entries:
            origin = self.beneath.get((kind, entry_id))
            return _place(origin) if origin else Location("rules")
        name, path = self.entries[kind, entry_id]
        return self.files[name].locate((*path, *steps), key=key)

    def written_as(self, kind: str, entry_id: str, source: str) -> None:
        """Take note that an entry was made of the entry `source` of its kind, and so is written where that is."""
        self.entries[kind, entry_id] = self.entries[kind, source]
        self.tests[kind, entry_id] = self.tests[kind, source]

    def locate_test(self, kind: str, entry_id: str, index: int) -> Location:
        """Return where the `index`-th comparison of an entry's condition stands."""
        if (kind, entry_id) not in self.entries:
            return self.locate(kind, entry_id)
        name, _ = self.entries[kind, entry_id]
        return self.files[name].locate(self.tests[kind, entry_id][index], key=True)


@dataclass(frozen=True)
class Loaded:
    """What came of reading a folder of rules.

    `problems`: what keeps the rest from being checked. `unknown`: wrong names that the check of names tells with all
    others.
    """

    kb: KnowledgeBase
    sources: Sources
    problems: tuple[Problem, ...]
    unknown: tuple[Problem, ...] = ()


def rule_files(root: Path) -> list[Path]:
    """Return the files that make up the knowledge base, in an order that does not depend on the machine."""
    if not root.is_dir():
        raise FairuseError([Problem(Location(str(root)), "no-such-folder", "there is no such folder of rules")])
    files = (p for p in root.rglob("*") if p.suffix in (".yaml", ".yml") or p.name == VERSION_FILE)
    found = sorted(p for p in files if p.is_file())
    if not any(p.name != VERSION_FILE for p in found):
        raise FairuseError(
            [Problem(Location(str(root)), "no-rules", "there are no rule files (*.yaml) in this folder")]
        )
    return found


def fingerprint(root: Path) -> tuple[str, dict[str, bytes]]:
    """Return a digest over names and content of all rule files, and the content by relative name."""
    digest = hashlib.sha256()
    content: dict[str, bytes] = {}
    for path in rule_files(root):
        name = path.relative_to(root).as_posix()
        content[name] = read_bytes(path)
        digest.update(f"{name}\0{len(content[name])}\0".encode() + content[name])
    return digest.hexdigest(), content


def read_kb(root: Path) -> Loaded:
    """Read all rule files below `root`. Structural problems are returned, not raised."""
    return read_content(root, *fingerprint(root))


def read_content(root: Path, sha256: str, content: Mapping[str, bytes]) -> Loaded:
    """As `read_kb`, of files whose digest and content `fingerprint` has given."""
    version = content.get(VERSION_FILE, b"0").decode("ascii", "replace").strip()
    sources = Sources()
    index: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS}
    problems = _read(content, root.name, [k for k in KINDS if k not in house.ONLY], index, sources)
    ordered = {kind: dict(sorted(index[kind].items())) for kind in KINDS}
    for kind in ("facts", "acts", "situations"):  # asked in the order written
        ordered[kind] = index[kind]
    kb = KnowledgeBase(version=version, sha256=sha256, **ordered)
    return Loaded(kb, sources, tuple(sorted(problems)))


def read_houses(kb: KnowledgeBase, houses: Sequence[tuple[Path, str, Mapping[str, bytes]]]) -> Loaded:
    """Lay the house rules of some folders, each with the digest and files of its `fingerprint`, over the law of `kb`.

    Structural problems are returned, not raised.
    """
    index = {kind: dict(getattr(kb, kind)) for kind in KINDS}
    sources = Sources(beneath={(kind, name): entry.origin for kind in KINDS for name, entry in index[kind].items()})
    problems: list[Problem] = []
    for folder, _, content in houses:
        problems += _read(content, str(folder), house.KINDS, index, sources)
    own = {kind: tuple(n for n in index[kind] if n not in getattr(kb, kind)) for kind in house.KINDS}
    unknown = house.settled(index, own, sources) if not problems else []
    changed = {kind: dict(sorted(index[kind].items())) for kind in house.KINDS}
    own |= {"rules": tuple(n for n in changed["rules"] if n not in kb.rules)}
    own = {kind: left for kind, names in own.items() if (left := tuple(n for n in names if n in index[kind]))}
    digest = hashlib.sha256(" ".join([kb.sha256, *(sha256 for _, sha256, _ in houses)]).encode()).hexdigest()
    over = Kept.model_copy(kb, update={**changed, "sha256": digest, "house": own, "beneath": kb})
    return Loaded(over, sources, tuple(sorted(problems)), tuple(unknown))


def _read(
    content: Mapping[str, bytes], folder: str, kinds: Sequence[str], index: dict[str, dict[str, Any]], sources: Sources
) -> list[Problem]:
    """Read the files of one folder, which may hold lists of some `kinds`, into `index`; return what is wrong."""
    problems: list[Problem] = []
    for name, data in content.items():
        if name == VERSION_FILE:
            continue
        shown = f"{folder}/{name}"
        source = read_text(data, shown)
        sources.files[shown] = source
        if not source.problems:
            for kind, entry in _entries(source, sources, kinds):
                if entry.id in index[kind]:
                    message = f"'{entry.id}' is already defined at {index[kind][entry.id].origin}"
                    source.problems.append(Problem(_place(entry.origin), "duplicate-id", message))
                else:
                    index[kind][entry.id] = entry
        problems += source.problems
    return problems


def _entries(source: Source, sources: Sources, kinds: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """Validate one file and yield its entries; problems go to `source`."""
    raw = source.value
    if not isinstance(raw, dict):
        source.problem((), "bad-file", f"the top level of a rules file is a mapping with one of: {', '.join(kinds)}")
        return
    for kind in raw:
        if kind in KINDS and kind not in kinds:
            where = "only house rules have it" if kind in house.ONLY else "house rules have none"
            source.problem((kind,), "misplaced-list", f"the list '{kind}' cannot stand here: {where}", key=True)
        elif kind not in kinds:
            source.problem((kind,), "unknown-key", f"no such list '{kind}'{did_you_mean(kind, kinds)}", key=True)
    for kind in kinds:
        if kind not in raw:
            continue
        if not isinstance(raw[kind], list):
            source.problem((kind,), "bad-file", f"'{kind}' takes a list of entries")
            continue
        model = RulesFile.model_fields[kind].annotation.__args__[0]  # type: ignore[union-attr]
        for number, item in enumerate(raw[kind]):
            path: YamlPath = (kind, number)
            prepared, places = _prepare(kind, item, source, path)
            try:
                entry = model.model_validate(prepared)
            except ValidationError as error:
                problems_of(error, source, path, model)
                continue
            if (kind, entry.id) not in sources.entries:
                sources.entries[kind, entry.id] = (source.path, path)
                sources.tests[kind, entry.id] = places
            yield kind, entry


def _prepare(kind: str, item: Any, source: Source, path: YamlPath) -> tuple[Any, dict[int, YamlPath]]:
    if not isinstance(item, dict):
        return item, {}
    if "origin" in item:
        source.problem((*path, "origin"), "unknown-key", "'origin' is set by the loader", key=True)
    prepared = {**item, "origin": str(source.locate((*path, "id")))}
    places: dict[int, YamlPath] = {}
    for steps in _CONDITIONS.get(kind, ()):
        *outer, key = steps
        holder = prepared
        for step in outer:
            inner = holder.get(step)
            holder[step] = dict(inner) if isinstance(inner, dict) else inner
            holder = holder[step] if isinstance(inner, dict) else {}
        if key in holder:
            holder[key], found = condition.parse(holder[key], source, (*path, *steps))
            places |= {len(places) + number: place for number, place in found.items()}
    return prepared, places


def _place(origin: str) -> Location:
    path, line, column = origin.rsplit(":", 2)
    return Location(path, int(line), int(column))
