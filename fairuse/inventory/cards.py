"""Cards of data sets: the head in YAML, and the addresses that a section of the text names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath

from fairuse.inventory.foreign import Format, plain
from fairuse.inventory.records import Read, Record, plainly, refused
from fairuse.source.yamlsource import read_text

_HEAD = re.compile(rb"\A(?:\xef\xbb\xbf)?---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S | re.M)
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*\s*$")
_ADDRESS = re.compile(r"https?://[^\s)\]>\"'`]+")
#: Names of folders in which copies of sets are kept, and of files that tell nothing of what a set is called.
_CACHED = re.compile(r"datasets--(?P<owner>[^/]+?)--(?P<name>[^/]+)")
_UNNAMED = ("readme", "datasetcard", "card", "index")


def has_head(data: bytes) -> bool:
    """Whether a file starts with a head in YAML."""
    return _HEAD.match(data) is not None


def read_card(data: bytes, file: str, form: Format, within: str = "") -> Read:
    """Read a card; `within`: the folder that was named, below which folders name the set."""
    head = _HEAD.match(data)
    if head is None:
        return refused(file, "no-head", "a card starts with a head between two lines of ---, and this does not", 1, 1)
    source = read_text(b"\n" + head[1], file)
    if source.problems or not isinstance(source.value, Mapping):
        problems = source.problems or refused(file, "no-head", "the head of a card names its parts", 1, 1).problems
        return Read((), tuple(problems))
    lines = {tuple(plain(str(step)) for step in path): place[0] for path, place in source.starts.items()}
    fields = plainly(source.value)
    body = data[head.end() :].decode(errors="replace")
    first = data[: head.end()].count(b"\n") + 1
    found = list(_addresses(body, first, {plain(name) for name in form.sections}))
    fields["section"] = [address for address, _ in found]
    if found:
        lines["section",] = found[0][1]
    return Read((Record("card", file, name_of(file, within), fields, 1, lines),))


def _addresses(body: str, first: int, sections: set[str]) -> Iterator[tuple[str, int]]:
    """The addresses in some sections of a text, each with its line."""
    inside = False
    for line, text in enumerate(body.splitlines(), first):
        if heading := _HEADING.match(text):
            inside = plain(heading[1]) in sections
        elif inside:
            yield from ((address.rstrip(".,;"), line) for address in _ADDRESS.findall(text))


def name_of(file: str, within: str) -> str:
    """What a set is called by where its card lies."""
    if cached := _CACHED.search(file):
        return f"{cached['owner']}/{cached['name']}"
    path = PurePath(file)
    folders = [part for part in path.parent.parts if part not in ("/", ".", "..")]
    if within:
        with_ = PurePath(within)
        folders = list(path.parent.relative_to(with_).parts) if path.is_relative_to(with_) else folders
    if plain(path.stem) not in _UNNAMED:
        return path.stem.replace("__", "/")
    return "/".join(folders[-2:]) or PurePath(within or ".").name or path.stem
