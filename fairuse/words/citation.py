"""How notes cite an authority: in full where it is first named, by its short form later, with the place in it.

The form follows from the citation that the rules hold, not from a list of countries: reporters and dockets are cited in
the manner of the Bluebook, neutral citations and cases of European courts in that of OSCOLA, texts by their sections.

A citation processor serves for the bibliography: it is CSL-JSON, and a test has pandoc's processor read it. For notes
none does yet. A style of CSL is one for a whole document, and one memo cites the courts of many countries. With its
styles for the Bluebook and for OSCOLA, both pandoc's processor and citeproc-py (tried in November 2026) give id., short
forms and pages well; but they write "Inc. V. Nation", leave out the docket of a case that is in no reporter, cite a
section of a code as "Copyright Act, fair use of 1978", and take a place in a document ("Doc. 231 at 29-31") for a page.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal
from urllib.parse import quote

Form = Literal["case", "neutral", "text"]

#: A case by volume, reporter and page or by docket: what comes before the court and the year, that, and what follows.
_CASE = re.compile(r"^(?P<head>[^(]*?\d[^(]*?(?: \([A-Z/]+\)[^(]*?)?) \((?P<court>[^()]*\d{4}[^()]*)\)(?P<after>.*)$")
_REPORTER = re.compile(r"^(?:.*, )?(?P<volume>\d+) (?P<reporter>[A-Z][\w.' ]*?\D) (?P<page>\d+|_+)$")
_NEUTRAL = re.compile(r"^(?P<year>\[\d{4}\]) (?P<rest>[^,(]*(?:\([A-Z]\w*\))?)")
_EUROPEAN = re.compile(r"^(?P<court>[A-Z]+), (?P<numbers>[CTF]-\d+/\d+(?: and [CTF]-\d+/\d+)*)$")
#: The sections that a text is cited for, where they end its citation: "art. 4", "ss. 22, 26", "§ 53(1), (4) to (7)".
_SECTIONS = re.compile(r"(?<=[,.] )(?:§§?|arts?\.?|ss?\.?) (?:[LR]\. )?\d[\w().,°\- ]*$")
_SECTION = re.compile(r"^(?:§|art|s\b|ss\b)")
#: What stands in brackets behind a case before the day and the year: "3d Cir." in " (3d Cir. Sept. 29, 2026)".
_COURT = re.compile(r"^ \((?P<court>[^()]*?)(?:[A-Z][a-z]{2,8}\.? \d{1,2}, )?\d{4}[^()]*\)")
_PIN = re.compile(r"^(?P<volume>\d+) (?P<reporter>[A-Z].*) at (?P<page>\S.*)$")


@dataclass(frozen=True)
class Span:
    """A piece of running text in one voice. `link`: where it leads, a public address or a part of the report."""

    text: str
    italic: bool = False
    strong: bool = False
    quiet: bool = False
    link: str = ""


@dataclass(frozen=True)
class Citation:
    """An authority as notes cite it.

    `name` of the case, or nothing; `short` name; `head` of the citation (such as volume, reporter and page) and `tail`
    (such as court and year), between which the place in it stands; `link`: its public address, where one is known.
    """

    form: Form
    name: str
    short: str
    head: str
    tail: str = ""
    link: str = ""

    def full(self, at: str | None) -> tuple[Span, ...]:
        """The citation where the authority is first named."""
        if self.form == "text":
            return (Span(self._placed(at), link=self.link),)
        name = Span(self.name, italic=True, link=self.link)
        if self.form == "neutral":
            before, _, after = self.head.rpartition("|")
            head = f"{after}{self.tail}" + (f", {at}" if at else "")
            return tuple(span for span in (Span(before), name, Span(f" {head}" if head else "")) if span.text)
        return (name, Span(f", {self.head}{self._pin(at)}{self.tail}"))

    def later(self, at: str | None, first: int) -> tuple[Span, ...]:
        """The short form; `first`: the number of the note that cites it in full."""
        if self.form == "text":
            return self.full(at)
        name = Span(self.short, italic=True)
        if self.form == "neutral":
            return (name, Span(f" (n {first})" + (f", {at}" if at else "")))
        short = at if at and _PIN.match(at) else self.head + (f", {at}" if at else "")
        return (name, Span(f", {short}"))

    def same(self, at: str | None) -> tuple[Span, ...]:
        """The form right after a note that cites this authority alone; of neutral citations there is none."""
        if not at:
            return (Span("Id.", italic=True),)
        page = _PIN.match(at)
        place = f" at {page['page']}" if page else f" {at}" if self.form == "text" else f", {at}"
        return (Span("Id.", italic=True), Span(place))

    def _pin(self, at: str | None) -> str:
        if not at:
            return ""
        found, own = _PIN.match(at), _REPORTER.match(self.head)
        if found and own and found["reporter"] == own["reporter"]:
            return f", {found['page']}"
        return f", {at}"

    def _placed(self, at: str | None) -> str:
        """A text with the section relied on in place of all those that it is held for."""
        if not at or at in self.head:
            return self.head
        sections = _SECTIONS.search(self.head) if _SECTION.match(at) else None
        return f"{self.head[: sections.start()]}{at}" if sections else f"{self.head}, {at}"


def citation_of(
    name: str, called: str, citation: str, cited_as: str, *, case: bool, day: str, sources: tuple[str, ...]
) -> Citation:
    """How notes cite an authority.

    `called`: its name in running text; `cited_as`: name and citation as lists give them; `case`: it is a decided or
    pending case; `day` on which it came about, in words; `sources`: where it was found.
    """
    link = address(citation, sources)
    if not case:
        return Citation("text", "", called, cited_as, link=link)
    plain = re.sub(r" \((?!No)[^()]*\)$", "", name)
    if found := _NEUTRAL.match(citation):
        return Citation(
            "neutral", plain.replace(" v. ", " v "), called.replace(" v. ", " v "), f"|{found[0].rstrip()}", link=link
        )
    if found := _EUROPEAN.match(citation):
        kind = "Joined Cases" if " and " in found["numbers"] else "Case"
        court = f"({found['court']}{f', {day}' if day else ''})"
        head = f"{kind} {found['numbers']} |{court}"
        return Citation("neutral", plain.replace(" v. ", " v "), called.replace(" v. ", " v "), head, link=link)
    if found := _CASE.match(citation):
        return Citation("case", plain, called, found["head"], f" ({found['court']}){found['after']}", link)
    if citation == cited_as:
        return Citation("text", "", called, cited_as, link=link)
    return Citation("case", plain, called, citation, "", link)


def parts_of(cite: Citation) -> dict[str, str]:
    """Of a case in a reporter: its volume, reporter and page; of another one nothing."""
    found = _REPORTER.match(cite.head) if cite.form == "case" else None
    return found.groupdict() if found else {}


def court_of(cite: Citation) -> str | None:
    """The court of a case as its citation abbreviates it: nothing if the reporter tells it, None if none is cited."""
    found = _COURT.match(cite.tail) if cite.form == "case" else None
    return found["court"].strip(" ,") if found else None


def address(citation: str, sources: tuple[str, ...]) -> str:
    """The public address of an authority: made from its citation where that names one, else an official source."""
    made, official = _addresses()
    for pattern, template in made:
        if found := pattern.search(citation):
            return template.format(**{key: quote(value) for key, value in found.groupdict().items()})
    return next((source for source in sources if official.search(source)), "")


@cache
def _addresses() -> tuple[tuple[tuple[re.Pattern[str], str], ...], re.Pattern[str]]:
    held = tomllib.loads(files("fairuse.words").joinpath("addresses.toml").read_text(encoding="utf-8"))
    return tuple((re.compile(pattern), template) for pattern, template in held["made"]), re.compile(held["official"])


def joined(groups: Iterator[tuple[Span, ...]], between: str = "; ") -> Iterator[Span]:
    """Several citations in a row."""
    for number, group in enumerate(groups):
        if number:
            yield Span(between)
        yield from group
