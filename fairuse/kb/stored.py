"""A checked knowledge base as bytes that load quickly: the rules of a regime are made when one is first asked for.

The first line is a checksum of the others: a file that was damaged is not used. Then come, each one line of JSON, all
that is no rule, the ids of all rules with their regimes, and the rules regime by regime.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache

from pydantic import ConfigDict, TypeAdapter, ValidationError

from fairuse.kb.entry import Kept
from fairuse.kb.model import KnowledgeBase, Rule

_RULES = TypeAdapter(tuple[Rule, ...], config=ConfigDict(defer_build=True))


class StoredRules(Mapping[str, Rule]):
    """The rules by id. `regimes` says of each to which regime it belongs, `parts` holds those of a regime as JSON."""

    def __init__(self, regimes: Mapping[str, str], parts: Mapping[str, bytes]) -> None:
        self._regimes, self._parts = regimes, parts
        self._made: dict[str, tuple[Rule, ...]] = {}
        self._rules: dict[str, Rule] = {}  # of all regimes that were made

    def of(self, regime: str) -> tuple[Rule, ...]:
        """The rules of one regime."""
        if regime not in self._made:
            rules = _RULES.validate_json(self._parts[regime]) if regime in self._parts else ()
            self._rules |= {rule.id: rule for rule in rules}
            self._made[regime] = rules
        return self._made[regime]

    def __getitem__(self, name: str) -> Rule:
        if name not in self._rules:
            self.of(self._regimes[name])
        return self._rules[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._regimes)

    def __len__(self) -> int:
        return len(self._regimes)


@lru_cache(maxsize=256)
def rules_of(kb: KnowledgeBase, regime: str) -> tuple[Rule, ...]:
    """The rules that decide issues of `regime`, in the order of the knowledge base."""
    if isinstance(kb.rules, StoredRules):
        return kb.rules.of(regime)
    return tuple(r for r in kb.rules.values() if r.issue in kb.issues and kb.issues[r.issue].regime == regime)


def dump(kb: KnowledgeBase) -> bytes:
    """Return a knowledge base in which every rule decides an issue that exists as bytes for `load`."""
    regimes = {name: kb.issues[rule.issue].regime for name, rule in kb.rules.items()}
    rest = Kept.model_copy(kb, update={"rules": {}}).model_dump_json(exclude_defaults=True, by_alias=True)
    parts = (
        _RULES.dump_json(rules_of(kb, regime), exclude_defaults=True, by_alias=True)
        for regime in dict.fromkeys(regimes.values())
    )
    content = b"\n".join([rest.encode(), json.dumps(regimes).encode(), *parts])
    return b"\n".join([_checksum(content), content])


def load(data: bytes) -> KnowledgeBase | None:
    """Return the knowledge base that `dump` wrote; None if these bytes are not as it wrote them."""
    checksum, _, content = data.partition(b"\n")
    if checksum != _checksum(content):
        return None
    rest, index, *parts = content.split(b"\n")
    try:
        kb = KnowledgeBase.model_validate_json(rest)
    except ValidationError:
        return None
    regimes = json.loads(index)
    rules = StoredRules(regimes, dict(zip(dict.fromkeys(regimes.values()), parts, strict=True)))
    return Kept.model_copy(kb, update={"rules": rules})  # the same law, so the same digest


def _checksum(content: bytes) -> bytes:
    return b"%08x" % zlib.crc32(content)
