"""What documentation is made with: dead links and what is loaded from elsewhere are noticed; nothing is left out."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

import fairuse
from fairuse import schemas
from fairuse.cli import _COMMANDS, _GROUPS, _LISTS
from fairuse.knowledge import load_kb

DOCS = Path(fairuse.__file__).parent.parent / "docs"

if not DOCS.is_dir():
    pytest.skip("installed without its documentation", allow_module_level=True)


@pytest.fixture
def generate(monkeypatch):
    """A module of `docs/generate`, by its name."""
    monkeypatch.syspath_prepend(str(DOCS))
    return lambda name: importlib.import_module(f"generate.{name}")


@pytest.fixture
def site(generate, kb_dir):
    return generate("page").Site(load_kb(kb_dir), {})


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ('<a href="b.html#here">b</a><a href="#own">own</a><p id="own">', None),
        ('<a href="https://example.org/">elsewhere, when it is followed</a>', None),
        ('<a href="c.html">c</a>', "leads nowhere"),
        ('<a href="b.html#gone">b</a>', "leads to no place"),
        ('<a href="../secret.html">above</a>', "leads nowhere"),
        ('<script src="https://example.org/x.js"></script>', "loaded from elsewhere"),
        ('<link rel="stylesheet" href="//example.org/x.css">', "loaded from elsewhere"),
        ('<img src="gone.svg">', "leads nowhere"),
    ],
)
def test_a_link_that_leads_nowhere_is_noticed(generate, tmp_path, html, said):
    (tmp_path / "a.html").write_text(html)
    (tmp_path / "b.html").write_text('<h1 id="here">b</h1>')
    found = list(generate("built").problems(tmp_path))
    assert [said in problem for problem in found] == [True] if said else found == []


def test_a_style_that_loads_from_elsewhere_is_noticed(generate, tmp_path):
    (tmp_path / "x.css").write_text("@font-face {src: url(https://example.org/f.woff2)}")
    assert len(list(generate("built").problems(tmp_path))) == 1


def test_every_command_and_schema_has_its_part(generate, site):
    pages = generate("program").pages(site)
    for name in (*_COMMANDS, *_GROUPS, *_LISTS):
        assert f"\n## fairuse {name}\n" in pages["commands"]
    for name in schemas.NAMES:
        assert f"\n## {name}\n" in pages["schemas/index"]
    for name in fairuse.__all__:
        assert f"\n### {name}\n" in pages["python"] or name == "__version__"


def test_every_entry_has_its_place_and_links_name_it(generate, site):
    pages = {
        name: text for module in ("law", "vocabulary", "sources") for name, text in generate(module).pages(site).items()
    }
    kinds = {"rule": "rules", "issue": "issues", "law": "regimes", "fact": "facts", "authority": "authorities"}
    for kind, table in {**kinds, "act": "acts", "doctrine": "doctrines", "place": "places"}.items():
        for name in getattr(site.kb, table):
            assert f'id="{kind}-{name}"' in pages[site.where(kind, name)]
    with pytest.raises(KeyError):
        site.link("index", "rule", "no.such-rule")
