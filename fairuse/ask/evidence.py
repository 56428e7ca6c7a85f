"""A file that shows a fact: known again by its name and what it holds, and not kept."""

from __future__ import annotations

import hashlib
import re
from typing import BinaryIO

from fairuse.scenario.model import Proof

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
#: As long as file names may be.
LONGEST = 255


def proof_of(name: str, content: BinaryIO) -> Proof:
    """A file that shows a fact, by its name and what it holds; nothing else of it is kept."""
    plain = _CONTROL.sub("", name.replace("\\", "/").rpartition("/")[2]).strip()[-LONGEST:]
    digest = hashlib.sha256()
    while piece := content.read(1 << 20):
        digest.update(piece)
    return Proof(name=plain or "file", sha256=digest.hexdigest())
