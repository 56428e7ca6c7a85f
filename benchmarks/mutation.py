"""Faults put into the code of the engine and of answers (``make mutate-code``): how many do the tests notice?

cosmic-ray makes the faults and runs the tests, in a clone of the repository so that nobody's files change. There are
some thousands; a sample of them, drawn the same way each time, is tried. Usage: python benchmarks/mutation.py [HOW_MANY]
"""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
HOW_MANY = 100
GOAL = 0.85


def main() -> int:
    """Make the faults, try a sample, print what survived and the share that was noticed."""
    how_many = int(sys.argv[1]) if len(sys.argv) > 1 else HOW_MANY
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        config = str(ROOT / "benchmarks" / "mutation.toml")
        session = str(clone / "session.sqlite")
        environment = {"PYTHONPATH": str(clone), "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin"}
        ray = str(Path(sys.executable).parent / "cosmic-ray")
        subprocess.run([ray, "init", config, session], cwd=clone, env=environment, check=True)
        left = sample(session, how_many)
        subprocess.run([ray, "exec", config, session], cwd=clone, env=environment, check=True)
        return report(session, left)


def sample(session: str, how_many: int) -> int:
    """Keep `how_many` of the faults in a session, and say how many there were."""
    with sqlite3.connect(session) as base:
        jobs = sorted(
            row[0] for row in base.execute("select job_id from mutation_specs order by module_path, start_pos_row")
        )
        chosen = set(random.Random(1).sample(jobs, min(how_many, len(jobs))))
        for table in ("mutation_specs", "work_items"):
            base.executemany(f"delete from {table} where job_id = ?", [(job,) for job in jobs if job not in chosen])
    return len(jobs)


def report(session: str, made: int) -> int:
    """Print the result; 1 if it stays below the goal."""
    with sqlite3.connect(session) as base:
        rows = base.execute(
            "select m.module_path, m.operator_name, m.start_pos_row, r.test_outcome from mutation_specs m "
            "join work_results r on r.job_id = m.job_id order by m.module_path, m.start_pos_row"
        ).fetchall()
    counts = Counter("survived" if "SURVIVED" in str(outcome) else "noticed" for *_, outcome in rows)
    for path, operator, line, outcome in rows:
        if "SURVIVED" in str(outcome):
            print(f"{path}:{line}: {operator} survived")
    share = counts["noticed"] / max(counts.total(), 1)
    print(f"{counts['noticed']} of {counts.total()} faults noticed ({share:.0%}), a sample of {made}; goal {GOAL:.0%}")
    return 0 if share >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
