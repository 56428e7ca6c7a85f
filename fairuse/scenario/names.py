"""Names and values of a scenario checked against the vocabulary and the laws, each with the nearest right spelling."""

from __future__ import annotations

import datetime
import re
from typing import Any

from fairuse.kb.fact import NOTHING, FactDef
from fairuse.kb.model import KnowledgeBase
from fairuse.scenario.model import UNKNOWN, as_names, written
from fairuse.source.errors import did_you_mean
from fairuse.source.validation import shown
from fairuse.source.yamlsource import Source, YamlPath


def check_names(source: Source, kb: KnowledgeBase) -> None:
    """Check every name and value of a raw scenario against `kb`, so that one bad part does not hide another."""
    raw = source.value
    if isinstance(raw.get("as_of"), str | int | float):
        check_day(str(raw["as_of"]), source, ("as_of",))
    _check_forum_and_where(raw, source, kb)
    check_facts(raw.get("facts"), source, kb, ("facts",))
    _check_held(raw.get("held"), source, kb, ("held",))
    works = raw.get("works")
    work_names = list(works) if isinstance(works, dict) else []
    for name in work_names:
        if isinstance(works[name], dict):
            check_facts(works[name].get("facts"), source, kb, ("works", name, "facts"))
            same = works[name].get("same_as")
            if isinstance(same, str) and (same not in work_names or same == name):
                hint = did_you_mean(same, work_names) or f"; this scenario has {', '.join(work_names)}"
                reason = "works cannot be named the same as themselves" if same == name else f"no works '{same}'{hint}"
                source.problem(("works", name, "same_as"), "unknown-work", reason)
    acts = raw.get("acts")
    for number, entry in enumerate(acts if isinstance(acts, list) else []):
        if not isinstance(entry, dict):
            continue
        kind = entry.get("act")
        if isinstance(kind, str) and kind not in kb.acts:
            hint = did_you_mean(kind, kb.acts) or f"; the acts are {', '.join(kb.acts)}"
            source.problem(("acts", number, "act"), "unknown-act", f"there is no act '{kind}'{hint}")
        check_facts(entry.get("facts"), source, kb, ("acts", number, "facts"))
        _check_held(entry.get("held"), source, kb, ("acts", number, "held"))
        _check_where(entry, source, kb, ("acts", number))
        named = as_names(entry.get("works"))
        for place, work in enumerate(named if isinstance(named, list) else []):
            if isinstance(work, str) and work not in work_names:
                at: YamlPath = ("acts", number, "works", place)
                hint = did_you_mean(work, work_names) or f"; this scenario has {', '.join(work_names) or 'none'}"
                source.problem(at, "unknown-work", f"the act names works '{work}' that are not described{hint}")


def _check_held(raw: Any, source: Source, kb: KnowledgeBase, path: YamlPath) -> None:
    """Record a problem for each legal question held by hand that there is not, or that cannot come out so."""
    conclusions = {regime.conclusion for regime in kb.regimes.values()}
    for name, given in raw.items() if isinstance(raw, dict) else ():
        issue = kb.issues.get(name)
        if issue is None or name in conclusions:
            hint = did_you_mean(str(name), kb.issues.keys() - conclusions)
            reason = f"there is no legal question '{name}'{hint}"
            if issue is not None:
                reason = f"'{name}' is the answer itself; hold a question on which it rests"
            source.problem((*path, name), "unknown-issue", reason, key=True)
            continue
        value = given.get("value") if isinstance(given, dict) else given
        if value is not None and value not in issue.scale:
            at = (*path, name, "value") if isinstance(given, dict) else (*path, name)
            hint = did_you_mean(str(value), issue.scale)
            source.problem(at, "bad-value", f"{name} comes out {', '.join(issue.scale)}, not {shown(value)}{hint}")


def check_day(text: str, source: Source, path: YamlPath) -> None:
    """Record a problem if `text` is not a day that exists, written ``YYYY-MM-DD``."""
    if reason := day_problem(text):
        source.problem(path, "bad-date", reason)


def day_problem(text: str) -> str | None:
    """Say why `text` is not a day written ``YYYY-MM-DD``; None if it is one."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return f"'{text}' is not a date; write it as 2026-11-24"
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return f"there is no day {text}"
    return None


def _check_forum_and_where(raw: dict[str, Any], source: Source, kb: KnowledgeBase) -> None:
    forum = raw.get("forum")
    if isinstance(forum, str) and (reason := forum_problem(forum, kb)):
        source.problem(("forum",), "unknown-forum", reason)
    _check_where(raw, source, kb, ())


def _check_where(raw: dict[str, Any], source: Source, kb: KnowledgeBase, path: YamlPath) -> None:
    where = as_names(raw.get("where"))
    for place, name in enumerate(where if isinstance(where, list) else []):
        if isinstance(name, str) and (reason := where_problem(name, kb)):
            at: YamlPath = ("where", place) if isinstance(raw.get("where"), list) else ("where",)
            source.problem((*path, *at), "unknown-regime", reason)


def forum_problem(name: str, kb: KnowledgeBase) -> str | None:
    """Say why `name` is not a forum of any regime; None if it is one."""
    if kb.forum_named(name) is not None:
        return None
    forums = sorted(kb.all_forums)
    within = [forum for forum, label in kb.all_forums.items() if re.search(rf"\b{re.escape(name)}\b", label, re.I)]
    if within:
        return f"there is no forum or court '{name}'; did you mean {' or '.join(map(repr, within))}?"
    courts = [court for names in kb.courts.values() for court in names.names]
    hint = did_you_mean(name, [*forums, *courts]) or f"; the forums are {', '.join(forums)}"
    return f"there is no forum or court '{name}'{hint}"


#: More names of laws than this are no help in an error.
_LISTED = 40


def where_problem(name: str, kb: KnowledgeBase) -> str | None:
    """Say why `name` is neither a jurisdiction nor a regime; None if it is one."""
    known = {"all", *(word for r in kb.regimes.values() for word in r.names)}
    if name in known:
        return None
    for frame in (j for j in kb.jurisdictions.values() if name.lower() in j.frames):
        return f"the law of '{name}' is not held; '{frame.id}' asks the law of the {frame.name}, which frames it"
    hint = did_you_mean(name, known)
    short = known if len(known) < _LISTED else {word for word in known if "." not in word}  # places, not every law
    return f"no law is known for '{name}'{hint or '; known are ' + ', '.join(sorted(short))}"


def check_facts(raw: Any, source: Source, kb: KnowledgeBase, path: YamlPath) -> None:
    """Record a problem for every fact of a raw mapping that the vocabulary lacks, or whose value it does not allow."""
    for name, given in raw.items() if isinstance(raw, dict) else ():
        at = (*path, name)
        if reason := fact_problem(name, kb):
            source.problem(at, "unknown-fact", reason, key=True)
            continue
        if isinstance(given, dict) and "value" not in given:
            continue  # the model says that it is missing
        _check_values(kb.facts[name], given, source, kb, at)
    if isinstance(raw, dict):
        _check_beside_lists(raw, source, kb, path)


def _check_values(fact: FactDef, given: Any, source: Source, kb: KnowledgeBase, at: YamlPath) -> None:
    told, place = (given["value"], (*at, "value")) if isinstance(given, dict) else (given, at)
    if isinstance(told, list) and fact.type != "choices":
        source.problem(place, "bad-value", f"{fact.id} takes {fact.expects()}, not {shown(told)}")
        return
    values = written(given)
    for below, value in values:
        if reason := value_problem(fact, value):
            source.problem((*at, *below), "bad-value", reason)
    if len(values) > 1 and fact.type != "choices":
        source.problem(at, "bad-value", f"{fact.id} takes one value")
    elif len(values) > 1 and (alone := [v for _, v in values if v in (UNKNOWN, NOTHING)]):
        source.problem(at, "bad-value", f"'{alone[0]}' stands alone for {fact.id}")
    for number, item in enumerate(told if isinstance(told, list) else []):
        _check_own(fact, item, source, kb, (*place, number))


def _check_own(fact: FactDef, item: Any, source: Source, kb: KnowledgeBase, at: YamlPath) -> None:
    """Record a problem for each thing said of one value on a list that cannot be said of it by itself."""
    names = {name.rpartition(".")[2]: kb.facts[name] for name in fact.each if name in kb.facts}
    for key, value in item.items() if isinstance(item, dict) else ():
        if key == "value":
            continue
        if key not in names:
            known = did_you_mean(key, names) or (f"; there are {', '.join(names)}" if names else "")
            message = f"'{key}' cannot be said of one value of {fact.id} by itself{known}"
            source.problem((*at, key), "unknown-key", message, key=True)
        elif reason := value_problem(names[key], value):
            source.problem((*at, key), "bad-value", reason)


def _check_beside_lists(facts: dict[str, Any], source: Source, kb: KnowledgeBase, path: YamlPath) -> None:
    """Record a problem for each fact that is also on a list given beside it and is said to be otherwise there."""
    for name, given in facts.items():
        parts = kb.facts[name].parts if name in kb.facts else {}
        listed = _plain(given)
        if not parts or listed == [UNKNOWN]:
            continue
        true = {part for value in listed if isinstance(value, str) for part in parts.get(value, ())}
        for part in dict.fromkeys(part for some in parts.values() for part in some if part in facts):
            if (alone := _plain(facts[part])[0]) not in (UNKNOWN, part in true):
                said = "is on the list" if part in true else "is not on the list"
                reason = f"'{part}' {said} given for {name}, and {str(alone).lower()} here; say one of the two"
                source.problem((*path, part), "bad-value", reason)


def _plain(given: Any) -> list[Any]:
    """The values that are given for a fact, in whatever form."""
    return [value for _, value in written(given)] or [NOTHING]


def fact_problem(name: str, kb: KnowledgeBase) -> str | None:
    """Say why `name` is not a fact of the vocabulary; None if it is one."""
    if name in kb.facts:
        return None
    if (migration := kb.migrations.get(name)) and name not in kb.facts:
        return f"'{name}' is '{migration.today}' since {migration.on}; 'fairuse migrate' carries files over"
    synonyms = {s: f.id for f in kb.facts.values() for s in f.synonyms}
    hint = f"; did you mean '{synonyms[name]}'?" if name in synonyms else did_you_mean(name, kb.facts)
    return f"there is no fact '{name}'{hint}"


def value_problem(fact: FactDef, value: Any) -> str | None:
    """Say why `value` cannot be given for `fact`; None if it can (``unknown`` always can)."""
    if value == UNKNOWN or fact.accepts(value):
        return None
    if value is None:
        return f"{fact.id} has no value; write '{UNKNOWN}' or leave the fact out"
    hint = ""
    if fact.type == "boolean" and isinstance(value, str):
        hint = {"yes": "; write true", "no": "; write false"}.get(value.lower(), did_you_mean(value, ["true", "false"]))
    elif fact.numeric and isinstance(value, str):
        plain = re.sub(r"[,_' ](?=\d{3})", "", value)
        hint = f"; write {plain}" if plain != value and plain.isdecimal() else ""
    elif isinstance(value, str):
        hint = did_you_mean(value, fact.values)
    elif fact.type in ("choice", "ordinal") and isinstance(value, bool):
        hint = "; this fact is not a yes/no question"
    return f"{fact.id} takes {fact.expects()}, not {shown(value)}{hint}"
