"""A batch killed at random moments: nothing lost, nothing doubled, the same bytes in the end.

Usage: python benchmarks/kill.py [--rows 200000] [--kills 50] [--form jsonl] [--seed 0] [--jobs 1]

A table of random uses is answered once without a break. Then it is answered again and again: each run is killed
(SIGKILL) at a random moment and gone on with by `--resume`, until it is whole and is compared with the first; after as
many kills as were asked for, the last one runs to its end. In one more run no file may grow beyond some size, as on a
full disk: that has to be a clear message, and the next run goes on. Parts are small here, so that there are many.
"""

from __future__ import annotations

import argparse
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import batch as batches
import engines

PART = 8_192
CODE = f"from fairuse.batch import table\nfrom fairuse.cli import main\ntable.CHUNK = {PART}\nmain()\n"


def command(path: Path, out: Path, jobs: int) -> list[str]:
    words = ["batch", str(path), "-o", str(out), "-q", "--columns", "factors,rules", "--as-of", engines.DAY]
    return [sys.executable, "-c", CODE, *words, "-j", str(jobs), "--resume"]


def limited() -> None:
    """No file of this process may have more than 200 kB: writing ends as on a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--rows", type=int, default=200_000)
    words.add_argument("--kills", type=int, default=50)
    words.add_argument("--form", default="jsonl")
    words.add_argument("--seed", type=int, default=0)
    words.add_argument("--jobs", type=int, default=1)
    given = words.parse_args()
    draw = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as folder:
        path = batches.write_table(Path(folder) / "uses.parquet", given.rows, 0.01)
        whole, out = Path(folder) / f"whole.{given.form}", Path(folder) / f"out.{given.form}"
        start = time.perf_counter()
        subprocess.run(command(path, whole, given.jobs), check=True)
        seconds = time.perf_counter() - start
        expected = whole.read_bytes()
        print(f"unbroken: {seconds:.1f} s, {len(expected):,} bytes, parts of {PART:,} rows")
        kills = ends = 0
        while kills < given.kills or not ends:
            last = kills >= given.kills
            run = subprocess.Popen(command(path, out, given.jobs), stderr=subprocess.PIPE)
            try:
                run.wait(None if last else draw.uniform(0, seconds))
            except subprocess.TimeoutExpired:
                run.kill()
                run.wait()
                kills += 1
                assert not out.exists() or out.read_bytes() == expected, "there before it was whole"
                continue
            assert run.returncode == 0, run.stderr.read() if run.stderr else ""
            ends += 1
            assert out.read_bytes() == expected, "other bytes than without a break"
            assert not out.with_name(f"{out.name}.parts").exists(), "something was left behind"
            out.unlink()
        print(f"killed {kills} times, whole {ends} times: the same bytes each time")
        full = subprocess.run(
            command(path, out, given.jobs), capture_output=True, text=True, check=False, preexec_fn=limited
        )
        assert (full.returncode, "cannot be written" in full.stderr) == (2, True), full.stderr
        print(f"a file that may not grow: {full.stderr.strip()}")
        subprocess.run(command(path, out, given.jobs), check=True)
        assert out.read_bytes() == expected
        print("gone on with: the same bytes")


if __name__ == "__main__":
    main()
