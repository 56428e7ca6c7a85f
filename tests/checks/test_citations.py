"""Case citations, where the parser is missing and where the entry explains itself."""

from __future__ import annotations

import dataclasses
import sys

import pytest

from fairuse.checks import citations
from fairuse.kb.load import read_kb


@pytest.fixture
def loaded(kb_dir):
    return read_kb(kb_dir)


def with_authority(loaded, **changes):
    changed = loaded.kb.authorities["gamma-v-delta"].model_copy(update=changes)
    authorities = {**loaded.kb.authorities, "gamma-v-delta": changed}
    return dataclasses.replace(loaded, kb=loaded.kb.model_copy(update={"authorities": authorities}))


def test_without_the_parser_a_warning_says_how_to_get_it(loaded, monkeypatch):
    monkeypatch.setitem(sys.modules, "eyecite", None)
    assert [str(p) for p in citations.check(loaded)] == [
        "rules: warning citations were not read: install fairuse[check] [no-eyecite]"
    ]


@pytest.mark.parametrize(
    ("citation", "readable"),
    [
        ("9992 F.3d 10 (1st Cir. 2010)", True),
        ("Gamma v. Delta, 9992 F. Supp. 3d 10 (D. Mass. 2010)", True),
        ("2010 WL 123456 (D. Mass. Jan. 2, 2010)", True),
        ("No. 10-cv-1234 (D. Mass. 2010)", False),
        ("17 U.S.C. § 107", False),
        ("9992 F3rd 10", False),
    ],
)
def test_what_can_be_read(citation, readable, loaded):
    problems = list(citations.check(with_authority(loaded, citation=citation)))
    assert [p.code for p in problems] == ([] if readable else ["unreadable-citation"])
    assert not list(citations.check(with_authority(loaded, citation=citation, citation_note="why")))


@pytest.mark.parametrize("level", ["agency", "executive", "legislature", "foreign"])
def test_only_decisions_of_courts_here_are_read(level, loaded):
    assert not list(citations.check(with_authority(loaded, citation="Report 1", level=level)))
