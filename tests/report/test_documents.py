"""Documents: html, docx and pdf say what the outline says, carry their data, and take nothing for markup."""

from __future__ import annotations

import importlib.util
import io
import itertools
import json
import os
import re
import subprocess
import sys
import zipfile
from importlib.resources import files

import pypdf
import pytest

from fairuse.pages import outline_of
from fairuse.report import DOCUMENTS, document, drawn, render
from fairuse.report.layout import NAMED, laid_out
from fairuse.report.look import Look
from fairuse.report.parts import BETWEEN, ROOM, Bullets, Line, Table, text_of
from fairuse.scenario.file import load_scenario
from fairuse.source.errors import FairuseError
from fairuse.words.citation import Span
from fairuse.words.outline import (
    Heading,
    Outline,
    Point,
    Points,
    Ref,
    SourceEntry,
    SourceList,
)
from tests import installed
from tests.report.documents import DOCX_STYLES, EXAMPLE, VAL, Page, W, carried, pieces, plain, said_by, word


@pytest.fixture(scope="module")
def law():
    return installed.law()


@pytest.fixture(scope="module")
def outline(law):
    return outline_of(installed.assessed(EXAMPLE), law)


@pytest.fixture(scope="module")
def made(law):
    return {form: document(installed.assessed(EXAMPLE), law, form) for form in DOCUMENTS}


@pytest.mark.parametrize("form", DOCUMENTS)
def test_all_that_the_outline_says_stands_in_the_document(form, outline, made):
    shown = plain(said_by(form, made[form]))
    if form == "pdf":
        shown = re.sub(r"TrainingonapiratedlibraryPage\d+of\d+", "", shown)  # the foot of a page may stand in a text
    found = list(pieces(laid_out(outline)))
    assert len(found) > 200
    lost = [text for text in found if sum(plain(some) not in shown for some in fives(text)) > (form == "pdf")]
    assert lost == []  # of a pdf, five words may stand on two pages with the notes of the first between them


def fives(text):
    """A text in pieces of five words."""
    words = text.split()
    return [" ".join(words[n : n + 5]) for n in range(0, len(words), 5)]


@pytest.mark.parametrize("form", DOCUMENTS)
def test_a_document_carries_the_json_of_its_report(form, made):
    kept = installed.assessed(EXAMPLE).model_dump(mode="json", by_alias=True)
    assert json.loads(carried(form, made[form])) == {**kept, "shown": {}}


@pytest.mark.parametrize("form", DOCUMENTS)
def test_the_same_report_is_the_same_bytes(form, kb, scenarios):
    from fairuse.answer.assess import assess_alone  # noqa: PLC0415

    result = assess_alone(load_scenario(scenarios / "novel.yaml", kb), kb, as_of="2020-01-01", forum="xx.north")
    assert document(result, kb, form) == document(result, kb, form)


def test_where_room_is_short_each_column_has_its_longest_word():
    header = ("Act", "All", "not permitted", "likely not permitted", "uncertain", "permitted", "no permission needed")
    label = "Taking software apart or rebuilding its interface"
    row = tuple(Line((Span(text),)) for text in (label, "28", "▼ 1", "0", "● 9", "▲ 13", "▲ 1,017"))
    widths = Table(header, (row,)).widths()
    assert sum(widths) == pytest.approx(1)
    longest = [max(len(w) for w in f"{name} {text_of(cell)}".split()) for name, cell in zip(header, row, strict=True)]
    room = ROOM - BETWEEN * len(header)
    assert all(width * room >= word + 1 for width, word in zip(widths, longest, strict=True))
    assert widths[1] == min(widths)


@pytest.mark.parametrize("many", [NAMED, NAMED + 1])
def test_a_long_list_of_names_has_no_note_where_the_sources_are_listed(many):
    refs = tuple(Ref(n, f"Name {n}") for n in range(1, many + 1))
    entries = tuple(SourceEntry(r.number, r.name, f"{r.name}, cited") for r in refs)
    listed = (Points("", (Point("", refs, "By"),)), Heading("Sources", 2), SourceList(entries))
    document = laid_out(Outline("t", listed))
    assert len(document.notes) == (1 if many == NAMED else 0)
    (points,), (table,) = ([p for p in document.parts if isinstance(p, kind)] for kind in (Bullets, Table))
    assert all(ref.name in text_of(points.items[0]) for ref in refs)
    assert {text_of(row[-1]) for row in table.rows} == {"1" if many == NAMED else document.words.not_cited}
    assert len(laid_out(Outline("t", listed[:1])).notes) == 1  # nowhere else could they be looked up


def test_html_is_one_file_that_runs_and_fetches_nothing(made):
    page = Page(made["html"].decode())
    assert [a["type"] for a in page.all("script")] == ["application/json"]
    assert not page.all("link", "img", "iframe", "object", "embed", "form", "input")
    assert not [a for _, a in page.elements if any(name.startswith("on") or name in ("src", "style") for name in a)]
    style = files("fairuse.report").joinpath("styles/report.css").read_text()
    assert not re.search(r"url\(|@import", style)
    (policy,) = (a["content"] for a in page.all("meta") if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none';")


def test_html_has_what_readers_by_ear_need(made):
    page = Page(made["html"].decode())
    assert page.all("html")[0]["lang"] == "en"
    assert len(page.all("h1")) == len(page.all("main")) == 1
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h\d", tag)]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert {a.get("scope") for a in page.all("th")} == {"col", "row"}
    ids = [a["id"] for _, a in page.elements if "id" in a]
    assert len(ids) == len(set(ids))
    links = [a["href"] for a in page.all("a")]
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)
    assert {link.partition("://")[0] for link in links if not link.startswith("#")} <= {"https", "http"}
    assert page.all("details")


def test_every_note_of_html_is_reached_from_the_text_and_leads_back(made):
    page = Page(made["html"].decode())
    to = [a["href"] for a in page.all("a") if a.get("role") == "doc-noteref"]
    back = [a["href"] for a in page.all("a") if a.get("role") == "doc-backlink"]
    assert to == [f"#note-{n + 1}" for n in range(len(to))]
    assert back == [f"#mark-{n + 1}" for n in range(len(to))] != []


def test_docx_has_native_notes_headings_and_contents(outline, made):
    body, notes = word(made["docx"], "word/document.xml"), word(made["docx"], "word/footnotes.xml")
    count = len(laid_out(outline).notes)
    assert len(list(body.iter(f"{W}footnoteReference"))) == count > 20
    real = [n for n in notes.iter(f"{W}footnote") if n.get(f"{W}type") is None]
    assert len(real) == count
    styles = {s.get(f"{W}val") for s in body.iter(f"{W}pStyle")}
    assert {"Title", "Heading1", "TOC1", "Answer", "Cell"} <= styles
    assert "TOC " in "".join(t.text for t in body.iter(f"{W}instrText"))
    anchors = {h.get(f"{W}anchor") for h in body.iter(f"{W}hyperlink")} - {None}
    assert anchors <= {b.get(f"{W}name") for b in body.iter(f"{W}bookmarkStart")}


def test_no_row_and_no_step_of_docx_goes_over_a_page(law):
    body = word(document(installed.assessed(EXAMPLE), law, "docx", kind="memo"), "word/document.xml")
    rows = list(body.iter(f"{W}tr"))
    assert len(rows) > 50
    assert [row for row in rows if row.find(f"{W}trPr/{W}cantSplit") is None] == []
    steps = [p for p in body.iter(f"{W}p") if (s := p.find(f"{W}pPr/{W}pStyle")) is not None and s.get(VAL) == "Step"]
    assert len(steps) > 50
    assert all("Rule: " in "".join(t.text for t in step.iter(f"{W}t")) for step in steps)
    assert b'styleId="Step"' in files("fairuse.report").joinpath(f"styles/{DOCX_STYLES}").read_bytes()


def test_docx_takes_the_styles_of_a_template(kb, tmp_path):
    firm = tmp_path / "firm.docx"
    own = zipfile.ZipFile(io.BytesIO(drawn(Outline("t", (Heading("t", 1),)), "docx", Look())))
    with zipfile.ZipFile(firm, "w") as changed:
        for name in own.namelist():
            changed.writestr(name, own.read(name).replace(b"Palatino Linotype", b"Firm Sans"))
    made = drawn(Outline("t", (Heading("t", 1),)), "docx", Look(template=firm))
    styles = zipfile.ZipFile(io.BytesIO(made)).read("word/styles.xml")
    assert b"Firm Sans" in styles
    assert b"Palatino" not in styles


def test_a_template_that_is_no_document_is_said(tmp_path):
    (tmp_path / "firm.docx").write_text("not a zip")
    with pytest.raises(FairuseError, match=r"firm\.docx: error pandoc could not make the document"):
        drawn(Outline("t", ()), "docx", Look(template=tmp_path / "firm.docx"))


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_a_missing_extra_is_named(form, monkeypatch, fairuse, scenarios):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    ran = fairuse("assess", scenarios / "novel.yaml", "--format", form)
    assert (ran.code, ran.out) == (2, "")
    assert "pip install 'fairuse[documents]'" in ran.err


def test_text_is_no_place_for_a_file(kb):
    with pytest.raises(ValueError, match="'pdf' is no text"):
        render(installed.assessed(EXAMPLE), kb, "pdf")


def test_a_pdf_says_that_it_is_accessible_and_fit_for_an_archive(made):
    reader = pypdf.PdfReader(io.BytesIO(made["pdf"]))
    metadata = reader.xmp_metadata.stream.get_data().decode()
    assert "<pdfuaid:part>1<" in metadata
    assert "<pdfaid:part>3<" in metadata
    assert "<pdfaid:conformance>A<" in metadata
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize("form", DOCUMENTS)
def test_every_kind_of_result_has_its_document(form, fairuse, scenarios, tmp_path):
    novel, early, late = scenarios / "novel.yaml", tmp_path / "a.json", tmp_path / f"b.{form}"
    fairuse("assess", novel, "--as-of", "2020-01-01", "-o", early)
    fairuse("assess", novel, "--as-of", "2021-01-01", "-o", late)
    (tmp_path / "watched").mkdir()
    (tmp_path / "watched/novel.yaml").write_bytes(novel.read_bytes())
    for n, words in enumerate(
        [
            ("compare", early, late),
            ("whatif", novel),
            ("whatif", novel, "--set", "copy.source=bought"),
            ("whynot", novel, "standing=permitted"),
            ("watch", tmp_path / "watched"),
            ("assess", novel, "--as-of", "2020-01-01", "--against", "2021-01-01"),
        ]
    ):
        out = tmp_path / f"{n}.{form}"
        ran = fairuse(*words, "-o", out)
        assert ran.code in (0, 1), ran.err
        outline_title = said_by(form, out.read_bytes())
        assert "format_version" in carried(form, out.read_bytes())
        assert len(outline_title) > 50


def test_several_reports_are_no_document(fairuse, scenarios, tmp_path):
    ran = fairuse("assess", scenarios / "novel.yaml", scenarios / "bare.yaml", "-o", tmp_path / "r.pdf")
    assert ran.code == 2
    assert "a pdf holds one report" in ran.err
    assert not (tmp_path / "r.pdf").exists()


@pytest.mark.parametrize(
    ("name", "start"), [("r.html", b"<!doctype"), ("r.pdf", b"%PDF"), ("r.md", b"# "), ("r.json", b"{")]
)
def test_the_ending_of_the_file_chooses_the_format(name, start, fairuse, scenarios, tmp_path):
    assert fairuse("assess", scenarios / "novel.yaml", "-o", tmp_path / name).code == 0
    assert (tmp_path / name).read_bytes().startswith(start)


def test_a_template_is_for_docx_alone(fairuse, scenarios, tmp_path):
    ran = fairuse("assess", scenarios / "novel.yaml", "-o", tmp_path / "r.pdf", "--template", tmp_path / "firm.docx")
    assert ran.code == 2
    assert "--template: error only a docx takes its styles from a file" in ran.err
    ran = fairuse("assess", scenarios / "novel.yaml", "-o", tmp_path / "r.docx", "--template", tmp_path / "firm.docx")
    assert "there is no file" in ran.err


SEEDED = """
import hashlib, sys
import fairuse
kb = fairuse.load_kb(sys.argv[1])
result = fairuse.assess(fairuse.load_scenario(sys.argv[2], kb), kb, as_of="2020-01-01", forum="xx.north")
for form in ("html", "docx", "pdf"):
    print(hashlib.sha256(fairuse.document(result, kb, form, kind="memo")).hexdigest())
"""


def test_whatever_the_hash_seed_the_bytes_are_the_same(kb_dir, scenarios):
    command = [sys.executable, "-c", SEEDED, str(kb_dir), str(scenarios / "novel.yaml")]
    runs = {
        subprocess.run(command, capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed}).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1
    assert len(runs.pop().split()) == 3
