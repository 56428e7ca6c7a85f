"""How notes cite authorities: in full, in short, by *id.*, with the place; and what citation programs are given."""

from __future__ import annotations

import json
import re
import subprocess

import pypandoc
import pytest

from fairuse.pages.bibliography import bibliography
from fairuse.report.layout import laid_out
from fairuse.words.citation import address, citation_of, court_of, parts_of
from fairuse.words.outline import Outline, Point, Points, Ref, SourceEntry, SourceList
from fairuse.words.wording import cite_of
from tests import installed


def cite(name, called, citation, *, case=True, day="", cited_as=None):
    return citation_of(name, called, citation, cited_as or f"{name}, {citation}", case=case, day=day, sources=())


def text(spans):
    """A citation as text, with what is in italics between stars."""
    return "".join(f"*{s.text}*" if s.italic else s.text for s in spans)


HARPER = cite("Harper & Row, Publishers, Inc. v. Nation Enterprises", "Harper & Row", "471 U.S. 539 (1985)")
SLIP = cite("Doe v. Roe (motion to dismiss)", "Doe", "No. 1:25-cv-01305 (S.D.N.Y. Nov. 13, 2025)")
UNIONS = cite("ACI Adam v. Stichting de Thuiskopie", "ACI Adam", "CJEU, C-435/12", day="10 April 2014")
JOINED = cite("YouTube and Cyando", "YouTube and Cyando", "CJEU, C-682/18 and C-683/18", day="22 June 2021")
NEUTRAL = cite("Getty Images v. Stability AI", "Getty v. Stability", "[2025] EWHC 2863 (Ch)")
CODE = cite("", "§ 107", "17 U.S.C. § 107", case=False, cited_as="17 U.S.C. § 107")
DIRECTIVE = cite(
    "", "art. 4", "Directive (EU) 2019/790, art. 4", case=False, cited_as="Directive (EU) 2019/790, art. 4"
)
ACT = cite(
    "", "ss. 22, 26", "Copyright Act (Israel), ss. 22, 26", case=False, cited_as="Copyright Act (Israel), ss. 22, 26"
)


@pytest.mark.parametrize(
    ("found", "at", "full", "later", "same"),
    [
        (
            HARPER,
            "471 U.S. at 562-63",
            "*Harper & Row, Publishers, Inc. v. Nation Enterprises*, 471 U.S. 539, 562-63 (1985)",
            "*Harper & Row*, 471 U.S. at 562-63",
            "*Id.* at 562-63",
        ),
        (
            HARPER,
            None,
            "*Harper & Row, Publishers, Inc. v. Nation Enterprises*, 471 U.S. 539 (1985)",
            "*Harper & Row*, 471 U.S. 539",
            "*Id.*",
        ),
        (
            SLIP,
            "Doc. 598 at 17",
            "*Doe v. Roe*, No. 1:25-cv-01305, Doc. 598 at 17 (S.D.N.Y. Nov. 13, 2025)",
            "*Doe*, No. 1:25-cv-01305, Doc. 598 at 17",
            "*Id.*, Doc. 598 at 17",
        ),
        (
            UNIONS,
            None,
            "Case C-435/12 *ACI Adam v Stichting de Thuiskopie* (CJEU, 10 April 2014)",
            "*ACI Adam* (n 7)",
            None,
        ),
        (
            JOINED,
            None,
            "Joined Cases C-682/18 and C-683/18 *YouTube and Cyando* (CJEU, 22 June 2021)",
            "*YouTube and Cyando* (n 7)",
            None,
        ),
        (
            NEUTRAL,
            "[600]",
            "*Getty Images v Stability AI* [2025] EWHC 2863 (Ch), [600]",
            "*Getty v Stability* (n 7), [600]",
            None,
        ),
        (CODE, None, "17 U.S.C. § 107", "17 U.S.C. § 107", "*Id.*"),
        (
            DIRECTIVE,
            "art. 4(3)",
            "Directive (EU) 2019/790, art. 4(3)",
            "Directive (EU) 2019/790, art. 4(3)",
            "*Id.* art. 4(3)",
        ),
        (ACT, "s. 26", "Copyright Act (Israel), s. 26", "Copyright Act (Israel), s. 26", "*Id.* s. 26"),
    ],
)
def test_forms(found, at, full, later, same):
    assert text(found.full(at)) == full
    assert text(found.later(at, 7)) == later
    assert same is None or text(found.same(at)) == same


def notes(*cited):
    """The notes of statements that each cite some authorities, as text."""
    sources = tuple(SourceEntry(n, c.short, c.head, "", c) for n, c in enumerate((HARPER, NEUTRAL, CODE), 1))
    points = tuple(
        Point("x", tuple(Ref(n, "", at, contrary) for n, at, contrary in refs), str(i)) for i, refs in enumerate(cited)
    )
    return list(map(text, laid_out(Outline("t", (Points("", points), SourceList(sources)))).notes))


def test_a_note_is_full_first_then_id_then_short():
    once, pinned = (1, None, False), (1, "471 U.S. at 562", False)
    found = notes([once], [pinned], [once, (3, None, False)], [once])
    assert found == [
        "*Harper & Row, Publishers, Inc. v. Nation Enterprises*, 471 U.S. 539 (1985).",
        "*Id.* at 562.",
        "*Harper & Row*, 471 U.S. 539; 17 U.S.C. § 107.",
        "*Harper & Row*, 471 U.S. 539.",
    ]


def test_neutral_citations_refer_to_the_note_that_has_them_in_full():
    assert notes([(3, None, False)], [(2, None, False)], [(2, "[9]", False)])[1:] == [
        "*Getty Images v Stability AI* [2025] EWHC 2863 (Ch).",
        "*Getty v Stability* (n 2), [9].",
    ]


def test_what_points_the_other_way_is_signalled():
    (found,) = notes([(3, None, False), (1, None, True), (1, None, False)])
    assert found.startswith("17 U.S.C. § 107; *Harper & Row, Publishers")
    assert found.endswith("*Contra* *Harper & Row*, 471 U.S. 539.")


@pytest.mark.parametrize(
    ("citation", "sources", "link"),
    [
        ("471 U.S. 539 (1985)", (), "https://www.courtlistener.com/c/U.S./471/539/"),
        ("744 F. Supp. 3d 956 (N.D. Cal. 2024)", (), "https://www.courtlistener.com/c/F.%20Supp.%203d/744/956/"),
        ("17 U.S.C. § 102(b)", (), "https://www.law.cornell.edu/uscode/text/17/102"),
        ("CJEU, C-435/12", (), "https://curia.europa.eu/juris/liste.jsf?num=C-435/12"),
        ("Directive 2001/29/EC, art. 5", (), "https://eur-lex.europa.eu/eli/dir/2001/29/oj"),
        ("No. 1", ("https://blog.example/x", "https://www.copyright.gov/y"), "https://www.copyright.gov/y"),
        ("No. 1", ("https://blog.example/copyright.gov/",), ""),
    ],
)
def test_an_address_is_public_or_none(citation, sources, link):
    assert address(citation, sources) == link


@pytest.fixture(scope="module")
def kb():
    return installed.law()


def test_every_authority_can_be_cited_in_every_form(kb):
    pins = {(c.authority, c.at) for rule in kb.rules.values() for c in rule.cites}
    for name, at in pins:
        found = cite_of(kb.authorities[name], kb)
        for form in (found.full(at), found.later(at, 7), found.same(at)):
            said = text(form)
            assert not re.search(r"  |,,|\(\)| \.|^[ ,]|[ ,]$", said), said
            assert "|" not in said


def test_every_place_in_an_authority_stands_in_its_full_citation(kb):
    for rule in kb.rules.values():
        for one in rule.cites:
            if one.at:
                place = one.at.rpartition(" at ")[2]
                assert place in text(cite_of(kb.authorities[one.authority], kb).full(one.at))


def test_a_bibliography_is_read_by_a_citation_program(kb):
    result = installed.assessed("pirated-library-training")
    made = bibliography([result, result], kb)
    entries = json.loads(made)
    assert [e["id"] for e in entries] == [a.id for a in result.authorities]
    harper = next(e for e in entries if e["id"].startswith("harper"))
    assert (harper["type"], harper["volume"], harper["container-title"], harper["page"]) == (
        "legal_case",
        "471",
        "U.S.",
        "539",
    )
    command = [pypandoc.get_pandoc_path(), "--from=csljson", "--to=plain", "--citeproc", "--wrap=none"]
    shown = subprocess.run(command, input=made.encode(), capture_output=True, check=True).stdout.decode()
    plain = re.sub(r"\W", "", shown).lower()
    assert [e["title"] for e in entries if re.sub(r"\W", "", e["title"]).lower() not in plain] == []


@pytest.mark.parametrize(
    ("citation", "court"),
    [
        ("471 U.S. 539 (1985)", ""),
        ("60 F.3d 913 (2d Cir. 1994, as amended 1995)", "2d Cir."),
        ("9 F. Cas. 342 (C.C.D. Mass. 1841) (No. 4,901)", "C.C.D. Mass."),
        ("No. 25-2153 (3d Cir. Sept. 29, 2026) (Doc. 214)", "3d Cir."),
        ("No. 1:25-cv-01305 (S.D.N.Y. Nov. 13, 2025)", "S.D.N.Y."),
        ("[2025] EWHC 2863 (Ch)", None),
        ("CJEU, C-435/12", None),
    ],
)
def test_the_court_of_a_case_is_that_of_its_citation(citation, court):
    assert court_of(cite("A v. B", "A", citation)) == court


def test_of_a_case_that_is_in_no_reporter_no_parts_are_made_up():
    assert parts_of(HARPER) == {"volume": "471", "reporter": "U.S.", "page": "539"}
    assert parts_of(SLIP) == parts_of(CODE) == parts_of(NEUTRAL) == {}


def test_a_bibliography_is_written_beside_the_report(fairuse, scenarios, tmp_path):
    ran = fairuse("assess", scenarios / "novel.yaml", "--bib", tmp_path / "a.json", "-q")
    assert (ran.code, ran.out) == (0, "")
    assert json.loads((tmp_path / "a.json").read_text())
