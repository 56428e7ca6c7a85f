"""Each kind of malformed input is a clear problem in its place: no defect, and nothing taken for something else."""

from __future__ import annotations

import csv
import re

import pytest

from tests.batch import malformed

PLACE = re.compile(r"\[[a-z0-9-]+\]")


def outcome(fairuse, folder, name, data):
    """Run a batch over an input; its exit code, and all that is said of what is wrong."""
    path = folder / f"in{name}"
    path.write_bytes(data)
    ran = fairuse("batch", path, "-o", folder / "out.csv", "--act", "output")
    rows = []
    if (folder / "out.csv").exists():
        with (folder / "out.csv").open(newline="") as stream:
            rows = list(csv.DictReader(stream))
    return ran, [row["error"] for row in rows if row["error"]]


@pytest.mark.parametrize("kind", malformed.KINDS)
def test_it_is_said_and_where(kind, fairuse, tmp_path):
    ran, errors = outcome(fairuse, tmp_path, *malformed.made(kind, 0))
    assert ran.code in (1, 2), ran.err
    assert "internal error" not in ran.err
    said = [*errors, *ran.err.splitlines()]
    assert any(PLACE.search(line) and str(tmp_path / "in") in line for line in said), said
