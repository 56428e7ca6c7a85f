"""Every answer has a size, says what it rests on, and can be put together again from its parts."""

from __future__ import annotations

import re

import pytest

from fairuse.mcp.parts import MOST, NAMED, Found, answer
from fairuse.source.errors import FairuseError

LONG = "".join(f"line {number} of some length\n" for number in range(3000))


def parts_of(found, kb):
    offset, parts = 0, []
    while True:
        text = answer(found, kb, offset)
        assert len(text) <= MOST
        parts.append(text.partition("\n\n---\n")[0])
        if (more := re.search(r"go on with offset=(\d+)", text)) is None:
            return parts
        offset = int(more[1])


def test_the_parts_make_up_the_whole(kb):
    parts = parts_of(Found(LONG), kb)
    assert len(parts) > 2
    assert "\n".join(parts) + "\n" == LONG


def test_a_line_too_long_for_a_part_is_cut(kb):
    parts = parts_of(Found("x" * (3 * MOST)), kb)
    assert "".join(parts) == "x" * (3 * MOST)


def test_the_receipt_is_that_of_the_whole_whatever_the_part(kb):
    found = Found(LONG, ["r"] * 3, ["a"], "2020-01-01")
    ends = [re.search(r"receipt: sha256 [0-9a-f]{64}", answer(found, kb, offset))[0] for offset in (0, 25 * 400)]
    assert ends[0] == ends[1]
    assert "rules: r\nauthorities: a\nlaw as of 2020-01-01" in answer(found, kb)


def test_long_lists_of_what_it_rests_on_are_counted(kb):
    names = [f"r{number}" for number in range(NAMED + 5)]
    assert f"r{NAMED - 1} and 5 more" in answer(Found("x", names), kb)


@pytest.mark.parametrize("offset", [-1, 1, 10**9])
def test_there_is_no_part_outside_the_text(kb, offset):
    with pytest.raises(FairuseError, match="there is none at"):
        answer(Found("x"), kb, offset)
