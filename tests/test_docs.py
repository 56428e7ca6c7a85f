"""What the documentation points to is there: every file, name, type and room, in the order it says."""

from __future__ import annotations

import ast
import contextlib
import importlib
import importlib.util
import io
import re
import tomllib
from pathlib import Path

import pytest
from pydantic import BaseModel

import fairuse
from fairuse.precedent.backtest import Scorecard
from fairuse.precedent.likelihood import load_calibration
from tests import installed

ROOT = Path(fairuse.__file__).parent.parent
DOCS = ROOT / "docs"
MADE = {"reference", "build"}  # by `make docs`
PAGES = [
    *sorted(p for p in DOCS.rglob("*.md") if not MADE & set(p.relative_to(DOCS).parts)),
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGES.md", "SECURITY.md")),
]

if not DOCS.is_dir():
    pytest.skip("installed without its documentation", allow_module_level=True)


def spans(text):
    """What stands in backquotes, outside blocks of code."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.S))


def found(name):
    """What a dotted name under `fairuse` means: a module, a name in one, a field or property of a class."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            value = importlib.import_module(".".join(["fairuse", *parts[:length]]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:]:
            fields = getattr(value, "__dataclass_fields__", None) or {}
            if isinstance(value, type) and issubclass(value, BaseModel):
                fields = value.model_fields
            value = fields[part] if part in fields else getattr(value, part)
        return value
    raise ModuleNotFoundError(name)


def names_in(path):
    """The names that a module defines at its top."""
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (t.id for t in targets if isinstance(t, ast.Name))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_file_and_name_in_it_is_there(page):
    missing = []
    for span in spans(page.read_text()):
        path, _, name = span.partition(":")
        if not re.fullmatch(r"(fairuse|rules|cases|seeds|tests|benchmarks|docs)/[\w./-]*", path):
            continue
        if re.search(r"\b(NAME|ID)\b", path):  # one that is to be written
            path = path.rsplit("/", 1)[0]
        if not (ROOT / path).exists() or (name and name not in names_in(ROOT / path)):
            missing.append(span)
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page):
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text())
    inside = [(page.parent / link).resolve() for link in links if "://" not in link]
    assert [p for p in inside if not p.exists() and not (MADE & set(p.relative_to(ROOT).parts))] == []


def test_every_word_of_the_glossary_is_carried_by_what_it_names():
    rows = [line.strip("|").split("|") for line in (DOCS / "glossary.md").read_text().splitlines() if line[:1] == "|"]
    words = [row for row in rows if row[0].strip() not in ("word", "---")]
    assert len(words) > 80
    assert [row[0] for row in words if len(row) != 3 or not spans(row[2])] == []
    for _, _, carriers in words:
        for name in spans(carriers):
            found(name)
    defined = [word.strip() for row in words for word in row[0].split(",")]
    assert sorted(defined) == sorted(set(defined))


def test_every_arrow_of_the_path_is_a_function():
    text = (DOCS / "architecture.md").read_text()
    (diagram,) = re.findall(r"```\n(.*?)```", text, flags=re.S)
    table = text.split("| from | function | to |")[1].split("##")[0]
    arrows = re.findall(r"\b[a-z]+(?:\.[a-z_]+)+\b(?!\.)", diagram.replace("scenario.yaml", "")) + [
        span for line in table.splitlines()[2:] if line for span in spans(line.split("|")[2])
    ]
    assert len(arrows) > 25
    assert [name for name in arrows if not callable(found(name))] == []


def test_the_rooms_stand_in_the_order_of_the_layers():
    layers = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]["layers"]
    table = (DOCS / "architecture.md").read_text().split("| room | what comes in, what leaves |")[1].split("##")[0]
    rooms = [spans(line.split("|")[1]) for line in table.splitlines()[2:] if line]
    assert rooms == [sorted(layer.split(" | ")) for layer in reversed(layers)]


def test_the_example_for_python_runs_on_the_example_of_a_scenario(tmp_path, monkeypatch):
    text = (ROOT / "README.md").read_text()
    (scenario,) = re.findall(r"```yaml\n(.*?)```", text, flags=re.S)
    (code,) = re.findall(r"```python\n(.*?)```", text, flags=re.S)
    (tmp_path / "scenario.yaml").write_text(scenario)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(fairuse, "load_kb", installed.law)
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(code, {})
    assert "A summariser trained on news" in out.getvalue()


def test_every_public_verb_is_named():
    verbs = {name for name in fairuse.__all__ if name.islower() and not name.startswith("_")}
    table = (DOCS / "usage.md").read_text().split("| verb | does |")[1].split("\n\n")[0]
    assert set(spans(table)) == verbs


def made_by(name):
    """A module of `benchmarks/`, which is no package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_of_figures_is_that_of_the_scorecard_and_the_calibration():
    """If this fails, run `make scorecard` (or, if both files are new, `python benchmarks/measured.py`)."""
    card = Scorecard.model_validate_json((ROOT / "benchmarks" / "scorecard.json").read_bytes())
    page = made_by("measured").page(card, load_calibration(ROOT / "cases" / "calibration.json"))
    assert (DOCS / "measured.md").read_text(encoding="utf-8") == page
    reasons = [r.known_miss for r in card.cases if r.set != "set_aside" and not r.correct]
    assert all(reason and reason in page for reason in reasons)
    assert [r.label for r in card.cases if r.set == "set_aside" and r.label in page] == []


def test_the_evaluation_is_that_of_what_was_measured():
    """If this fails, run `make evaluation`."""
    card = Scorecard.model_validate_json((ROOT / "benchmarks" / "scorecard.json").read_bytes())
    calibration = load_calibration(ROOT / "cases" / "calibration.json")
    evaluation = made_by("evaluation")
    page = evaluation.page(card, calibration, evaluation.faults())
    assert (DOCS / "evaluation.md").read_text(encoding="utf-8") == page
    for name, drawn in evaluation.pictures(card, calibration).items():
        assert (DOCS / name).read_text(encoding="utf-8") == drawn
        assert f"({name})" in page


def test_a_method_is_counted_by_what_it_answers():
    evaluation = made_by("evaluation")
    card = Scorecard.model_validate_json((ROOT / "benchmarks" / "scorecard.json").read_bytes())
    found = evaluation.acts(card, "open")
    assert evaluation.counted(lambda r: r.held, found) == (len(found), len(found), len(found))
    assert evaluation.counted(lambda r: None, found) == (0, 0, len(found))
    assert evaluation.by_count({"f1": "favors", "f2": "disfavors", "f3": "neutral"}) is None
    assert evaluation.by_count({"f1": "favors", "f3": "neutral"}) == "allowed"


def test_the_picture_is_that_of_a_run():
    """If this fails, run `make picture`."""
    drawn = made_by("picture").picture(installed.assessed("pirated-library-training"))
    assert (DOCS / "picture.svg").read_text(encoding="utf-8") == drawn


def test_every_place_that_says_the_release_says_the_same():
    """If this fails, make the release with `make release VERSION=X.Y.Z`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    cited = re.search(r"^version: (.*)$", (ROOT / "CITATION.cff").read_text(), re.M)[1]
    assert project == cited == fairuse.__version__
    assert f"## {project}\n" in (ROOT / "CHANGES.md").read_text()
