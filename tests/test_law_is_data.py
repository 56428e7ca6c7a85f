"""Law lives in `rules/`: no module knows a law, a court, a question or an authority by name.

Docstrings and the texts of `help` may give examples. What else stands in code is looked through for the ids of the
knowledge base that ships, and for words of one country's law.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import fairuse
from tests import installed

PACKAGE = Path(fairuse.__file__).parent
#: Entries whose ids are names made for them: found wherever they stand in a text.
NAMED = ("regimes", "doctrines", "facts", "issues", "rules", "steps", "authorities")
#: Entries whose ids may be plain words: found where a text is nothing but the word.
PLAIN = ("levels", "authority_kinds", "authority_statuses", "places")
WORDS = re.compile(
    r"\b(?:[Ff]air|Circuit|Factor|[Cc]opyright|US|U\.S\.|USD|Supreme Court|German|Hamburg)\b|\b[Ss]tatut|\b[Ll]icen[cs]"
)
NAME_PARTS = re.compile(r"circuit|scotus|fair_use|copyright|hamburg|statute")

#: What may stand there all the same, each with its reason. `factor` in small letters is a word of the grammar.
EXAMPLE = "an example in the help text of a command"
ALLOWED = {
    ("claims/search.py", "in"): "a small word that a search passes over, not a place",
    ("claims/search.py", "us"): "a small word that a search passes over, not a place",
    ("cli/reference.py", "us.transformative.finding-tool"): EXAMPLE,
    ("cli/reference.py", "copy.source"): EXAMPLE,
    ("cli/reference.py", "bartz-v-anthropic"): EXAMPLE,
    ("cli/reference.py", "market-dilution"): EXAMPLE,
    ("cli/reference.py", "us.fair_use"): EXAMPLE,
    ("cli/reference.py", "statut"): "the help text of a command",
    ("cli/reference.py", "licenc"): "a list of the knowledge base, and the name of a command",
    ("cli/__init__.py", "licenc"): "a list of the knowledge base, and the name of a command",
    ("pages/reference.py", "licenc"): "a list of the knowledge base",
    ("batch/draft.py", "licenc"): "a type of facts",
    ("checks/licences.py", "licenc"): "a list of the knowledge base",
    ("checks/directions.py", "licenc"): "a type of facts",
    ("checks/names.py", "licenc"): "a list of the knowledge base",
    ("checks/unused.py", "licenc"): "a type of facts",
    ("checks/values.py", "licenc"): "a type of facts",
    ("inventory/materials.py", "licenc"): "a type of facts",
    ("kb/fact.py", "licenc"): "a type of facts",
    ("scenario/unread.py", "licenc"): "a type of facts",
    ("kb/condition.py", "in"): "an operator of conditions",
    ("engine/clauses.py", "in"): "an operator of conditions",
    ("pages/reference.py", "in"): "an operator of conditions",
    ("kb/model.py", "settled"): "a status of a rule, which is grammar, not of an authority",
    ("checks/status.py", "settled"): "a status of a rule",
    ("answer/posed.py", "settled"): "a status of a rule",
    ("pages/voice.py", "settled"): "a status of a rule",
    ("pages/head.py", "settled"): "a status of a bearing",
}


def ids(kb):
    """The ids to be found anywhere in a text, and those to be found where they are all of it."""
    named = {name for kind in NAMED for name in getattr(kb, kind)}
    named |= {forum for regime in kb.regimes.values() for forum in regime.forums}
    plain = {name for kind in PLAIN for name in getattr(kb, kind)}
    plain |= {place for regime in kb.regimes.values() for place in regime.names}
    distinct = {name for name in named if re.search(r"[.-]", name)}
    return distinct, (plain | named) - distinct


def texts(tree):
    """Every text in code with its line: no docstring, and nothing that is given as `help`."""
    left_out = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            left_out |= {statement.value for statement in node.body[:1] if isinstance(statement, ast.Expr)}
        elif isinstance(node, ast.Call):
            left_out |= {part for k in node.keywords if k.arg == "help" for part in ast.walk(k.value)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in left_out:
            yield node.lineno, node.value


def names(tree):
    """Every name of a variable, a field, an attribute, a parameter or a function with its line."""
    for node in ast.walk(tree):
        for key in ("id", "attr", "arg", "name"):
            if isinstance(name := getattr(node, key, None), str) and not isinstance(node, ast.alias):
                yield getattr(node, "lineno", 0), name


def law_in(code, kb):
    """The law that some code knows by name: line and what it is."""
    distinct, plain = ids(kb)
    tree = ast.parse(code)
    for line, text in texts(tree):
        tokens = set(re.findall(r"[a-z0-9][a-z0-9_.-]*[a-z0-9]", text))
        found = [*sorted(tokens & distinct), *WORDS.findall(text), *([text] if text in plain else [])]
        yield from ((line, name) for name in found)
    yield from ((line, name) for line, name in names(tree) if NAME_PARTS.search(name))


@pytest.fixture(scope="module")
def kb():
    return installed.law()


def test_no_module_knows_law_by_name(kb):
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        module = path.relative_to(PACKAGE).as_posix()
        for line, name in law_in(path.read_text(), kb):
            found.setdefault((module, name), []).append(line)
    assert {f"{m}:{lines[0]}": name for (m, name), lines in found.items() if (m, name) not in ALLOWED} == {}
    assert ALLOWED.keys() - found.keys() == set()  # an allowance that nothing needs any more goes


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('regime: str = "us.fair_use"', ["us.fair_use"]),
        ('PATH = f"{act}/{work}/us.fair_use"', ["us.fair_use"]),
        ('if a.level in ("scotus", "other"): pass', ["scotus"]),
        ('bound = a.circuit == "us.9th"', ["us.9th", "circuit"]),
        ('if kind == "decision": pass', ["decision"]),
        ('text = "the decision of a court"', []),
        ('known["copy.source"] = True', ["copy.source"]),
        ('view = kb.doctrines["market-dilution"]', ["market-dilution"]),
        ('title = f"Factor {n}: {label}"', ["Factor"]),
        ('text = "Nothing given decides this factor."', []),
        ('text = f"{n} were held fair."', ["fair"]),
        ('"""About fair use and us.fair_use."""\ndef f():\n    """The Second Circuit."""', []),
        ('o = Option("--forum", help="Such as us.9th, for fair use.")', []),
        ("import fairuse\nfrom fairuse.kb import model", []),
    ],
)
def test_what_is_found(code, found, kb):
    assert [name for _, name in law_in(code, kb)] == found
