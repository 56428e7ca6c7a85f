"""The same input gives the same bytes, over hash seeds and threads."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fairuse import checks
from fairuse.answer.assess import assess_alone as assess
from fairuse.ask import plan
from fairuse.batch import files, outputs
from fairuse.batch.evaluate import Options
from fairuse.kb.load import read_kb
from fairuse.knowledge import load_kb
from fairuse.report import TEXTS, render
from fairuse.scenario.file import load_scenario
from fairuse.scenario.model import dump_scenario

TESTS = Path(__file__).parent.parent


def everything():
    """All that the product can say about the test scenarios, as one text."""
    kb = load_kb(TESTS / "data/kb")
    parts = [str(problem) for problem in checks.run(read_kb(TESTS / "data/kb"), essential_only=True)]
    for path in sorted((TESTS / "data/scenarios").glob("*.yaml")):
        scenario = load_scenario(path, kb)
        for forum in (None, "xx.south"):
            result = assess(scenario, kb, forum=forum)
            parts += [render(result, kb, form, colour=True) for form in TEXTS]
        parts += [dump_scenario(scenario), str(plan.next_question(scenario, kb, "2020-01-01"))]
        columns = outputs.columns_for(outputs.BESIDE, ranges=False)
        parts.append(
            outputs.encoded(
                files.answered([(path, path.name)], 0, kb, Options("2020-01-01")).rows, "csv", columns
            ).decode()
        )
    return "\n".join(parts)


def test_over_hash_seeds():
    code = "from tests.answer.test_determinism import everything; print(everything())"

    def run(seed):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"}
        command = [sys.executable, "-c", code]
        return subprocess.run(command, env=environment, cwd=TESTS.parent, capture_output=True, check=True).stdout

    outputs = [run(seed) for seed in ("0", "1", "2", "3")]
    assert len(outputs[0]) > 10_000
    assert len(set(outputs)) == 1


def test_over_threads():
    with ThreadPoolExecutor(8) as pool:
        outputs = list(pool.map(lambda _: everything(), range(16)))
    assert set(outputs) == {everything()}


def test_over_the_order_of_files(tmp_path):
    """Rules in other files, in another order, find the same."""
    kb = load_kb(TESTS / "data/kb")
    entries = {"rules": [], "issues": []}
    law = (TESTS / "data/kb/law.yaml").read_text()
    for kind, text in zip(("issues", "rules"), law.split("rules:\n"), strict=True):
        entries[kind] = ["  - id: " + part for part in text.removeprefix("issues:\n").split("  - id: ")[1:]]
    for path in (TESTS / "data/kb").rglob("*.yaml"):
        if path.name != "law.yaml":
            (tmp_path / f"{path.parent.name}-{path.name}").write_text(path.read_text())
    for number, entry in enumerate(reversed(entries["rules"])):
        (tmp_path / f"{number:02d}.yaml").write_text("rules:\n" + entry)
    (tmp_path / "zz.yaml").write_text("issues:\n" + "".join(reversed(entries["issues"])))
    other = load_kb(tmp_path)
    assert list(other.rules) == list(kb.rules)
    for path in sorted((TESTS / "data/scenarios").glob("*.yaml")):
        one, two = (assess(load_scenario(path, k), k) for k in (kb, other))
        assert one.model_copy(update={"kb": None}) == two.model_copy(update={"kb": None})
