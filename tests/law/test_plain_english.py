"""Every report in plain English: no pattern that readers stumbled on, no endless sentence, nothing told twice."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from fairuse.pages.assessment import explain
from fairuse.pages.cited import SPARE, WEIGHTIEST
from fairuse.words.outline import Grid, Heading, Paragraph, SourceList
from tests import installed
from tests.law.test_scenarios import NAMES

#: Words in a sentence. What a list joins by semicolons is read item by item.
LONGEST = 45
#: Words in a text that is better referred to than told again.
LONG = 18
_PARTS = re.compile(r"(?<=[a-z]{2}|[a-z]\)|\d%)[.?!:] |; ")
BANNED = {
    "a question ended like a sentence": re.compile(r"\?\."),
    "a bound told as an answer": re.compile(r"at most from"),
    "a space too many": re.compile(r"\S  +\S"),
    "a full stop too many": re.compile(r"[a-z]\.\.(?!\.)"),
    "a word twice": re.compile(r"\b(the|a|of|is|not|to|if|or|and) \1\b", re.IGNORECASE),
    "an id": re.compile(r"\b(us|eu|uk|de|jp|copy|work|market|purpose|licence|model)\.[a-z_]+"),
    "an underscore": re.compile(r"[a-z]_[a-z]"),
    "a value that does not read after its label": re.compile(r"(?i)who (made|does) [a-z ]*, own\b|licence, within\b"),
    "a reason that is no sentence": re.compile(
        r"is (?:uncertain|(?:likely )?(?:not )?permitted): (?:[A-Z]\w+: |not told)"
    ),
    "a full stop after a bracket that has one": re.compile(r"\.\)\."),
    "a bracket that stays open": re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\Z"),
    "slugs": re.compile(r"\b[a-z]+(?:-[a-z]+){2,} and \d+ more"),
}


@pytest.fixture(scope="module")
def kb():
    return installed.law()


def points_of(block):
    if isinstance(block, Grid):
        return [point for row in block.rows for point in row]
    return (*getattr(block, "reasons", ()), *getattr(block, "items", ())) if not isinstance(block, SourceList) else ()


def texts_of(blocks):
    """What a report says in sentences, as (text, label)."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text, ""
        if not isinstance(block, Grid):
            yield from ((point.text, point.label) for point in points_of(block))


@pytest.mark.parametrize("depth", ["brief", "standard", "full"])
def test_nothing_that_readers_stumbled_on(depth, kb):
    found = Counter()
    for name in NAMES:
        result = installed.assessed(name)
        said = {result.scenario.title, result.scenario.description.strip()}
        for text, label in texts_of(explain(result, kb, depth).blocks):
            if text in said:
                continue
            for what, pattern in BANNED.items():
                for line in (text, label):
                    if pattern.search(line):
                        found[what, line[:120]] += 1
    assert not found


@pytest.mark.parametrize("depth", ["brief", "standard"])
def test_no_sentence_is_endless(depth, kb):
    long = set()
    for name in NAMES:
        result = installed.assessed(name)
        for text, _ in texts_of(explain(result, kb, depth).blocks):
            long |= {part for part in _PARTS.split(text) if len(part.split()) > LONGEST}
    assert not long


@pytest.mark.parametrize("depth", ["brief", "standard"])
def test_no_list_of_authorities_is_longer_than_a_reader_can_take_in(depth, kb):
    """Where a line is nothing but authorities, those that do not speak against the user are few, the others counted."""
    listed = 0
    for name in NAMES:
        for block in explain(installed.assessed(name), kb, depth).blocks:
            for point in points_of(block):
                if point.refs and not point.text and point.tone != "bad":
                    assert len(point.refs) <= WEIGHTIEST + SPARE, (name, point.label)
                    listed += bool(point.detail)
    assert listed > 20


def test_no_label_says_its_value_twice(kb):
    """``Weights as a copy, copy``: what a question comes to is no word of its name."""
    twice = set()
    for name in NAMES:
        for block in explain(installed.assessed(name), kb, "full").blocks:
            for point in points_of(block):
                title, comma, value = point.label.rpartition(", ")
                if comma and re.search(rf"\b{re.escape(value.lower())}\b", title.lower()):
                    twice.add(point.label)
    assert not twice


@pytest.mark.parametrize("name", NAMES)
def test_nothing_long_is_told_twice(name, kb):
    """A later line refers to the answer under which it stands already."""
    under, told, twice = "", {}, []
    for block in explain(installed.assessed(name), kb).blocks:
        if isinstance(block, Heading) and re.match(r"\d+\. ", block.text):
            under = block.text
        if isinstance(block, Grid) or not under:
            continue
        for point in points_of(block):
            if len(point.text.split()) >= LONG and told.setdefault((point.text, point.refs), under) != under:
                twice.append(point.text)
    assert not twice


@pytest.mark.parametrize("name", NAMES[::5])
def test_no_question_is_told_as_a_finding(name, kb):
    """A question stands only where something is to be told or looked up, and says so."""
    for depth in ("brief", "standard", "full"):
        for text, label in texts_of(explain(installed.assessed(name), kb, depth).blocks):
            if text.endswith("?"):
                assert label.startswith("To be told"), text
