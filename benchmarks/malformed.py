"""Malformed inputs of every kind through the command: each has to be a clear problem, with its place.

Usage: python benchmarks/malformed.py [--count 217]

The kinds are those of tests/batch/malformed.py, each drawn anew with every seed. It counts what becomes of them: the
file refused, or an error row in its place. Anything else (a defect, a row of it answered as if nothing were wrong with
any) is listed, and ends with exit code 1.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import io
import os
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

PLACE = re.compile(r"in\.?\S*(:\d+:\d+)?: (error|warning) .*\[[a-z0-9-]+\]")


def outcome(path: Path, out: Path) -> str:
    """What becomes of an input."""
    from fairuse.cli import main as command

    sys.argv = ["fairuse", "batch", str(path), "-o", str(out), "--act", "output"]
    code: object = 0
    with contextlib.redirect_stderr(io.StringIO()) as said:
        try:
            command()
        except SystemExit as end:
            code = end.code
        except BaseException as error:
            return f"DEFECT: {type(error).__name__}: {error}"
    if code not in (1, 2) or "internal error" in said.getvalue():
        return f"DEFECT: exit code {code}: {said.getvalue()[:200]}"
    if code == 2:
        return "refused" if PLACE.search(said.getvalue()) else f"DEFECT: not clear: {said.getvalue()[:200]}"
    with out.open(newline="") as stream:
        errors = [row["error"] for row in csv.DictReader(stream) if row["error"]]
    if any(map(PLACE.search, errors)):
        return "error row"
    return "said to be left out" if PLACE.search(said.getvalue()) else f"DEFECT: not clear: {errors[:1]}"


def main() -> None:
    from tests.batch import malformed

    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--count", type=int, default=7 * len(malformed.KINDS))
    given = words.parse_args()
    os.environ["FAIRUSE_RULES"] = str(ROOT / "tests" / "data" / "kb")
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(given.count):
            seed, place = divmod(number, len(malformed.KINDS))
            kind = list(malformed.KINDS)[place]
            ending, data = malformed.made(kind, seed)
            path = Path(folder) / f"in{ending}"
            path.write_bytes(data)
            found = outcome(path, Path(folder) / "out.csv")
            outcomes[found.partition(":")[0]] += 1
            if found.startswith("DEFECT"):
                print(f"{kind}, seed {seed}: {found}")
            path.unlink()
            (Path(folder) / "out.csv").unlink(missing_ok=True)
    print(f"{given.count} inputs of {len(malformed.KINDS)} kinds:", dict(outcomes))
    sys.exit(1 if outcomes["DEFECT"] else 0)


if __name__ == "__main__":
    main()
