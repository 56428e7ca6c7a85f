"""Whether all shipped scenarios give the same bytes over 20 hash seeds, 8 threads and 2 processes.

Usage: python benchmarks/determinism.py

Every scenario is assessed and rendered in every format, with the nearest decided cases. Exit code 1 if any differ.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parent.parent
SEEDS, THREADS, PROCESSES = 20, 8, 2


def reports() -> str:
    """A digest of every report of every shipped scenario."""
    from fairuse.answer.assess import assess_alone as assess
    from fairuse.knowledge import data_dir, load_kb
    from fairuse.precedent.analogies import load_precedents, with_analogies
    from fairuse.report import FORMATS, render
    from fairuse.scenario.file import load_scenario

    kb = load_kb()
    precedents = load_precedents(data_dir("cases") / "decided", kb)
    digest = hashlib.sha256()
    for path in sorted((data_dir("cases") / "scenarios").glob("*.yaml")):
        if path.name.endswith(".expected.yaml"):
            continue
        result = with_analogies(assess(load_scenario(path, kb), kb, as_of="2026-11-24"), precedents, kb)
        for form in FORMATS:
            digest.update(render(result, kb, form, colour=True).encode())
    return digest.hexdigest()


def with_seed(seed: int) -> str:
    """The digest of a fresh interpreter with this hash seed."""
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    command = [sys.executable, __file__, "--digest"]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, check=True, text=True).stdout.strip()


def of_number(_: int) -> str:
    return reports()


def same(what: str, outputs: list[str], expected: str) -> bool:
    equal = set(outputs) == {expected}
    print(f"{len(outputs)} {what}: {'the same bytes' if equal else f'{len(set(outputs))} DIFFERENT results'}")
    return equal


def main() -> None:
    expected = reports()
    with ThreadPoolExecutor(THREADS) as pool:
        threads = list(pool.map(of_number, range(THREADS)))
    with ProcessPoolExecutor(PROCESSES) as processes:
        apart = list(processes.map(of_number, range(PROCESSES)))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        seeds = list(pool.map(with_seed, range(SEEDS)))
    found = [
        same("hash seeds", seeds, expected),
        same("threads", threads, expected),
        same("processes", apart, expected),
    ]
    sys.exit(not all(found))


if __name__ == "__main__":
    if sys.argv[1:] == ["--digest"]:
        print(reports())
    else:
        main()
