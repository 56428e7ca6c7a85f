"""The pictures of a memo show what its words say, and say it in words to who does not see them."""

from __future__ import annotations

import importlib.util
import io
import zipfile

import pytest

from fairuse.pages.memo import memo
from fairuse.pages.pictures import pictures
from fairuse.report import drawn
from fairuse.report.look import Look
from fairuse.words.memo import COUNSEL
from fairuse.words.outline import Bar, Bars, Node, Outline, Tree
from fairuse.words.phrases import in_words
from tests import installed

NAMES = ("pirated-library-training", "as-of-date-comparison-2026", "de-lyrics-output")
BARS = Bars(
    "Stands",
    ("left", "right"),
    (Bar("A & B", "for (could be x)", -1, 2, 1, "good"), Bar("C", "open", -2, 2, None, "open")),
)
TREE = Tree(
    "Proof",
    Node(
        "Permitted", "good", (Node("one: <b>", "good", (Node("fact: yes", "plain", given=True),)), Node("two", "bad"))
    ),
)
OUTLINE = Outline("t", (BARS, TREE))


@pytest.fixture(scope="module")
def kb():
    return installed.law()


def nodes(node):
    yield node
    for child in node.children:
        yield from nodes(child)


@pytest.mark.parametrize("name", NAMES)
def test_a_bar_is_a_factor_within_its_range(name, kb):
    for use in installed.assessed(name).uses:
        factors = {i.label: i for i in use.issues if i.headline}
        for bars in (b for b in pictures(use, kb, COUNSEL) if isinstance(b, Bars)):
            assert len(bars.items) == len(factors) > 1
            for bar in bars.items:
                issue = factors[bar.label.split(": ", 1)[-1]]
                scale = list(kb.issues[issue.id].scale)
                scores = kb.issues[issue.id].scores
                assert (bar.low, bar.high) == tuple(scores[scale.index(v)] for v in issue.range)
                assert bar.now == issue.score
                assert bar.now is None or bar.low <= bar.now <= bar.high


@pytest.mark.parametrize("name", NAMES)
def test_a_proof_goes_from_the_standing_down_to_facts(name, kb):
    trees = [(u, t) for u in installed.assessed(name).uses for t in pictures(u, kb, COUNSEL) if isinstance(t, Tree)]
    assert trees
    for use, tree in trees:
        known = {kb.facts[f.fact].label.lower() for f in use.facts}
        below = list(nodes(tree.root))[1:]
        assert all(n.label.rpartition(": ")[0].lower() in known for n in below if n.given)
        assert all(not n.given for n in below if n.children)
    assert any(n.given for _, tree in trees for n in nodes(tree.root))


def test_a_picture_is_told_in_words():
    assert [(p.label, p.text) for p in in_words(BARS)] == [("A & B", "for (could be x)."), ("C", "open.")]
    assert [p.text for p in in_words(TREE)] == ["Permitted, as one: <b>; two.", "one: <b>, as fact: yes."]
    for form in ("terminal", "markdown"):
        text = drawn(OUTLINE, form, Look()).decode().replace("\\", "")
        assert all(said in text for said in ("Stands", "for (could be x)", "Permitted, as one: <b>; two."))


def test_html_draws_it_and_tells_it():
    page = drawn(OUTLINE, "html", Look()).decode()
    assert page.count("<svg") == 2
    assert 'aria-label="A &amp; B: for (could be x). C: open."' in page
    assert "<b>" not in page


def test_docx_draws_it_and_tells_it():
    parts = zipfile.ZipFile(io.BytesIO(drawn(OUTLINE, "docx", Look())))
    assert sum(name.endswith(".png") for name in parts.namelist()) == 2
    assert 'descr="A &amp; B: for (could be x). C: open."' in parts.read("word/document.xml").decode()


def test_without_what_draws_it_is_told(monkeypatch):
    own = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "typst" else own(name))
    for form in ("html", "docx"):
        made = drawn(OUTLINE, form, Look())
        text = zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml") if form == "docx" else made
        assert b"for (could be x)" in text
        assert b"<svg" not in made


def test_a_memo_has_the_pictures_of_each_answer(kb):
    blocks = memo(installed.assessed(NAMES[0]), kb).blocks
    assert sum(isinstance(b, Bars) for b in blocks) == 3
    assert sum(isinstance(b, Tree) for b in blocks) == 3
