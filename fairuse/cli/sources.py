"""What commands share that read inventories: which act is meant, what is said of what was read."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fairuse.cli import common
from fairuse.source.errors import FairuseError, did_you_mean

if TYPE_CHECKING:
    from fairuse.inventory.materials import Inventory
    from fairuse.kb.model import KnowledgeBase


def check_act(act: str, kb: KnowledgeBase) -> None:
    """Raise `FairuseError` if there is no such act."""
    if act not in kb.acts:
        reason = f"there is no act '{act}'{did_you_mean(act, kb.acts) or '; the acts are ' + ', '.join(kb.acts)}"
        raise common.option_problem("--act", reason)


def check_where(where: Sequence[str], kb: KnowledgeBase) -> None:
    """Raise `FairuseError` naming every law that there is not."""
    from fairuse.scenario.names import where_problem  # noqa: PLC0415

    wrong = [common.option_problem("--where", reason) for name in where if (reason := where_problem(name, kb))]
    if wrong:
        raise FairuseError([problem for error in wrong for problem in error.problems])


def report(found: Inventory, *, quiet: bool) -> bool:
    """Say what an inventory holds, and what is wrong in it; whether all of it could be read."""
    from fairuse.scenario.model import UNKNOWN  # noqa: PLC0415

    errors = [problem for problem in found.problems if problem.severity == "error"]
    common.say(errors if quiet else found.problems)
    if not quiet:
        facts = [given for material in found.materials for given in material.facts.values()]
        told = sum(given.value != UNKNOWN for given in facts)
        differ = sum(problem.code == "sources-differ" for problem in found.problems)
        sources = f"{len(found.materials):,} source{'' if len(found.materials) == 1 else 's'}"
        words = f"{told:,} facts told, {len(facts) - told:,} to be told (see their notes), {differ:,} said differently"
        print(f"{sources}: {words}; {len(errors):,} unreadable", file=sys.stderr)
    return not errors


def as_tables(
    inputs: Sequence[Path], output: Path, act: str, kb: KnowledgeBase, *, quiet: bool
) -> tuple[list[Path], Inventory | None]:
    """The inputs with a table in place of the inventories among them, and what those say.

    The table stands beside the output, so that a run can go on, and its reader sees what was made of the inventories.
    """
    from fairuse.inventory.reader import is_inventory, read_inventory  # noqa: PLC0415
    from fairuse.inventory.uses import rows_of  # noqa: PLC0415
    from fairuse.scenario.folder import scenario_files  # noqa: PLC0415
    from fairuse.source.files import write_whole  # noqa: PLC0415

    inventories = [path for path in inputs if is_inventory(path)]
    if not inventories:
        return list(inputs), None
    check_act(act, kb)
    if str(output) == "-" or (output.exists() and not output.is_file()):
        reason = "inventories become a table beside the output; name a file, or use 'fairuse import -f jsonl'"
        raise common.option_problem("--output", reason)
    found = read_inventory(inventories, kb)
    table = output.with_name(f"{output.stem}.uses.jsonl")
    data = "".join(rows_of(found, act, ())).encode(errors="backslashreplace")
    if not table.exists() or table.read_bytes() != data:  # one that stays as it is can be gone on with
        write_whole(table, data)
    report(found, quiet=quiet)
    others = [p for p in inputs if p not in inventories or (p.is_dir() and scenario_files([p]))]
    return [*others, table], found
