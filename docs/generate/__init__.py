"""The reference part of the documentation, made from the knowledge base, the command line and the models.

The pages are written to `docs/reference/` when the documentation is built, and are not kept: what the program holds is
what they say. Each entry is a block with its id as anchor, and what it names is a link; a link to an entry that is not
there stops the build.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from fairuse.claims.model import load_claims
from fairuse.knowledge import load_kb
from generate import law, program, sources, vocabulary
from generate.page import Site


def write(folder: Path) -> None:
    """Write all pages of the reference into `folder`, which is made anew."""
    kb, claims = load_kb(), load_claims()
    site = Site(kb, claims)
    pages = {**law.pages(site), **vocabulary.pages(site), **sources.pages(site), **program.pages(site)}
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in pages.items():
        path = folder / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for name, text in program.schemas().items():
        path = folder / "schemas" / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
