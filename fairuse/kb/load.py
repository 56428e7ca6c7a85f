"""Reading ``rules/`` into a `KnowledgeBase`: every file, every problem, nothing half-read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from fairuse.kb import condition
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
    """Where each entry of a knowledge base was written, for problems that name a place."""

    files: dict[str, Source] = field(default_factory=dict)
    entries: dict[tuple[str, str], tuple[str, YamlPath]] = field(default_factory=dict)
    tests: dict[tuple[str, str], dict[int, YamlPath]] = field(default_factory=dict)

    def locate(self, kind: str, entry_id: str, *steps: str | int, key: bool = False) -> Location:
        """Return where a part of an entry stands (or its nearest ancestor that was written)."""
        if (kind, entry_id) not in self.entries:
            return Location("rules")
        name, path = self.entries[kind, entry_id]
        return self.files[name].locate((*path, *steps), key=key)

    def locate_test(self, kind: str, entry_id: str, index: int) -> Location:
        """Return where the `index`-th comparison of an entry's condition stands."""
        name, _ = self.entries[kind, entry_id]
        return self.files[name].locate(self.tests[kind, entry_id][index], key=True)


@dataclass(frozen=True)
class Loaded:
    """What came of reading a folder of rules."""

    kb: KnowledgeBase
    sources: Sources
    problems: tuple[Problem, ...]


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


def read_content(root: Path, sha256: str, content: dict[str, bytes]) -> Loaded:
    """As `read_kb`, of files whose digest and content `fingerprint` has given."""
    content = dict(content)
    version = content.pop(VERSION_FILE, b"0").decode("ascii", "replace").strip()
    sources = Sources()
    problems: list[Problem] = []
    index: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS}
    for name, data in content.items():
        shown = f"{root.name}/{name}"
        source = read_text(data, shown)
        sources.files[shown] = source
        if not source.problems:
            for kind, entry in _entries(source, sources):
                if entry.id in index[kind]:
                    message = f"'{entry.id}' is already defined at {index[kind][entry.id].origin}"
                    source.problems.append(Problem(_place(entry.origin), "duplicate-id", message))
                else:
                    index[kind][entry.id] = entry
        problems += source.problems
    ordered = {kind: dict(sorted(index[kind].items())) for kind in KINDS}
    for kind in ("facts", "acts", "situations"):  # asked in the order written
        ordered[kind] = index[kind]
    kb = KnowledgeBase(version=version, sha256=sha256, **ordered)
    return Loaded(kb, sources, tuple(sorted(problems)))


def _entries(source: Source, sources: Sources) -> Iterator[tuple[str, Any]]:
    """Validate one file and yield its entries; problems go to `source`."""
    raw = source.value
    if not isinstance(raw, dict):
        kinds = ", ".join(KINDS)
        source.problem((), "bad-file", f"the top level of a rules file is a mapping with one of: {kinds}")
        return
    for kind in raw:
        if kind not in KINDS:
            source.problem((kind,), "unknown-key", f"no such list '{kind}'{did_you_mean(kind, KINDS)}", key=True)
    for kind in KINDS:
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
