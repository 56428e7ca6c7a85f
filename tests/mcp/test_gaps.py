"""What a draft still lacks is said while the source is at hand, and questions go on past what nobody knows."""

from __future__ import annotations

import pytest

from fairuse.mcp import tools
from fairuse.mcp.gaps import gaps
from fairuse.scenario.file import read_scenario
from fairuse.source.errors import FairuseError
from tests import installed


def lacking(text):
    kb = installed.law()
    return gaps(read_scenario(text.encode(), kb, name="draft").scenario, kb)


OLD = "title: T\nworks: {w: {facts: {work.first_published: 1950}}}\nacts:\n- act: distribution\n  works: w\n"


def test_an_act_without_a_place_is_said_to_be_asked_by_default():
    (line,) = [line for line in lacking(OLD) if line.startswith("no place told")]
    assert "place.offered" in line
    assert not any(line.startswith("no place told") for line in lacking(OLD + "  facts: {place.offered: japan}\n"))
    assert not any(line.startswith("no place told") for line in lacking(OLD + "where: [us]\n"))


def test_what_an_answer_cannot_do_without_is_named_until_it_is_told():
    assert any(line.startswith("not told of distribution on w: what the works are used for") for line in lacking(OLD))
    told = OLD + "  facts: {purpose.teaching: true}\n"
    assert not any("what the works are used for" in line for line in lacking(told))


def test_a_list_that_exceptions_wait_for_is_named_until_a_part_of_it_is_told():
    named = "list purpose not told of distribution"
    assert any(line.startswith(named) for line in lacking(OLD))
    for told in ("purpose: [none]", "purpose.news: false"):
        assert not any(line.startswith("list purpose") for line in lacking(OLD + f"  facts: {{{told}}}\n"))


def test_a_year_asks_for_what_else_makes_works_free():
    (line,) = [line for line in lacking(OLD) if line.startswith("a year is told of w")]
    assert {"work.renewed,", "work.origin,"} & set(line.split())
    assert not any("a year is told" in line for line in lacking(OLD.replace("work.first_published: 1950", "")))


def test_acts_that_bear_on_one_told_are_named():
    text = "title: T\nwhere: [us]\nworks: {w: {}}\nacts:\n- {act: training, works: w}\n"
    (line,) = [line for line in lacking(text) if line.startswith("beside these")]
    assert "output" in line
    assert not any("training" in line.partition(":")[2].split(";")[0] for line in lacking(text) if "beside" in line)


def asked(text):
    return [line.partition(": ")[2] for line in text.splitlines() if line.startswith("fact: ")]


def test_a_question_that_nobody_can_answer_is_passed_over(kb):
    draft = "title: T\nas_of: 2020-01-01\nwhere: us\nworks: {w: {}}\nacts: [{act: training, works: w}]\n"
    first = asked(tools.next_question(kb, draft).text)
    second = asked(tools.next_question(kb, draft, first).text)
    assert len(first) == len(second) == 1
    assert first != second
    together = asked(tools.next_question(kb, draft, each=3).text)
    assert together[0] == first[0]
    assert len(together) > 1


def test_a_question_for_several_acts_is_put_in_full_once(kb):
    draft = "title: T\nas_of: 2020-01-01\nwhere: us\nworks: {w: {}}\nacts: [{act: training, works: w}, %s]\n"
    both = tools.next_question(kb, draft % "{id: again, act: training, works: w}", each=3).text.split("\n\n")
    names = [asked(one)[0] for one in both]
    again = [n for n, name in enumerate(names) if name in names[:n]]
    assert again
    for n, one in enumerate(both):
        assert ("question and values as above, of: " in one) == (n in again)
        assert ("takes: " in one) == (n not in again)


def test_wrong_questions_are_refused(kb):
    draft = "title: T\nworks: {w: {}}\nacts: [{act: training, works: w}]\n"
    with pytest.raises(FairuseError, match=r"did you mean 'copy\.source'"):
        tools.next_question(kb, draft, ["training:copy.sourse"])
    with pytest.raises(FairuseError, match="1 to 12 questions"):
        tools.next_question(kb, draft, each=13)
