"""Which foreign files are meant, and what they list."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fairuse.inventory.cards import has_head, name_of, read_card
from fairuse.inventory.foreign import foreign, plain
from fairuse.inventory.jsonld import LARGEST, has, read_json
from fairuse.inventory.logs import read_table
from fairuse.inventory.materials import Inventory, Material, inventory_of
from fairuse.inventory.records import Read, refused
from fairuse.kb.model import KnowledgeBase
from fairuse.source.errors import FairuseError, Location, Problem
from fairuse.source.yamlsource import read_bytes, read_text

_CARDS = (".md", ".markdown")
_MANIFESTS = (".json", ".jsonld")
_TABLES = (".csv", ".tsv", ".jsonl", ".ndjson")


def is_inventory(path: Path) -> bool:
    """Whether a file is a card or a manifest by its name, or a folder in which such files lie."""
    if path.is_dir():
        return any(_is_meant(file, strictly=True) for file in _below(path))
    return path.suffix.lower() in (*_CARDS, *_MANIFESTS)


def read_inventory(paths: Sequence[Path], kb: KnowledgeBase) -> Inventory:
    """Read cards, manifests, logs and measurements, and put together what they say of the same works.

    Folders are searched throughout for cards and manifests. What cannot be read is a problem of the inventory, and the
    rest is read. Raises `FairuseError` for inputs that do not exist.
    """
    missing = [
        Problem(Location(str(p)), "no-such-file", "there is no such file or folder") for p in paths if not p.exists()
    ]
    if missing:
        raise FairuseError(missing)
    read = Read()
    unreadable: list[Material] = []
    for path in paths:
        within = path.as_posix() if path.is_dir() else ""
        for file in _within(path) if within else [path]:
            one = _read(file, within)
            read += one
            if not one.records:
                name = name_of(file.as_posix(), within)
                unreadable.append(Material(name, file.as_posix(), 1, problems=one.problems))
    found = inventory_of(read.records, foreign(), kb)
    return Inventory(found.materials, (*read.problems, *found.problems), tuple(unreadable))


def card_of(data: bytes, kb: KnowledgeBase, name: str = "card") -> tuple[Inventory, str]:
    """One card of a data set, whose file is not known, and what it says that the set is called, or nothing."""
    known = foreign()
    read = read_card(data, name, known.formats["card"])
    found = inventory_of(read.records, known, kb)
    called = next((said.text for record in read.records for said in record.said(("pretty_name",))), "")
    return Inventory(found.materials, (*read.problems, *found.problems)), called


def _below(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.suffix.lower() in (*_CARDS, *_MANIFESTS) and p.is_file())


def _within(folder: Path) -> list[Path]:
    """The cards and manifests below a folder: what has a head or parts as they have, and what should have a head."""
    return [file for file in _below(folder) if _is_meant(file, strictly=False)]


def _is_meant(path: Path, *, strictly: bool) -> bool:
    """Whether a file that nobody named is one of an inventory, and not a text or data that lie beside it."""
    try:
        data = read_bytes(path, limit=LARGEST)
    except FairuseError:
        return not strictly  # and is reported
    form = foreign().formats["card"]
    if path.suffix.lower() in _CARDS:
        if not has_head(data):
            return not strictly and plain(path.stem) == "readme"
        head = read_text(b"\n" + data.split(b"---", 2)[1], str(path)).value
        return has(form.known_by, head) if isinstance(head, dict) else not strictly
    return bool(read_json(data, str(path), foreign()).records)


def _read(path: Path, within: str) -> Read:
    name = path.as_posix()
    try:
        data = read_bytes(path, name, LARGEST)
    except FairuseError as error:
        return Read((), error.problems)
    if len(data) > LARGEST:
        return refused(name, "too-large", f"larger than {LARGEST // 1_000_000} MB; is this the right file?")
    known = foreign()
    if path.suffix.lower() in _TABLES:
        return read_table(data, name, known)
    if path.suffix.lower() in _MANIFESTS:
        return read_json(data, name, known)
    return read_card(data, name, known.formats["card"], within)
