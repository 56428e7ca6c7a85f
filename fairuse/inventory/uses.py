"""An inventory as uses: one scenario of one act on all its works, or a row of a table for each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from fairuse.inventory.materials import Inventory, Material
from fairuse.scenario.model import ActEntry, Scenario, Work


def scenario_of(inventory: Inventory, act: str, where: Sequence[str], title: str) -> Scenario:
    """The scenario of an act on all works of an inventory that lists some."""
    works = {
        name: Work(title=_title(material), facts=dict(material.facts)) for name, material in named(inventory.materials)
    }
    return Scenario(
        title=title,
        **({"where": tuple(where)} if where else {}),
        works=works,
        acts=(ActEntry(act=act, works=tuple(works)),),
    )


def rows_of(inventory: Inventory, act: str, where: Sequence[str]) -> Iterator[str]:
    """A line of JSON for each of the works of an inventory, as a batch reads it; notes are left out.

    Of what cannot be read there is a line that says so, and becomes an error.
    """
    for name, material in named((*inventory.materials, *inventory.unreadable)):
        row: dict[str, object] = {"id": name, "act": act, "works": material.name}
        if where:
            row["where"] = ";".join(where)
        row |= {fact: given.value for fact, given in material.facts.items()}
        if material in inventory.unreadable:
            row["unreadable"] = (
                "; ".join(f"{p.location}: {p.message}" for p in material.problems) or f"{material.file} tells nothing"
            )
        yield json.dumps(row, ensure_ascii=False) + "\n"


def named(materials: Sequence[Material]) -> Iterator[tuple[str, Material]]:
    """Each of some materials under a name of its own, as files have names."""
    taken: dict[str, int] = {}
    for material in materials:
        name = re.sub(r"[^A-Za-z0-9_.-]+", "-", material.name).strip("-._")[:80] or "works"
        taken[name] = taken.get(name, 0) + 1
        while taken[name] > 1 and f"{name}-{taken[name]}" in taken:
            taken[name] += 1
        own = name if taken[name] == 1 else f"{name}-{taken[name]}"
        taken.setdefault(own, 1)
        yield own, material


def _title(material: Material) -> str:
    return f"{material.name} ({material.about})" if material.about else material.name
