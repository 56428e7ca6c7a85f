"""The order in which rules fire: issues before the rules that read them, defeaters before the defeated.

An issue is settled only after every rule that decides it has been tried, so a rule that reads an issue (or the
absence of one) sees its final value. A circle would make findings depend on the order of firing and is an error.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable

from fairuse.kb.model import Issue, Rule


class Cycle(Exception):
    """Issues that depend on each other, or rules that defeat each other. `members` are ids in circle order."""

    def __init__(self, members: list[str]) -> None:
        self.members = members
        super().__init__(" -> ".join([*members, members[0]]))


def _sort(graph: dict[str, set[str]]) -> list[str]:
    """Topological order of ``node -> what must come before it``; ties by name."""
    waiting = {node: {b for b in before if b in graph} for node, before in graph.items()}
    after: dict[str, list[str]] = {node: [] for node in graph}
    for node, before in waiting.items():
        for other in before:
            after[other].append(node)
    ready = [node for node, before in waiting.items() if not before]
    heapq.heapify(ready)
    order: list[str] = []
    while ready:
        node = heapq.heappop(ready)
        order.append(node)
        for other in after[node]:
            waiting[other].discard(node)
            if not waiting[other]:
                heapq.heappush(ready, other)
    if len(order) < len(graph):
        raise Cycle(_circle({n: b for n, b in waiting.items() if n not in set(order)}))
    return order


def _circle(graph: dict[str, set[str]]) -> list[str]:
    node = min(graph)
    path: list[str] = []
    while node not in path:
        path.append(node)
        node = min(n for n in graph[node] if n in graph)
    circle = path[path.index(node) :]
    start = circle.index(min(circle))
    return circle[start:] + circle[:start]


def issue_order(issues: Iterable[Issue], rules: Iterable[Rule]) -> list[str]:
    """Order issues so that each comes after those its rules read. Raises `Cycle`."""
    graph: dict[str, set[str]] = {issue.id: set() for issue in issues}
    for rule in rules:
        if rule.issue in graph:
            graph[rule.issue].update(t for t in rule.terms if t in graph)
    return _sort(graph)


def defeat_order(rules: Iterable[Rule]) -> list[tuple[Rule, tuple[str, ...]]]:
    """Order the rules of one issue so that each comes after those that defeat it, which stand beside it.

    Raises `Cycle`.
    """
    by_id = {rule.id: rule for rule in rules}
    named = {name for rule in by_id.values() for name in rule.defeats}
    prevailing = any(rule.prevails for rule in by_id.values())
    graph: dict[str, list[str]] = {  # most rules cannot be beaten, and need not be compared with every other
        name: defeaters(rule, by_id.values()) if prevailing or rule.presumption or name in named else []
        for name, rule in by_id.items()
    }
    return [(by_id[name], tuple(graph[name])) for name in _sort({name: set(b) for name, b in graph.items()})]


def defeaters(rule: Rule, rules: Iterable[Rule]) -> list[str]:
    """Return the ids of the `rules` of the same issue that beat `rule` where both fire.

    A presumption yields to every rule of its issue that is not one, and every rule yields to one that prevails;
    a defeat that names the rule goes before both.
    """
    return [
        other.id
        for other in rules
        if other.id != rule.id
        and other.issue == rule.issue
        and (rule.id in other.defeats or (_yields(rule, other) and other.id not in rule.defeats))
    ]


def _yields(rule: Rule, other: Rule) -> bool:
    return (rule.presumption and not other.presumption) or (other.prevails and not rule.prevails)
