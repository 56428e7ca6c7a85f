"""A run that is broken off anywhere goes on to the same bytes; nothing is there before all of it is."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys

import pytest

from fairuse.batch import outputs, parts, run, table
from fairuse.batch.evaluate import Options
from fairuse.source.errors import FairuseError
from fairuse.source.files import write_whole
from tests.batch.rows import random_rows, write


class Stopped(BaseException):
    """As a kill: nothing catches it."""


@pytest.fixture
def whole(kb, kb_dir, tmp_path, monkeypatch, scenarios):
    """Two tables around a folder of scenarios, eight parts in all, and the bytes of an unbroken run."""
    monkeypatch.setattr(table, "CHUNK", 5)
    monkeypatch.setattr(run, "FILES", 1)
    inputs = [write(tmp_path / "a.jsonl", random_rows(kb, 14, seed=1)), tmp_path / "sub"]
    inputs += [write(tmp_path / "b.parquet", [{"act": "output", "copy.words": -n} for n in range(7)])]
    inputs[1].mkdir()
    for name in ("x", "y", "z"):
        shutil.copy(scenarios / "novel.yaml", inputs[1] / f"{name}.yaml")

    def plan(form):
        return run.Plan(tuple(inputs), form, outputs.COLUMNS, Options("2026-11-24"), rules=kb_dir)

    def go(form, *, resume=False, name="out"):
        path = tmp_path / f"{name}.{form}"
        run.run(plan(form), path, kb, jobs=1, resume=resume, step=lambda *_: None)
        assert not parts.Parts(path).folder.exists()
        return path.read_bytes()

    go.plan = plan
    return go


@pytest.mark.parametrize("form", outputs.FORMATS)
def test_wherever_it_was_broken_off_it_goes_on_to_the_same_bytes(form, whole, tmp_path, monkeypatch):
    expected = whole(form, name="unbroken")
    stops = 0
    for stop in range(40):
        writes = iter(range(100))

        def stopping(path, data, writes=writes, stop=stop):
            if next(writes) == stop:
                raise Stopped
            write_whole(path, data)

        with monkeypatch.context() as patched:
            patched.setattr(parts, "write_whole", stopping)
            try:
                whole(form)
                break
            except Stopped:
                stops += 1
        assert not (tmp_path / f"out.{form}").exists()
        assert whole(form, resume=True) == expected
        (tmp_path / f"out.{form}").unlink()
    assert stops == 17  # the plan, and twice for each of eight parts


def test_two_processes_write_what_one_does(whole, kb, tmp_path):
    expected = whole("jsonl")
    run.run(whole.plan("jsonl"), tmp_path / "two.jsonl", kb, jobs=2, resume=False, step=lambda *_: None)
    assert (tmp_path / "two.jsonl").read_bytes() == expected


def test_it_does_not_go_on_with_another_plan(whole, kb, tmp_path, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(parts.Parts, "told", lambda *_: (_ for _ in ()).throw(Stopped))
        with pytest.raises(Stopped):
            whole("csv")
    with (tmp_path / "a.jsonl").open("a") as stream:
        stream.write("{}\n")
    with pytest.raises(FairuseError, match="cannot go on: inputs changed since it was begun; run again without"):
        whole("csv", resume=True)
    assert b"'act' is missing" in whole("csv")


def test_a_full_disk_keeps_what_is_answered(whole, tmp_path, monkeypatch):
    expected = whole("csv", name="unbroken")

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(outputs, "assembled", full)
        with pytest.raises(FairuseError, match="No space left on device; all answers are kept, go on with --resume"):
            whole("csv")
    assert not (tmp_path / "out.csv").exists()
    assert whole("csv", resume=True) == expected


def test_killed_and_gone_on_by_command(kb, kb_dir, fairuse, tmp_path):
    """A process of its own is killed (SIGKILL) once it has kept three parts."""
    path = write(tmp_path / "t.csv", random_rows(kb, 23, seed=2))
    code = (
        "import os, signal, sys\n"
        "from fairuse.batch import parts, table\n"
        "from fairuse.cli import main\n"
        "table.CHUNK = 5\n"
        "write = parts.write_whole\n"
        "def killing(path, data):\n"
        "    write(path, data)\n"
        "    if path.name == '00000002.part': os.kill(os.getpid(), signal.SIGKILL)\n"
        "if __name__ == '__main__':\n"
        "    parts.write_whole = killing\n"
        "    main()\n"
    )
    words = ["batch", str(path), "-o", str(tmp_path / "out.csv"), "--rules", str(kb_dir), "-j", "1"]
    ran = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False)
    assert ran.returncode == -signal.SIGKILL, ran.stderr
    assert sorted(os.listdir(tmp_path)) == ["out.csv.parts", "t.csv"]
    table_chunk = table.CHUNK
    table.CHUNK = 5
    try:
        ran = fairuse("batch", path, "-o", tmp_path / "out.csv", "--resume", "-j", "1")
        assert (ran.code, ran.err.endswith(" 0 errors\n")) == (0, True), ran.err
        fairuse("batch", path, "-o", tmp_path / "again.csv", "-j", "1")
    finally:
        table.CHUNK = table_chunk
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "again.csv").read_bytes()
