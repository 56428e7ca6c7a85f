"""Facts and their values under new names in scenarios and decided cases; comments and layout stay as they are."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fairuse.kb.condition import Value
from fairuse.kb.migration import Migration
from fairuse.scenario.model import written
from fairuse.source.errors import FairuseError
from fairuse.source.yamlsource import Source, YamlPath, read_text

_BOM = b"\xef\xbb\xbf"
#: A name as text in a file: plain or quoted, perhaps after an anchor.
_WRITTEN = r"""(?P<before>(&\S+\s+)?(?P<quote>['"]?))%s(?P=quote)"""


#: What facts and values of earlier vocabularies are called today, by the name of then.
Renames = Mapping[str, Migration]


@dataclass(frozen=True)
class _Edit:
    """A name that is written otherwise today: where it stands, and whether it is a key there."""

    path: YamlPath
    is_key: bool
    old: str
    new: str


def renamed(data: bytes, name: str, renames: Renames) -> bytes:
    """The content of a scenario or a decided case with the names of today; the same bytes if there is none to change.

    `name` is shown in problems. Raises `FairuseError` with every place that cannot be renamed.
    """
    source = _read(data, name)
    edits = tuple(_edits(source, renames))
    text = data.removeprefix(_BOM).decode()
    lines = list(itertools.accumulate(map(len, text.splitlines(keepends=True)), initial=0))
    places: dict[int, _Edit] = {}
    for edit in edits:
        place = source.locate(edit.path, key=edit.is_key)
        start = lines[place.line - 1] + place.column - 1
        if written := re.compile(_WRITTEN % re.escape(edit.old)).match(text, start):
            places[written.end("before")] = edit
        elif text[start] != "*":  # what an alias repeats is renamed where it stands
            source.problem(edit.path, "not-renamed", f"write '{edit.new}' for '{edit.old}' here", key=edit.is_key)
    if source.problems:
        raise FairuseError(source.problems)
    for start, edit in sorted(places.items(), reverse=True):
        text = text[:start] + edit.new + text[start + len(edit.old) :]
    today = (_BOM if data.startswith(_BOM) else b"") + text.encode()
    if edits:
        again = _read(today, name)
        for edit in _edits(again, renames):  # what an alias repeats from elsewhere than among the facts
            again.problem(edit.path, "not-renamed", f"write '{edit.new}' for '{edit.old}' here", key=edit.is_key)
        if again.problems:
            raise FairuseError(again.problems)
    return today


def _read(data: bytes, name: str) -> Source:
    source = read_text(data, name)
    if not source.problems and not (isinstance(source.value, dict) and isinstance(source.value.get("acts"), list)):
        reason = "this is neither a scenario nor a decided case (it has no list of acts), nor a saved assessment"
        source.problem((), "bad-file", reason)
    if source.problems:
        raise FairuseError(source.problems)
    return source


def _edits(source: Source, renames: Renames) -> Iterator[_Edit]:
    """Every name in the file that is written otherwise today. A fact that is given under both names is a problem."""
    for path, facts in _facts(source.value):
        for name, given in facts.items():
            if (migration := renames.get(name)) is None:
                continue
            pairs = [((*path, name, *at), value, *migration.carried(value)) for at, value in written(given)]
            names = dict.fromkeys(fact for _, _, fact, _ in pairs)
            today = next(iter(names), migration.today)
            if len(names) > 1:
                reason = f"the values of '{name}' belong to {', '.join(names)} today; write them there"
                source.problem((*path, name), "not-renamed", reason, key=True)
            elif today != name and today in facts:
                reason = f"'{name}' is called '{today}' today, and that is given here, too; keep one of them"
                source.problem((*path, name), "not-renamed", reason, key=True)
            else:
                if today != name:
                    yield _Edit((*path, name), True, name, today)
                for place, value, _, now in pairs:
                    if now != value:
                        yield _Edit(place, False, _text(value), _text(now))


def _text(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _facts(raw: dict[str, Any]) -> Iterator[tuple[YamlPath, dict[str, Any]]]:
    """The facts given for the scenario, its works and its acts, each with its path."""
    works = raw.get("works")
    holders: list[tuple[YamlPath, Any]] = [((), raw)]
    holders += [(("works", name), work) for name, work in works.items()] if isinstance(works, dict) else []
    holders += [(("acts", number), act) for number, act in enumerate(raw["acts"])]
    for path, holder in holders:
        if isinstance(holder, dict) and isinstance(holder.get("facts"), dict):
            yield (*path, "facts"), holder["facts"]
