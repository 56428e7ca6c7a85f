"""How long one cold `fairuse assess` takes, beside a bare interpreter that imports pydantic.

Usage: python benchmarks/cold_start.py [SCENARIO]

The commands take turns in one run, so that a busy moment of the machine hits all of them; medians are compared. One of
them only imports the libraries that an assessment uses (all but experta): no assessment can be quicker than that.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
SCENARIOS = ROOT / "cases" / "scenarios"
ROUNDS = 9
MOST_SECONDS = 0.8
MOST_RATIO = 6.0


def scenario() -> Path:
    """The scenario to assess: the one named, the example of the README, or the first there is."""
    if len(sys.argv) > 1:
        return Path(sys.argv[1])
    found = [SCENARIOS / "pirated-library-training.yaml", *sorted(SCENARIOS.glob("*.yaml"))]
    usable = [p for p in found if p.is_file() and not p.name.endswith(".expected.yaml")]
    if not usable:
        sys.exit(f"no scenario in {SCENARIOS}; name one: python benchmarks/cold_start.py SCENARIO")
    return usable[0]


def seconds(words: list[str], cache: Path) -> float:
    """The wall time of one run of the interpreter."""
    environment = {**os.environ, "FAIRUSE_CACHE_DIR": str(cache)}
    start = time.perf_counter()
    subprocess.run([sys.executable, *words], check=True, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    path = scenario().resolve()
    bare = ["-c", "import pydantic"]
    libraries = ["-c", "import numpy, pydantic.main, rich.console, typer, yaml"]
    assess = ["-m", "fairuse", "assess", str(path)]
    times: dict[str, list[float]] = {
        "python, import pydantic": [],
        "python, import libraries": [],
        "assess, rules cached": [],
        "assess, empty cache": [],
    }
    with tempfile.TemporaryDirectory() as folder:
        warm = Path(folder, "warm")
        seconds(assess, warm)  # compiles Python's own byte code, too
        for number in range(ROUNDS):
            runs = [(bare, warm), (libraries, warm), (assess, warm), (assess, Path(folder, f"empty-{number}"))]
            for name, (words, cache) in zip(times, runs, strict=True):
                times[name].append(seconds(words, cache))
    medians = {name: statistics.median(values) for name, values in times.items()}
    base = medians["python, import pydantic"]
    print(f"{path.name}, medians of {ROUNDS} rounds, Python {sys.version.split()[0]}")
    print(f"{'':28}{'median':>9}{'fastest':>9}{'ratio':>8}")
    for name, median in medians.items():
        print(f"{name:28}{median:8.3f}s{min(times[name]):8.3f}s{median / base:7.1f}x")
    cold = medians["assess, rules cached"]
    met = cold <= MOST_SECONDS and cold / base <= MOST_RATIO
    print(f"target for a cold assess: {MOST_SECONDS} s and {MOST_RATIO:g}x: {'met' if met else 'MISSED'}")


if __name__ == "__main__":
    main()
