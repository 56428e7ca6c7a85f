"""The one YAML reader: values with positions, and every surprise of YAML turned into a problem.

A strict subset is read: no duplicate keys, merge keys or tags; only ``true`` and ``false`` are booleans; dates,
``yes`` and ``12:30`` stay text. Programs write a value that they hold twice once, as an anchor (``&a``), and then as
aliases (``*a``); small ones are read, and each alias stands for a value of its own, located where the alias is.
Size, depth and aliases are limited, so a hostile file costs no more than a short one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from fairuse.source.errors import FairuseError, Location, Problem, did_you_mean

# A file at these limits is read in some three seconds and 140 MB; larger ones would hold up whoever reads what
# strangers send. The largest that ship (in 2026) have 93 kB, 2,700 values and 13 levels.
MAX_BYTES = 4_000_000
MAX_DEPTH = 40
MAX_NODES = 400_000
#: Enough for the facts of an act. What is repeated may hold aliases itself, so a bomb is refused at its second step.
MAX_ALIASED = 200
MAX_ALIASES = 1_000

YamlPath = tuple[str | int, ...]

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})\Z")
_FLOAT = re.compile(r"[-+]?[0-9]{1,18}\.[0-9]{1,18}([eE][-+][0-9]{1,3})?\Z")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_ESCAPED_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # written as \e or \x9b in double quotes
# Slow to compile and seldom needed, so left as text.
_ODD = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|(?<!^)\ufeff"
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_CONSTANTS = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass
class Source:
    """A YAML file as read: its plain value, where each part of it stands, and what is wrong with it."""

    path: str
    value: Any = None
    problems: list[Problem] = field(default_factory=list)
    starts: dict[YamlPath, tuple[int, int]] = field(default_factory=dict)
    keys: dict[YamlPath, tuple[int, int]] = field(default_factory=dict)

    def locate(self, path: Sequence[str | int] = (), *, key: bool = False) -> Location:
        """Return where `path` stands, or its nearest ancestor that the file holds.

        With `key`, the place of the mapping key itself rather than of its value.
        """
        steps = tuple(path)
        if key and steps in self.keys:
            return Location(self.path, *self.keys[steps])
        while steps and steps not in self.starts:
            steps = steps[:-1]
        return Location(self.path, *self.starts.get(steps, (1, 1)))

    def problem(self, path: Sequence[str | int], code: str, message: str, *, key: bool = False) -> None:
        """Record a problem at `path`."""
        self.problems.append(Problem(self.locate(path, key=key), code, message))


def read_bytes(path: Path, shown: str | None = None, limit: int = MAX_BYTES) -> bytes:
    """Return the content of `path`, cut one byte after `limit`; raise `FairuseError` with a reason to act on."""
    name = shown or str(path)
    try:
        if path.is_dir():
            raise FairuseError([Problem(Location(name), "is-directory", "this is a folder; a file is needed")])
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except FileNotFoundError:
        raise FairuseError([Problem(Location(name), "no-such-file", "there is no such file")]) from None
    except PermissionError:
        raise FairuseError([Problem(Location(name), "no-permission", "no permission to read this file")]) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise FairuseError([Problem(Location(name), "unreadable", f"cannot be read: {reason}")]) from None
    except ValueError as error:  # an embedded NUL in the name itself
        raise FairuseError([Problem(Location(name), "unreadable", f"cannot be read: {error}")]) from None
    return data


def read_file(path: Path, shown: str | None = None) -> Source:
    """Read a YAML file. File problems raise `FairuseError`; problems inside it are in `Source.problems`."""
    return read_text(read_bytes(path, shown), shown or str(path))


def read_text(data: bytes, name: str) -> Source:
    """Read YAML from bytes. `name` is the file name shown in problems."""
    source = Source(name)
    if len(data) > MAX_BYTES:
        source.problems.append(
            Problem(Location(name), "too-large", f"larger than {MAX_BYTES // 1_000_000} MB; is this the right file?")
        )
        return source
    text = _decode(data, source)
    if text is None:
        return source
    if not text.strip():
        source.problems.append(Problem(Location(name), "empty", "the file is empty"))
        return source
    try:
        builder = _Builder(source, text)
        source.value = builder.document()
    except _Stop:
        pass
    except yaml.MarkedYAMLError as error:
        line, column, detail = _syntax(error, text)
        source.problems.append(Problem(Location(name, line, column), "syntax", f"not valid YAML: {detail}"))
    except yaml.YAMLError:  # a character that YAML does not allow; the C reader counts bytes, so look for it
        line, column, detail = _odd_character(text)
        source.problems.append(Problem(Location(name, line, column), "syntax", f"not valid YAML: {detail}"))
    return source


def _decode(data: bytes, source: Source) -> str | None:
    if data.startswith(_UTF_16_MARKS):
        message = "not UTF-8 text but UTF-16; save the file as UTF-8"
        source.problems.append(Problem(Location(source.path, 1, 1), "not-utf-8", message))
        return None
    if control := _CONTROL.search(data):
        line = data.count(b"\n", 0, control.start()) + 1
        message = "this is not a text file (it has control characters)"
        source.problems.append(Problem(Location(source.path, line, 1), "binary", message))
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        start = data.rfind(b"\n", 0, error.start) + 1
        column = len(data[start : error.start].decode("utf-8-sig")) + 1
        message = "not UTF-8 text; save the file as UTF-8"
        source.problems.append(Problem(Location(source.path, line, column), "not-utf-8", message))
        return None


_SYNTAX_WORDS = {
    "mapping values are not allowed in this context": "a ':' stands where none can; quote the text or check the indent",
    "could not find expected ':'": "a ':' is missing after a key",
    "did not find expected key": "a key was expected here; check the indent and the quotes",
    "did not find expected '-' indicator": "a '- ' list item was expected here; check the indent",
    "did not find expected <document start>": "this does not belong to what stands before it; check the indent",
    "block sequence entries are not allowed in this context": "a '- ' list item cannot stand here; check the indent",
    "mapping keys are not allowed in this context": "a '? ' cannot stand here; quote the text",
    "exceeded maximum nesting depth": f"nested more than {MAX_DEPTH} levels deep",
    "found unknown escape character": "after a \\ in double quotes stands a letter without meaning; "
    "use single quotes or write \\\\",
}


def _syntax(error: yaml.MarkedYAMLError, text: str) -> tuple[int, int, str]:
    """The line, the column and plain words for a syntax error."""
    problem, context = error.problem or "cannot be understood", error.context or ""
    mark = error.problem_mark or error.context_mark
    detail = _SYNTAX_WORDS.get(problem, problem)
    if problem == "found unexpected end of stream" and "quoted scalar" in context:
        mark, detail = error.context_mark, "the quote that opens here is never closed"
    elif "flow" in context and problem.startswith("did not find expected ','"):
        detail = f"a {problem.removeprefix('did not find expected ')} is missing"
        if error.context_mark is not None:
            detail += f" (the bracket opens on line {error.context_mark.line + 1})"
    elif problem == "found character that cannot start any token" and mark is not None:
        line = text.splitlines()[mark.line : mark.line + 1]
        here = "".join(line)[mark.column : mark.column + 1]
        detail = (
            "a tab stands here; indent with spaces" if here == "\t" else f"text that starts with {here} needs quotes"
        )
    return (mark.line + 1, mark.column + 1, detail) if mark is not None else (1, 1, detail)


def _odd_character(text: str) -> tuple[int, int, str]:
    """The line, the column and plain words for the first character that YAML does not allow."""
    place = re.search(_ODD, text)
    start = place.start() if place else 0
    line = text.count("\n", 0, start) + 1
    column = start - (text.rfind("\n", 0, start) + 1) + 1
    return line, column, f"the character U+{ord(text[start]):04X} is not allowed"


def _place(event: Any) -> tuple[int, int]:
    """Line and column of an event, counted from 1."""
    return event.start_mark.line + 1, event.start_mark.column + 1


class _Stop(Exception):
    """The file cannot be read any further; the reason is already recorded."""


@dataclass(frozen=True)
class _Anchored:
    """A value that aliases may repeat, the line of its anchor, and how many values it holds (None while it is read)."""

    line: int
    value: Any = None
    nodes: int | None = None


class _Builder:
    """Builds the value and the positions from parser events, so that limits apply while reading."""

    def __init__(self, source: Source, text: str) -> None:
        self.source = source
        self.events: Iterator[Any] = yaml.parse(text, Loader=_Loader)
        self.nodes = 0
        self.aliases = 0
        self.anchors: dict[str, _Anchored] = {}
        self.incomplete = False

    def document(self) -> Any:
        """Read exactly one document."""
        event = next(self.events)
        while isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
            event = next(self.events)
        if isinstance(event, yaml.StreamEndEvent):
            self._stop(event, "empty", "the file holds only comments")
        value = self._node(event, (), 0)
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                self._stop(event, "several-documents", "one document a file; this '---' starts a second one")
        if self.incomplete:  # what is missing would only be reported a second time, as missing
            raise _Stop
        return value

    def _stop(self, event: Any, code: str, message: str) -> None:
        self._note(event, code, message)
        raise _Stop

    def _note(self, event: Any, code: str, message: str) -> None:
        self.source.problems.append(Problem(Location(self.source.path, *_place(event)), code, message))

    def _refuse(self, event: Any, code: str, message: str) -> None:
        """Note a part that cannot be read, and read on for further problems."""
        self._note(event, code, message)
        self.incomplete = True

    def _node(self, event: Any, path: YamlPath, depth: int) -> Any:
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, path, depth)
        self._count(event, path, depth)
        if event.tag is not None:
            written = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._note(event, "tag", f"tags ({written}) are not read; write the plain value")
        if event.anchor is None:
            return self._value(event, path, depth)
        if (first := self.anchors.get(event.anchor)) is not None:
            self._refuse(event, "alias", f"the anchor &{event.anchor} stands twice (first on line {first.line})")
            return self._value(event, path, depth)
        line, before = _place(event)[0], self.nodes
        self.anchors[event.anchor] = _Anchored(line)
        value = self._value(event, path, depth)
        self.anchors[event.anchor] = _Anchored(line, value, 1 + self.nodes - before)
        return value

    def _count(self, event: Any, path: YamlPath, depth: int) -> None:
        """Take note of one value more, at `path`."""
        self.nodes += 1
        if depth > MAX_DEPTH:
            self._stop(event, "too-deep", f"nested more than {MAX_DEPTH} levels deep")
        if self.nodes > MAX_NODES:
            self._stop(event, "too-large", f"more than {MAX_NODES:,} values")
        self.source.starts[path] = _place(event)

    def _alias(self, event: Any, path: YamlPath, depth: int) -> Any:
        self.aliases += 1
        if self.aliases > MAX_ALIASES:
            self._stop(event, "alias", f"more than {MAX_ALIASES:,} aliases; write the values out")
        name = event.anchor
        anchored = self.anchors.get(name)
        if anchored is None:
            self._refuse(event, "alias", f"there is no anchor &{name} before this{did_you_mean(name, self.anchors)}")
        elif anchored.nodes is None:
            self._refuse(event, "alias", f"*{name} stands inside its own anchor (line {anchored.line})")
        elif anchored.nodes > MAX_ALIASED:
            self._refuse(event, "alias", f"*{name} repeats more than {MAX_ALIASED} values; write them out")
        elif not self.incomplete:  # else nothing will be made of the values
            return self._repeated(anchored.value, event, path, depth)
        return None

    def _repeated(self, value: Any, event: Any, path: YamlPath, depth: int) -> Any:
        """A copy of an aliased value, all of which stands at the alias."""
        self._count(event, path, depth)
        if isinstance(value, list):
            return [self._repeated(item, event, (*path, number), depth + 1) for number, item in enumerate(value)]
        if isinstance(value, dict):
            self.source.keys.update({(*path, key): _place(event) for key in value})
            return {key: self._repeated(item, event, (*path, key), depth + 1) for key, item in value.items()}
        return value

    def _value(self, event: Any, path: YamlPath, depth: int) -> Any:
        if isinstance(event, yaml.ScalarEvent):
            if event.style == '"' and (odd := _ESCAPED_CONTROL.search(event.value)):
                self._note(event, "control-character", f"the control character U+{ord(odd[0]):04X} is not read")
            return self._scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path, depth)
        return self._mapping(path, depth)

    def _sequence(self, path: YamlPath, depth: int) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._node(event, (*path, len(items)), depth + 1))
        return items

    def _mapping(self, path: YamlPath, depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent) or event.anchor is not None or event.tag is not None:
                self._stop(event, "bad-key", "a key must be plain text, without anchor, alias or tag")
            key = event.value
            here = (*path, key)
            if key == "<<":
                self._refuse(event, "merge-key", "merge keys (<<) are not read; write the entries out")
            value_event = next(self.events)
            if key in result:
                first = self.source.keys[here][0]
                self._note(event, "duplicate-key", f"'{key}' is given twice (first on line {first})")
                self._node(value_event, (*path, f"{key} (again)"), depth + 1)
                continue
            self.source.keys[here] = _place(event)
            result[key] = self._node(value_event, here, depth + 1)
        return result

    @staticmethod
    def _scalar(event: Any) -> Any:
        text: str = event.value
        if not event.implicit[0]:  # quoted or a block: text as it stands
            return text
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        if _INT.match(text):
            return int(text)
        if _FLOAT.match(text) and math.isfinite(float(text)):
            return float(text)
        return text
