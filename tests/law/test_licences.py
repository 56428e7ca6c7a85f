"""What the licences say, against values that were checked by hand from their texts, apart from the data."""

from __future__ import annotations

from pathlib import Path

import pytest

from fairuse.source.yamlsource import read_file
from tests import installed

CHECKED = read_file(Path(__file__).parent / "licences.yaml").value["expected"]


@pytest.mark.parametrize("row", CHECKED, ids=lambda row: f"{row['id']} {row['attribute']}")
def test_a_licence_says_what_its_text_says(row):
    assert installed.law().licences[row["id"]].attribute(row["attribute"]) == row["value"], row["why"]


def test_every_licence_was_checked_in_some_point():
    assert {row["id"] for row in CHECKED} == set(installed.law().licences)


def test_the_command_shows_a_licence(fairuse, monkeypatch):
    monkeypatch.setattr("fairuse.knowledge.load_kb", lambda path=None: installed.law())
    shown = fairuse("licences", "show", "cc-by-sa-4.0")
    assert shown.code == 0
    assert "share alike: yes" in " ".join(shown.out.split())
    listed = fairuse("licences", "list", "gpl")
    assert "gpl-3.0" in listed.out


@pytest.mark.parametrize("name", ["GPL-3.0", "GPLv3", "gnu.org/licenses/gpl-3.0", "gpl-3.0"])
def test_a_licence_is_shown_by_any_of_its_names(fairuse, monkeypatch, name):
    monkeypatch.setattr("fairuse.knowledge.load_kb", lambda path=None: installed.law())
    assert fairuse("licences", "show", name).out.startswith("gpl-3.0: ")


def test_notices_in_own_copies_are_asked_where_the_text_says_so():
    """Creative Commons texts speak of sharing, GPL 3.0 of conveying, MIT and ISC of all copies."""
    asked = {name: licence.asks.in_own_copies for name, licence in installed.law().licences.items()}
    assert {asked[name] for name in ("mit", "isc")} == {"yes"}
    assert {asked[name] for name in ("cc-by-4.0", "cc-by-sa-3.0", "gpl-3.0", "apache-2.0", "bsd-3-clause")} == {"no"}
    assert asked["publisher-tdm"] == "unclear"
