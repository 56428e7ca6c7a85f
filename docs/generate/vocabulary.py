"""Pages of the vocabulary: facts, acts with what has to be told and is assumed, situations, places, steps."""

from __future__ import annotations

from collections import defaultdict

from fairuse.kb.fact import FactDef
from fairuse.kb.situation import Implied
from fairuse.pages.reference import words
from generate.law import some
from generate.page import Site, entry, esc, items, page, para, plain, raw, rows, slug, toc


def pages(site: Site) -> dict[str, str]:
    """Facts by what they are about, and the other lists."""
    groups: dict[str, list[FactDef]] = defaultdict(list)
    for fact in site.kb.facts.values():
        groups[fact.group].append(fact)
    made = {f"facts/{slug(group)}": _facts(site, group, facts) for group, facts in groups.items()}
    made["facts/index"] = page(
        "Facts",
        f"The {len(site.kb.facts)} facts that a scenario may state, by what they are about, in the order in which they "
        "are asked. What is not stated is unknown, which is never no.",
        *(
            f"## {group}\n\n" + raw(items(site.link("facts/index", "fact", f.id) + f" {esc(f.label)}" for f in facts))
            for group, facts in groups.items()
        ),
        toc(slug(group) for group in groups),
    )
    return made | {
        "acts": _acts(site),
        "situations": _situations(site),
        "places": _places(site),
        "steps": _steps(site),
    }


def _facts(site: Site, group: str, facts: list[FactDef]) -> str:
    here = f"facts/{slug(group)}"
    return page(group, *(_fact(site, here, fact) for fact in facts))


def _fact(site: Site, here: str, fact: FactDef) -> str:
    kb = site.kb
    better = fact.better if isinstance(fact.better, str) else " &lt; ".join(map(plain, fact.better or ()))
    block = entry(
        "fact",
        fact.id,
        "",
        para(f"<code>{fact.id}</code>"),
        para(esc(fact.question)),
        para(esc(fact.help)),
        rows(
            ("why it matters", esc(fact.why)),
            ("takes", esc(fact.expects())),
            ("values", items(f"<code>{v}</code> {esc(m)}" for v, m in fact.values.items())),
            ("asked for", ", ".join(site.link(here, "act", a, esc(kb.acts[a].label)) for a in fact.acts)),
            ("told by a licence", ", ".join(site.link(here, "fact", f) for f in fact.tells)),
            ("better for the user", better),
            ("a judgement", esc(fact.guidance) if fact.judgement else ""),
            (
                "in decided cases",
                items(
                    f"{site.cite(here, e.authority) if e.authority in kb.authorities else esc(e.authority)}: "
                    f"{plain(e.value)}. {esc(e.note)}"
                    for e in fact.examples
                ),
            ),
            ("read by", some(site, here, site.readers[fact.id])),
        ),
    )
    return f"## {fact.label}\n\n" + raw(block)


def _acts(site: Site) -> str:
    kb = site.kb
    parts = []
    for act in kb.acts.values():
        laws = [law.id for law in kb.regimes.values() if act.id in law.acts]
        needs = [n for n in kb.needs.values() if act.id in n.acts]
        told = [
            f"{esc(n.says)} ({site.link('acts', 'law', n.regime)}: {site.links('acts', 'fact', n.facts)})"
            if n.regime in kb.regimes
            else f"{esc(n.says)} ({site.links('acts', 'fact', n.facts)})"
            for n in needs
        ]
        block = entry(
            "act",
            act.id,
            "",
            para(f"<code>{act.id}</code>"),
            para(esc(act.help)),
            rows(
                ("placed by", site.links("acts", "fact", act.placed_by)),
                ("tells", esc(", ".join(f"{name}: {str(value).lower()}" for name, value in act.tells.items()))),
                ("like", site.link("acts", "act", act.like) if act.like else ""),
                ("what has to be told", items(told)),
                ("laws", f"{len(laws)}: {site.links('acts', 'law', laws[:8])}" + (" …" if len(laws) > 8 else "")),
            ),
        )
        parts.append(f"## {act.label}\n\n" + raw(block))
    assumed = [
        f"{esc(a.says)}; otherwise: {esc(a.otherwise)}"
        + (f" ({site.links('acts', 'law', a.regimes)})" if a.regimes else "")
        for a in kb.assumptions.values()
    ]
    return page(
        "Acts",
        "What may be done with works. Each is judged by itself.",
        *parts,
        "## What is assumed unless told",
        raw(items(assumed)),
    )


def _situations(site: Site) -> str:
    def implied(facts: Implied) -> str:
        return items(
            f"{site.link('situations', 'fact', name)}: {', '.join(map(plain, values))}"
            for name, values in facts.items()
        )

    parts = []
    for one in site.kb.situations.values():
        acts = items(f"{site.link('situations', 'act', a.act)} {esc(a.title)}{implied(a.facts)}" for a in one.acts)
        block = entry(
            "situation",
            one.id,
            "",
            para(f"<code>{one.id}</code>"),
            rows(
                ("of who did it", implied(one.facts)),
                ("works", esc(one.works.title) + implied(one.works.facts)),
                ("acts", acts),
            ),
        )
        parts.append(f"## {one.label}\n\n" + raw(block))
    return page(
        "Situations",
        "What people say they did, and what follows from the sentence itself. `fairuse ask` starts from one; all that "
        "follows is presumed until it is confirmed.",
        *parts,
    )


def _places(site: Site) -> str:
    kb = site.kb
    parts = []
    for place in kb.places.values():
        laws = [law.id for law in kb.regimes.values() if set(place.laws) & set(law.names)]
        named = ", ".join(f"<code>{esc(name)}</code>" for name in place.laws) or "none is held here"
        land = kb.jurisdictions.get(place.laws[0]) if place.laws else None
        block = entry(
            "place",
            place.id,
            "",
            rows(
                ("laws that hold there, nearest first", named),
                ("laws held here", f"{len(laws)}" if laws else ""),
                ("without the law of", ", ".join(land.frames) if land else ""),
                ("courts", "; ".join(f"<code>{n}</code> {esc(x)}" for n, x in land.forums.items()) if land else ""),
            ),
        )
        said = next((f.values[place.id] for f in kb.facts.values() if place.id in f.values), plain(place.id))
        parts.append(f"## {said[:1].upper()}{said[1:]}\n\n" + raw(block))
    courts = [f"<code>{c.forum}</code> {esc(', '.join(c.names))}" for c in kb.courts.values()]
    return page(
        "Places and courts",
        "The values of the facts that place an act, and the laws that hold there.",
        *parts,
        "## Courts by the names people use",
        "`forum:` and `--forum` take any of them.",
        raw(items(courts)),
    )


def _steps(site: Site) -> str:
    parts = []
    for step in site.kb.steps.values():
        sets = [f"{site.link('steps', 'fact', n)}: {plain(v)}" for n, v in step.sets.items()]
        block = entry(
            "step",
            step.id,
            "",
            para(f"<code>{step.id}</code>"),
            rows(
                ("where", site.said("steps", words(step.when))),
                ("sets", items(sets)),
                ("finds out", site.links("steps", "fact", step.finds)),
                ("", "The owner has to agree." if step.asks_owner else ""),
                ("answers the claim", site.links("steps", "issue", step.answers)),
            ),
        )
        parts.append(f"## {step.label}\n\n" + raw(block))
    return page("Steps", "What a user can do: it changes facts, or finds them out.", *parts)
