"""The pre-commit hook and the GitHub Action that ship: what they run is run here."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent.parent

if not (ROOT / "action.yml").exists():
    pytest.skip("installed without its hooks", allow_module_level=True)


@pytest.fixture
def repository(tmp_path, scenarios):
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios/novel.yaml").write_bytes((scenarios / "novel.yaml").read_bytes())
    (tmp_path / "my.uses.csv").write_text("act,use.purpose,copy.words\ntraining,new,120\n")
    return tmp_path


@pytest.fixture
def environment(kb_dir):
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "FAIRUSE_RULES": str(kb_dir), "FAIRUSE_CACHE_DIR": ""}


def ran(command, cwd, env):
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("standing", "code"), [("not_permitted", 0), ("permitted", 1)])
def test_the_hook_passes_what_passes(standing, code, repository, environment):
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    entry = shlex.split(hook["entry"].replace("likely_not_permitted", standing))
    done = ran([*entry, "my.uses.csv", "scenarios/novel.yaml"], repository, environment)
    assert (done.returncode, done.stdout) == (code, "")
    assert ("my.uses.csv:2:2: row 1: training in" in done.stderr) == bool(code)
    assert sorted(os.listdir(repository)) == ["my.uses.csv", "scenarios"]


def test_the_action_runs_its_steps(repository, environment):
    """The first step installs a copy beside, from this checkout and nothing else; the second one writes its files."""
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    install, assess = action["runs"]["steps"]
    alone = {
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",
        "PIP_TARGET": str(repository / "i"),
    }
    shell = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c"]
    done = ran([*shell, install["run"]], repository, {**environment, **alone, "GITHUB_ACTION_PATH": str(ROOT)})
    assert (done.returncode, (repository / "i/fairuse/data/rules").is_dir()) == (0, True), done.stderr
    given = {name: entry.get("default", "") for name, entry in action["inputs"].items()}
    given |= {"paths": "my.uses.csv\nscenarios\n", "junit": "j.xml", "fail-on": "permitted", "as-of": "2026-11-24"}
    env = {key: given[value.removeprefix("${{ inputs.").removesuffix(" }}")] for key, value in assess["env"].items()}
    done = ran([*shell, assess["run"]], repository, {**environment, **env})
    assert done.returncode == 1, done.stderr
    for name in ("fairuse.csv", "fairuse.sarif", "j.xml"):
        assert (repository / name).stat().st_size > 100
    assert set(assess["env"].values()) == {f"${{{{ inputs.{name} }}}}" for name in action["inputs"]}
