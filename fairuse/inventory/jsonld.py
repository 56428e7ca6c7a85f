"""Manifests in JSON: JSON-LD of data sets, bills of materials as graphs, and collections by name.

What is needed of them is a few fields, read as they stand. The library that loads such data sets brings a graph store,
a solver and a table library with it, and refuses the incomplete files that people have.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from fairuse.inventory.foreign import Foreign, plain
from fairuse.inventory.records import Read, Record, plainly, refused

#: Larger files are no descriptions of data but the data.
LARGEST = 64_000_000
#: Where a kind of element begins with this, it is a set or a model in a bill of materials.
_ELEMENTS = ("dataset_", "ai_")


def read_json(data: bytes, file: str, known: Foreign) -> Read:
    """Read a manifest of any of these kinds."""
    try:
        raw = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_once)
    except UnicodeDecodeError:
        return refused(file, "not-utf8", "this is not UTF-8", 1, 1)
    except json.JSONDecodeError as error:
        return refused(file, "bad-json", f"this is not JSON: {error.msg}", error.lineno, error.colno)
    except RecursionError:
        return refused(file, "too-deep", "nested too deep", 1, 1)
    except ValueError as error:
        return refused(file, "bad-json", str(error), 1, 1)
    text = data.decode("utf-8-sig")
    if isinstance(raw, Mapping) and "@graph" in raw and "spdx.org" in json.dumps(raw.get("@context", "")):
        records = list(_bill(raw, file, text))
    else:
        records = [*_linked(raw, file, text), *_collection(raw, file, text, known)]
    if not records:
        kinds = "; ".join(form.shown for form in known.formats.values())
        return refused(
            file, "not-known-here", f"no set of works is described in it in a way known here ({kinds})", 1, 1
        )
    return Read(tuple(records))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found and found[name] != value:
            raise ValueError(f"'{name}' is given twice, with different values")
        found[name] = value
    return found


def _linked(raw: Any, file: str, text: str) -> Iterator[Record]:
    """The data sets of a file of JSON-LD."""
    if isinstance(raw, list):
        for part in raw:
            yield from _linked(part, file, text)
    elif isinstance(raw, Mapping):
        if any(_local(str(kind)) == "Dataset" for kind in _list(raw.get("@type", raw.get("type")))):
            fields = _unlinked(raw)
            name = next((str(raw[key]) for key in ("name", "url", "@id") if raw.get(key)), "")
            yield Record("croissant", file, name, plainly(fields), 1, dict(_lines(fields, text)))
        else:
            yield from _linked(raw.get("@graph"), file, text)


def _unlinked(value: Any) -> Any:
    """JSON-LD as plain values: names without what stands before them, things as what they are called and where."""
    if isinstance(value, list):
        return [_unlinked(part) for part in value]
    if not isinstance(value, Mapping):
        return value
    if "@value" in value:
        return value["@value"]
    named = {_local(name): _unlinked(part) for name, part in value.items() if name != "@context"}
    called = [named[key] for key in ("url", "id", "name") if isinstance(named.get(key), str)]
    return named | {"address": called[:1]}


def _local(name: str) -> str:
    return re.split(r"[:/#@]", name)[-1]


def _lines(fields: Mapping[str, Any], text: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """The line on which each part of a file first stands."""
    for name in fields:
        if found := re.search(rf'"[^"\n]*\b{re.escape(name)}"\s*:', text):
            yield (plain(name),), text.count("\n", 0, found.start()) + 1


def _bill(raw: Mapping[str, Any], file: str, text: str) -> Iterator[Record]:
    """The sets and models of a bill of materials, each with what is related to it."""
    elements = [part for part in _list(raw["@graph"]) if isinstance(part, Mapping)]
    by_id = {str(part.get("spdxId", part.get("@id", ""))): part for part in elements}
    related: dict[str, dict[str, list[str]]] = {}
    for part in elements:
        if str(kind := part.get("relationshipType", "")):
            of = related.setdefault(str(part.get("from", "")), {})
            of.setdefault(str(kind), []).extend(_called(to, by_id) for to in _list(part.get("to")))
    for name, part in by_id.items():
        if not str(part.get("type", part.get("@type", ""))).startswith(_ELEMENTS):
            continue
        fields = {re.sub(r"^[a-z]+_", "", key): value for key, value in part.items()}
        fields |= related.get(name, {})
        for key in ("originatedBy", "suppliedBy"):
            fields[key] = [_called(who, by_id) for who in _list(part.get(key))]
        found = text.find(f'"{name}"')
        line = text.count("\n", 0, max(found, 0)) + 1
        yield Record("bill", file, str(part.get("name") or name), plainly(fields), line)


def _called(what: Any, by_id: Mapping[str, Mapping[str, Any]]) -> str:
    """What an element that is pointed to says or is called; else where it points to."""
    if isinstance(what, Mapping):
        return str(what.get("name", what.get("spdxId", "")))
    part = by_id.get(str(what), {})
    said = next((value for key, value in part.items() if key.endswith("Expression")), part.get("name"))
    return str(said or what)


def _collection(raw: Any, file: str, text: str, known: Foreign) -> Iterator[Record]:
    """The sets of a collection: objects by name, or in a list, that have the parts by which they are known."""
    parts: list[tuple[str, Any]] = []
    if isinstance(raw, Mapping):
        parts = list(raw.items())
    elif isinstance(raw, list):
        parts = [(str(number), part) for number, part in enumerate(raw, 1)]
    form = known.formats["provenance"]
    for name, part in parts:
        if isinstance(part, Mapping) and has(form.known_by, part):
            found = text.find(f'"{name}"')
            line = text.count("\n", 0, max(found, 0)) + 1
            yield Record("provenance", file, name, plainly(part), line)


def has(groups: tuple[tuple[str, ...], ...], names: Any) -> bool:
    """Whether one name of each group is among `names`."""
    there = {plain(str(name)) for name in names}
    return bool(groups) and all(any(plain(name) in there for name in group) for group in groups)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
