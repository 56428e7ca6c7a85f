"""Names that are others today: only they change in a file, and what cannot be changed is named."""

from __future__ import annotations

import pytest

from fairuse.kb.model import Migration
from fairuse.scenario.rename import renamed
from fairuse.source.errors import FairuseError
from fairuse.source.yamlsource import read_text

SOURCES = {"torrent": {"copy.source": "pirate"}, "shop": {"copy.source": "bought"}}
RENAMES = {
    m.id: m
    for m in (
        Migration(id="copy.origin", on="2026-01-01", today="copy.source", values=SOURCES),
        Migration(id="copy.source", on="2026-01-01", today="copy.source", values=SOURCES),
        Migration(id="charity", on="2026-01-01", today="who.nonprofit"),
        Migration(id="use.purpose", on="2026-01-01", today="use.purpose", values={"other": {"use.purpose": "new"}}),
    )
}

OLD = """\
# charity and torrent stay as they are written here
title:   charity, "copy.origin" and torrent
facts: {charity: true, copy.words: 3}   # charity
works:
  a:
    title: torrent
    facts:
      "copy.origin": 'torrent'      # from a torrent
  b: {facts: {copy.source: [torrent, "shop", licensed]}}
acts:
- act: training
  works: [a, b]
  facts: &facts
    copy.origin:
      note: torrent
      value: &where torrent
      also: [shop, licensed]
    use.purpose:   other
- act: output
  works: b
  facts: *facts
- {act: output, works: a, facts: {copy.source: *where, use.purpose: {value: other, quote: "other"}}}
"""
NEW = """\
# charity and torrent stay as they are written here
title:   charity, "copy.origin" and torrent
facts: {who.nonprofit: true, copy.words: 3}   # charity
works:
  a:
    title: torrent
    facts:
      "copy.source": 'pirate'      # from a torrent
  b: {facts: {copy.source: [pirate, "bought", licensed]}}
acts:
- act: training
  works: [a, b]
  facts: &facts
    copy.source:
      note: torrent
      value: &where pirate
      also: [bought, licensed]
    use.purpose:   new
- act: output
  works: b
  facts: *facts
- {act: output, works: a, facts: {copy.source: *where, use.purpose: {value: new, quote: "other"}}}
"""


def test_names_change_and_nothing_else():
    assert renamed(OLD.encode(), "f", RENAMES).decode() == NEW
    assert renamed(NEW.encode(), "f", RENAMES).decode() == NEW
    assert renamed(OLD.encode(), "f", {}).decode() == OLD


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("note: torrent", "note: tørrent \U0001f3f4"),
        lambda text: text.removesuffix("\n"),
        lambda text: text.replace("title:   charity", "title:   'a\x85b\u2028c'\n# charity"),
    ],
    ids=["byte order mark", "CRLF", "other letters", "no last line end", "rare line ends"],
)
def test_the_layout_stays_whatever_it_is(change):
    assert renamed(change(OLD).encode(), "f", RENAMES).decode() == change(NEW)


def test_a_decided_case_has_facts_too():
    old = "id: c\ndecided: 2001\nacts:\n- act: output\n  facts: {copy.origin: {value: shop, quote: shop}}\n"
    new = "id: c\ndecided: 2001\nacts:\n- act: output\n  facts: {copy.source: {value: bought, quote: shop}}\n"
    assert renamed(old.encode(), "f", RENAMES).decode() == new


def problems(text):
    with pytest.raises(FairuseError) as caught:
        renamed(text.encode(), "f", RENAMES)
    return [str(p) for p in caught.value.problems]


def test_every_place_that_cannot_be_renamed_is_named():
    text = 'title: &title torrent\nworks: {w: {facts: {"copy\\x2eorigin": licensed}}}\nacts:\n'
    text += "- act: output\n  facts:\n    copy.source: >-\n      torrent\n"
    assert problems(text) == [
        "f:2:21: error write 'copy.source' for 'copy.origin' here [not-renamed]",
        "f:6:18: error write 'pirate' for 'torrent' here [not-renamed]",
    ]
    text = "title: &title torrent\nworks: {}\nacts:\n- facts: {copy.origin: *title}\n"
    assert problems(text) == ["f:4:24: error write 'pirate' for 'torrent' here [not-renamed]"]


def test_a_fact_that_is_given_under_both_names():
    text = "title: T\nacts:\n- facts:\n    copy.source: bought\n    copy.origin: torrent\n"
    reason = "'copy.origin' is called 'copy.source' today, and that is given here, too; keep one of them"
    assert problems(text) == [f"f:5:5: error {reason} [not-renamed]"]


@pytest.mark.parametrize("odd", ["facts: 3", "facts: [charity]", "works: [charity]", "works: {w: charity}"])
def test_what_is_no_scenario_in_other_ways_is_left_to_its_reader(odd):
    text = f"title: T\n{odd}\nacts: [charity, {{facts: charity}}, {{facts: {{charity: }}}}]\n"
    new = text.replace("{charity: }", "{who.nonprofit: }")
    assert renamed(text.encode(), "f", RENAMES).decode() == new
    assert not read_text(text.encode(), "f").problems
