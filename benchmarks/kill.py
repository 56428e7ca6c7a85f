"""A batch killed at random moments: nothing lost, nothing doubled, the same bytes in the end.

Usage: python benchmarks/kill.py [--rows 200000] [--kills 50] [--form jsonl] [--seed 0] [--jobs 1] [--small FOLDER]

A table of random uses is answered once without a break. Then it is answered again and again: each run is killed
(SIGKILL) at a random moment and gone on with by `--resume`, until it is whole and is compared with the first; after as
many kills as were asked for, the last one runs to its end. Every other moment is drawn from the time that the unbroken
run took, the others from what it did to files, the renaming into place among them: those do not depend on how quick the
machine is. Then the run is killed right before and right after that renaming; and no file may grow beyond a size, as on
a full disk, once less than a part and once less than the table: each has to be a clear message, and the next run goes
on. `--small`: a folder on a disk too small for the table, on which the same is tried. Parts are small here, so that
there are many.
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
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import batch as batches
import engines

PART = 8_192
#: A run that tells how often it does something to the files of a batch, or is killed before the time asked for.
CODE = f"""
import os, signal, sys
from fairuse.batch import table
from fairuse.cli import main

table.CHUNK = {PART}
done, last = 0, sys.argv.pop()

def seen(event, args):
    global done
    opened = event == "open" and ".parts" in str(args[0]) and set(str(args[1])) & set("wxa+")
    if not opened and event not in ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree"):
        return
    done += 1
    whole = event == "os.rename" and str(args[0]).endswith("whole")
    ended = event == "os.remove" and str(args[0]).endswith("plan.json")
    if last == str(done) or (last, True) in (("renaming", whole), ("renamed", ended)):
        os.kill(os.getpid(), signal.SIGKILL)

if __name__ == "__main__":
    sys.addaudithook(seen)
    try:
        main()
    finally:
        if last == "never":
            print(done)
"""


@dataclass(frozen=True)
class Batch:
    """The command for a table, and where it writes."""

    path: Path
    out: Path
    jobs: int

    def words(self, killed: str) -> list[str]:
        """`killed`: before what it is killed; the number of what it does to files, or a name."""
        words = ["batch", str(self.path), "-o", str(self.out), "-q", "--columns", "factors,rules"]
        own = ["--as-of", engines.DAY, "-j", str(self.jobs), "--resume"]
        return [sys.executable, "-c", CODE, *words, *own, killed]

    def whole(self) -> int:
        """Run it to its end; how much it did to files."""
        ran = subprocess.run(self.words("never"), capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
        return int(ran.stdout)

    def broken(self, draw: random.Random, seconds: float, acts: int) -> bool:
        """Run it to a random moment within `seconds`, or if they are 0 within all it does; whether it was killed."""
        run = subprocess.Popen(self.words("" if seconds else str(draw.randint(1, acts))), stderr=subprocess.PIPE)
        try:
            run.wait(draw.uniform(0, seconds) if seconds else None)
        except subprocess.TimeoutExpired:
            run.kill()
        _, said = run.communicate()
        assert run.returncode in (0, -signal.SIGKILL), said.decode()
        return run.returncode != 0

    def refused(self, size: int | None) -> str:
        """What it says where no file may have more than `size` bytes (if any is told), as on a full disk."""

        def limited() -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size or 0, resource.RLIM_INFINITY))

        limit = limited if size else None
        ran = subprocess.run(self.words(""), capture_output=True, text=True, check=False, preexec_fn=limit)
        assert (ran.returncode, "cannot be written" in ran.stderr) == (2, True), (ran.returncode, ran.stderr)
        assert not self.out.exists(), "there before it was whole"
        return ran.stderr.strip()


def killed_at_random(batch: Batch, expected: bytes, kills: int, draw: random.Random, seconds: float, acts: int) -> None:
    """Kill runs as often as asked, and compare each that comes to its end."""
    killed = ends = 0
    last = False
    while not last:
        last = killed == kills
        if last:
            batch.whole()
        elif batch.broken(draw, seconds if killed % 2 else 0, acts):
            killed += 1
            assert not batch.out.exists() or batch.out.read_bytes() == expected, "there before it was whole"
            if not killed % 10:
                print(f"killed {killed} times, whole {ends} times", flush=True)
            continue
        ends += 1
        assert batch.out.read_bytes() == expected, "other bytes than without a break"
        assert not batch.out.with_name(f"{batch.out.name}.parts").exists(), "something was left behind"
        batch.out.unlink()
    print(f"killed {killed} times, whole {ends} times: the same bytes each time", flush=True)


def killed_when_renamed(batch: Batch, expected: bytes) -> None:
    """Kill a run right before and right after its table gets its name."""
    for moment, there in (("renaming", False), ("renamed", True)):
        run = subprocess.run(batch.words(moment), capture_output=True, check=False)
        assert run.returncode == -signal.SIGKILL, run.stderr
        assert batch.out.exists() == there, (moment, sorted(batch.out.parent.rglob("*")))
        assert not there or batch.out.read_bytes() == expected
        batch.whole()
        assert batch.out.read_bytes() == expected
        batch.out.unlink()
    print("killed right before and right after it was renamed into place: the same bytes", flush=True)


def on_full_disk(batch: Batch, expected: bytes, sizes: tuple[int | None, ...]) -> None:
    """Let a run come to the end of the disk, then go on with room enough."""
    for size in sizes:
        print(f"no more than {size:,} bytes a file:" if size else "a small disk:", batch.refused(size))
    if None not in sizes:
        batch.whole()
        assert batch.out.read_bytes() == expected
        batch.out.unlink()
        print("gone on with: the same bytes", flush=True)


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--rows", type=int, default=200_000)
    words.add_argument("--kills", type=int, default=50)
    words.add_argument("--form", default="jsonl")
    words.add_argument("--seed", type=int, default=0)
    words.add_argument("--jobs", type=int, default=1)
    words.add_argument("--small", type=Path, help="a folder on a disk too small for the table")
    given = words.parse_args()
    draw = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as folder:
        path = batches.write_table(Path(folder) / "uses.parquet", given.rows, 0.01)
        batch = Batch(path, Path(folder) / f"out.{given.form}", given.jobs)
        start = time.perf_counter()
        acts = batch.whole()
        seconds = time.perf_counter() - start
        expected = batch.out.read_bytes()
        batch.out.unlink()
        print(f"unbroken: {seconds:.1f} s, {len(expected):,} bytes, parts of {PART:,} rows, {acts} acts on files")
        killed_at_random(batch, expected, given.kills, draw, seconds, acts)
        killed_when_renamed(batch, expected)
        on_full_disk(batch, expected, (50_000, len(expected) * 3 // 4))
        if given.small:
            on_full_disk(Batch(path, given.small / batch.out.name, given.jobs), expected, (None,))
            for kept in (given.small / f"{batch.out.name}.parts").iterdir():
                kept.unlink()
            (given.small / f"{batch.out.name}.parts").rmdir()


if __name__ == "__main__":
    main()
