"""How the checks are found and run together."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from fairuse import checks
from fairuse.kb.load import read_kb
from fairuse.knowledge import load_kb
from fairuse.source.errors import FairuseError

BROKEN = """rules:
  - id: xx.amount.extra
    issue: xx.amount
    value: {value}
    when: {{copy.words: {{at_most: 10}}}}
    because: It is so.
    status: settled
    in_force: 2000-01-01
"""


@pytest.fixture
def root(kb_dir, tmp_path):
    shutil.copytree(kb_dir, tmp_path / "kb")
    return tmp_path / "kb"


def codes(problems):
    return [p.code for p in problems]


def test_every_check_is_documented_and_says_whether_it_is_essential():
    found = list(checks.modules())
    names = [m.__name__.rsplit(".", 1)[1] for m in found]
    assert names == sorted(p.stem for p in Path(checks.__file__).parent.glob("*.py") if p.stem != "__init__")
    assert len(names) > 12
    assert all(m.__doc__ and m.check.__doc__ and isinstance(m.ESSENTIAL, bool) for m in found)


def test_a_good_knowledge_base_has_no_problem(kb_dir):
    loaded = read_kb(kb_dir)
    assert loaded.problems == ()
    assert checks.run(loaded) == []


def test_the_other_checks_wait_for_the_essential_ones(root):
    (root / "extra.yaml").write_text(BROKEN.format(value="lots"))
    assert codes(checks.run(read_kb(root))) == ["wrong-value"]
    (root / "extra.yaml").write_text(BROKEN.format(value="little"))
    assert codes(checks.run(read_kb(root))) == ["no-authority", "no-example", "no-example"]
    assert checks.run(read_kb(root), essential_only=True) == []


def test_loading_refuses_what_would_give_wrong_answers_and_only_that(root):
    (root / "extra.yaml").write_text(BROKEN.format(value="little"))
    assert "xx.amount.extra" in load_kb(root).rules
    (root / "extra.yaml").write_text(BROKEN.format(value="lots"))
    with pytest.raises(FairuseError, match="wrong-value"):
        load_kb(root)
