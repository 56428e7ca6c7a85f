"""What a scenario says stays text in every format, whatever it looks like to the tools behind it."""

from __future__ import annotations

import io
import json
import re
import unicodedata
import warnings

import pypdf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fairuse.report import DOCUMENTS, drawn
from fairuse.report.layout import laid_out
from fairuse.report.look import Look
from fairuse.source.errors import FairuseWarning
from fairuse.words.outline import (
    Grid,
    Heading,
    Outline,
    Paragraph,
    Point,
    Points,
    Proof,
    Trace,
    TraceStep,
    Verdict,
)
from tests.report.documents import Page, carried, pieces, plain, said_by

#: What the formats or the tools behind them read as markup, and signs that no file may hold.
MARKUP = [
    "<script>alert(1)</script>",
    "</script><b>",
    "]]>",
    "<!--",
    "&amp;&#0;",
    '#panic("x")',
    "#include",
    "$x^2$",
    "\\input{x}",
    "*b*",
    "_i_",
    "`c`",
    "@ref",
    "<label>",
    "= h",
    "// c",
    "/* c */",
    "~~s~~",
    "[a](b)",
    "^[note]",
    "{{x}}",
    "%s {0}",
    "w:p/",
    "\u202eevil\u2066",
    "\u05d0\u05d1\u200f",
    "\x00\x07\x1b[31m",
    "\ud800",
    "\ufffe",
]
#: Marks that turn the direction of writing, and breaks of lines that few know.
TURNS = "\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
HOSTILE = st.lists(st.sampled_from(MARKUP) | st.text(max_size=8), min_size=1, max_size=5).map(
    lambda parts: " ".join(("t", *parts))
)


def everywhere(text):
    """An outline that says a text in every place where a report can."""
    point = Point(text, (), text, text, "bad", Proof(text, (text,), 1))
    step = TraceStep(1, text, text, text, (text,))
    blocks = (Heading(text, 1), Paragraph(text), Heading(text, 2), Verdict("x", text, text, (point,), "good"))
    return Outline(text, (*blocks, Points(text, (point,)), Grid((text, "b"), ((point, Point("x")),)), Trace((step,))))


@settings(max_examples=60, deadline=None)
@given(HOSTILE)
def test_html_takes_nothing_for_markup(text):
    harmless = Page(drawn(everywhere("x"), "html", Look(receipt="{}")).decode())
    found = Page(drawn(everywhere(text), "html", Look(receipt=json.dumps([text]))).decode())
    assert [tag for tag, _ in found.elements] == [tag for tag, _ in harmless.elements]
    shown = plain("".join(found.text))
    assert all(plain(item) in shown for item in pieces(laid_out(everywhere(text))))


@settings(max_examples=60, deadline=None)
@example("t \x1f\r\x0b\x85", False)
@given(HOSTILE, st.booleans())
def test_a_terminal_and_markdown_obey_nothing_that_is_said(text, colour):
    """No character that a terminal obeys comes from what is said: those of colours are the program's own."""
    for form in ("terminal", "markdown"):
        shown = drawn(everywhere(text), form, Look(colour=colour)).decode()
        shown = re.sub(r"\x1b\[[0-9;]*m", "", shown) if form == "terminal" and colour else shown
        assert [c for c in shown if (unicodedata.category(c) == "Cc" and c not in "\n\t") or c in TURNS] == []
    assert "[U+001B][31m" in drawn(everywhere("\x1b[31m"), "terminal", Look(colour=colour)).decode()


@settings(max_examples=12, deadline=None)
@given(HOSTILE)
def test_docx_takes_nothing_for_markup(text):
    made = drawn(everywhere(text), "docx", Look(receipt=json.dumps([text])))
    shown = plain(said_by("docx", made))
    assert all(plain(item) in shown for item in pieces(laid_out(everywhere(text))))
    assert json.loads(carried("docx", made)) == [text]


@settings(max_examples=12, deadline=None)
@given(st.lists(st.sampled_from([m for m in MARKUP if m.isascii()]), min_size=1, max_size=5).map(" ".join))
def test_pdf_takes_nothing_for_markup(text):
    made = drawn(everywhere(text), "pdf", Look(receipt=json.dumps([text])))
    shown = plain(said_by("pdf", made))
    assert all(plain(item) in shown for item in pieces(laid_out(everywhere(text))))
    assert json.loads(carried("pdf", made)) == [text]


@settings(max_examples=12, deadline=None)
@given(HOSTILE)
def test_pdf_is_made_of_any_text(text):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FairuseWarning)  # fonts differ from machine to machine
        made = drawn(everywhere(text), "pdf", Look())
    assert len(pypdf.PdfReader(io.BytesIO(made)).pages) >= 1


def test_a_sign_that_no_font_shows_is_warned_of():
    with pytest.warns(FairuseWarning, match="no font here shows signs such as"):
        drawn(everywhere("sign \U0010fffd"), "pdf", Look())


@pytest.mark.parametrize("form", DOCUMENTS)
def test_a_very_long_title_is_no_trouble(form):
    title = "word " * 10_000
    made = drawn(Outline(title, (Heading(title, 1), Paragraph("end"))), form, Look())
    assert "end" in said_by(form, made)


TITLE = "</script><script>alert(1)</script> #panic(1) $x$ *b* \\\\input{x} \\u202Eevil ]]> <!-- &amp; @ref"
HOSTILE_SCENARIO = f"""
title: "{TITLE}"
description: "{TITLE}"
as_of: 2020-01-01
works: {{w: {{title: "{TITLE}"}}}}
acts: [{{act: training, works: w, by: "{TITLE}", title: "{TITLE}",
        facts: {{use.purpose: {{value: further, note: "{TITLE}", quote: "{TITLE}"}}}}}}]
"""


@pytest.mark.parametrize("form", DOCUMENTS)
@pytest.mark.parametrize("kind", ["report", "memo"])
def test_what_a_scenario_says_stays_text(form, kind, fairuse, tmp_path):
    (tmp_path / "s.yaml").write_text(HOSTILE_SCENARIO)
    out = tmp_path / f"r.{form}"
    ran = fairuse("assess", tmp_path / "s.yaml", "--as", kind, "--depth", "full", "-o", out)
    assert (ran.code, ran.err) == (0, "")
    shown = plain(said_by(form, out.read_bytes()))
    assert plain("</script><script>alert(1)</script> #panic(1) $x$ *b* \\input{x} [U+202E]evil ]]> <!-- &amp;") in shown
    assert json.loads(carried(form, out.read_bytes()))["scenario"]["title"].endswith("@ref")
    if form == "html":
        assert len(Page(out.read_text()).all("script")) == 1
