"""How long documents take beyond the assessment that they show, each made in a process of its own that starts cold.

Usage: python benchmarks/documents.py [SCENARIO]

Seconds of processor time are counted, those of pandoc too, for the clock of a busy machine says little; beside them
stands how many times the assessment itself a document takes. What is asked of a report: html in 0.3 s beyond the
assessment, docx and pdf in 3 s.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
SCENARIO = ROOT / "cases" / "scenarios" / "pirated-library-training.yaml"
ROUNDS = 5
MOST = {"html": 0.3, "docx": 3.0, "pdf": 3.0}
KINDS = ("report", "memo")


def spent() -> float:
    """Seconds of processor time that this process took, and those that it started and that have ended."""
    return sum(os.times()[:4])


def timed(path: Path, form: str, kind: str) -> tuple[float, float]:
    """Seconds for the assessment, and for the document, in this process."""
    import fairuse

    kb = fairuse.load_kb()
    scenario = fairuse.load_scenario(path, kb)
    start = spent()
    result = fairuse.assess(scenario, kb)
    assessed = spent()
    fairuse.document(result, kb, form, kind=kind)
    return assessed - start, spent() - assessed


def main() -> None:
    """Print the medians of some rounds; exit with 1 if a report takes longer than is asked."""
    if len(sys.argv) == 4:
        print(*timed(Path(sys.argv[1]), *sys.argv[2:]))
        return
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else SCENARIO
    slow = False
    for kind in KINDS:
        for form, most in MOST.items():
            command = [sys.executable, __file__, str(path), form, kind]
            runs = [subprocess.run(command, capture_output=True, text=True, check=True).stdout for _ in range(ROUNDS)]
            first, then = (statistics.median(float(run.split()[n]) for run in runs) for n in (0, 1))
            print(f"{kind} as {form}: {then:.2f} s, {then / first:.2f} times the assessment ({first:.2f} s)")
            slow = slow or (kind == "report" and then > most)
    sys.exit(slow)


if __name__ == "__main__":
    main()
