"""What house rules did to answers, as a report holds it."""

from __future__ import annotations

from typing import Literal

from fairuse.answer.likened import Frozen
from fairuse.kb.model import Standing


class HouseEntry(Frozen):
    """A house rule, position or other entry of a house folder that bore on an answer. `by`: whose it is, if told."""

    id: str
    kind: Literal["rule", "position", "set_aside", "assumption"]
    says: str
    because: str
    by: str = ""


class UnderHouse(Frozen):
    """An answer (of a place or a use, by its id) on which house rules bore, and its standing without any."""

    answer: str
    standing: Standing
    without: Standing
    entries: tuple[HouseEntry, ...]


class HouseRules(Frozen):
    """That house rules were used: the digest of the law beneath, and where they bore on an answer."""

    law_sha256: str
    answers: tuple[UnderHouse, ...] = ()
