"""Golden reports: one assessment in every format, and what holds for every report."""

from __future__ import annotations

import json
import re

import pytest
from rich.cells import cell_len

from fairuse.answer.assess import assess_alone as assess
from fairuse.pages.assessment import explain
from fairuse.pages.laws import law_paragraphs
from fairuse.report import render, render_outline
from fairuse.scenario.file import load_scenario, parse_scenario
from fairuse.words.outline import Grid, Outline, Point, Points, SourceList
from tests import golden, installed


@pytest.fixture(scope="module")
def result(kb, scenarios):
    return assess(load_scenario(scenarios / "novel.yaml", kb), kb, as_of="2020-01-01", forum="xx.north")


@pytest.mark.parametrize(
    ("name", "form", "width", "colour"),
    [
        ("terminal-80.txt", "terminal", 80, False),
        ("terminal-120.txt", "terminal", 120, False),
        ("terminal-colour.txt", "terminal", 80, True),
        ("report.md", "markdown", 80, False),
        ("report.json", "json", 80, False),
    ],
)
def test_golden(result, kb, name, form, width, colour):
    golden.check(name, render(result, kb, form, width=width, colour=colour))


def test_a_report_speaks_in_the_words_of_its_law(kb, scenarios):
    law = kb.regimes["xx.law"]
    words = law.words.model_copy(update={"factor": "Matter"})
    changed = kb.model_copy(update={"regimes": {"xx.law": law.model_copy(update={"words": words})}})
    text = render(assess(load_scenario(scenarios / "novel.yaml", changed), changed), changed, "markdown")
    assert "Matter 1: Purpose" in text
    assert "Factor" not in text


@pytest.mark.parametrize("exception", [True, False])
def test_what_not_permitted_means_of_an_exception_is_said_where_one_is_asked(exception):
    law, result = installed.law(), installed.assessed("de-words-after-appeal")
    regimes = {name: r.model_copy(update={"exception": exception}) for name, r in law.regimes.items()}
    said = law_paragraphs(result, law.model_copy(update={"regimes": regimes}))
    assert ("where a law is an exception" in said[0].text) == exception


def test_without_colour_the_words_are_the_same(result, kb):
    plain = render(result, kb, "terminal", width=80)
    coloured = render(result, kb, "terminal", width=80, colour=True)
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert "\x1b" not in plain


@pytest.mark.parametrize("width", [60, 80, 100, 110])
def test_no_line_is_wider_than_the_screen(result, kb, width):
    assert max(map(len, render(result, kb, "terminal", width=width).splitlines())) <= width


def test_every_footnote_is_defined_and_used(result, kb):
    text = render(result, kb, "markdown")
    defined = set(re.findall(r"^\[\^(\d+)\]:", text, re.M))
    used = set(re.findall(r"\[\^(\d+)\](?!:)", text))
    assert defined == used != set()


def test_a_brief_in_markdown_names_its_authorities_itself(result, kb):
    text = render(result, kb, "markdown", depth="brief")
    assert "Authority against" in text
    assert "[^" not in text


def test_every_reference_of_the_outline_has_its_source(result, kb):
    outline = explain(result, kb)
    numbers = {s.number for b in outline.blocks if isinstance(b, SourceList) for s in b.items}

    def refs(value):
        if isinstance(value, Point):
            yield from value.refs
        elif isinstance(value, tuple):
            for item in value:
                yield from refs(item)
        elif hasattr(value, "__dataclass_fields__"):
            for name in value.__dataclass_fields__:
                yield from refs(getattr(value, name))

    assert {r.number for r in refs(outline.blocks)} == numbers


def test_markup_in_a_scenario_stays_text(kb, scenarios):
    scenario = load_scenario(scenarios / "bare.yaml", kb)
    odd = scenario.model_copy(update={"title": "*bold* [link](x) <script> [red]styled[/red] | pipe"})
    made = assess(odd, kb, as_of="2020-01-01")
    assert "*bold* [link](x) <script> [red]styled[/red] | pipe" in render(made, kb, "terminal", width=110)
    markdown = render(made, kb, "markdown")
    assert "<script>" not in markdown.replace("\\<script>", "")
    assert "\\*bold\\*" in markdown


def test_json_is_the_assessment(result, kb):
    assert json.loads(render(result, kb, "json")) == result.model_dump(mode="json", by_alias=True)


def test_the_disclaimer_and_the_date_are_in_every_format(result, kb):
    for form in ("terminal", "markdown", "json"):
        text = " ".join(render(result, kb, form, width=80).split())
        assert "not legal advice" in text
        assert "2020" in text


def test_an_unknown_format_is_named(result, kb):
    with pytest.raises(ValueError, match="no report format 'pdff'"):
        render(result, kb, "pdff")


def test_lists_are_never_empty(result, kb):
    assert all(b.items for b in explain(result, kb).blocks if isinstance(b, Points))


def test_how_the_deciding_facts_are_known_stands_in_the_report(kb):
    given = "use.purpose: {value: further, known: documented, note: the data sheet}, copy.source: bought"
    text = f"title: T\nas_of: 2020-01-01\nworks: {{w: {{}}}}\nacts: [{{act: training, works: w, facts: {{{given}}}}}]\n"
    report = render(assess(parse_scenario(text.encode(), kb, name="s"), kb, forum="xx.north"), kb, "markdown")
    assert "*Documented:* purpose: further (the data sheet)." in report
    assert "*Only asserted:* source of the copy" in report


def test_columns_stay_in_line_whatever_the_script():
    grid = Grid(("Law", "Standing"), ((Point("Korea (공정이용)"), Point("x")), (Point("Japan"), Point("x"))))
    text = render_outline(Outline("t", (grid,)), "terminal", width=60)
    ends = {cell_len(line) for line in text.splitlines() if line.endswith("x")}
    assert len(ends) == 1
