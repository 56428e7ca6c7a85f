"""Pages of the laws: each with its issues and, under each, the rules that decide it."""

from __future__ import annotations

from fairuse.kb import strata
from fairuse.kb.model import Issue, Rule
from fairuse.kb.regime import Regime
from fairuse.pages.reference import words
from generate.page import Site, entry, esc, items, page, para, plain, raw, rows, table, toc

#: The kinds of law, each a page of a place.
KINDS = {
    "balancing": "law that weighs factors",
    "ordinary": "the ordinary law",
    "conditions": "exceptions and other laws of conditions",
    "duties": "duties beside the answer",
}


def pages(site: Site) -> dict[str, str]:
    """The laws of each place by kind, the parts that laws share, an index of each place and one of all."""
    made, lands = {}, {}
    for land in sorted({law.jurisdiction for law in site.kb.regimes.values()}):
        laws = [law for law in site.kb.regimes.values() if law.jurisdiction == land]
        lands[land] = laws
        for kind, title in KINDS.items():
            if found := [law for law in laws if law.kind == kind]:
                made[f"laws/{land}/{kind}"] = _laws(site, land, title, found)
        made[f"laws/{land}/index"] = _land(site, land, laws)
    made["laws/parts"] = page(
        "What several laws share",
        "Issues and rules that belong to each law which includes them.",
        *(part for name in site.kb.parts for part in _part(site, name)),
    )
    made["laws/index"] = _index(site, lands)
    return made


def _index(site: Site, lands: dict[str, list[Regime]]) -> str:
    rules = {
        land: sum(len(site.of_issue[i]) for law in laws for i in site.issues_of[law.id]) for land, laws in lands.items()
    }
    lines = [
        (
            f'<a href="{land}/index.html">{esc(site.land(land))}</a>',
            str(len(laws)),
            str(rules[land]),
            max((a.checked_on for a in site.kb.authorities.values() if a.jurisdiction == land), default=""),
            "yes" if any(law.complete for law in laws) else "no",
        )
        for land, laws in sorted(lands.items(), key=lambda pair: site.land(pair[0]))
    ]
    head = ("place", "laws", "rules", "an authority was last checked on", "all exceptions are held")
    return page(
        "Laws, issues and rules",
        f"Rules {site.kb.version}: {len(site.kb.regimes)} laws of {len(lands)} places, {len(site.kb.issues)} issues "
        "and "
        f"{len(site.kb.rules)} rules. `fairuse rules show ID` prints of a rule the same, and the cases in which it "
        "fires.",
        raw(table(head, lines)),
        toc([*(f"{land}/index" for land in lands), "parts"]),
    )


def _land(site: Site, land: str, laws: list[Regime]) -> str:
    here = f"laws/{land}/index"
    lines = [
        (
            site.link(here, "law", law.id, esc(law.label)),
            law.kind,
            ", ".join(esc(site.kb.acts[a].label) for a in law.acts) or "every act",
            str(sum(len(site.of_issue[i]) for i in site.issues_of[law.id])),
        )
        for law in laws
    ]
    return page(
        site.land(land),
        raw(table(("law", "kind", "acts", "rules"), lines)),
        toc(kind for kind in KINDS if any(law.kind == kind for law in laws)),
    )


def _laws(site: Site, land: str, title: str, laws: list[Regime]) -> str:
    return page(f"{site.land(land)}: {title}", *(part for law in laws for part in _law(site, law)))


def _law(site: Site, law: Regime) -> list[str]:
    here = site.where("law", law.id)
    kb = site.kb
    facts = rows(
        ("id", f"<code>{law.id}</code>"),
        ("kind", esc(law.kind) + (", an exception" if law.exception else "")),
        ("authority", site.cite(here, law.authority)),
        ("in force since", law.in_force),
        ("acts", ", ".join(site.link(here, "act", a, esc(kb.acts[a].label)) for a in law.acts) or "every act"),
        ("asked by", ", ".join(f"<code>{esc(n)}</code>" for n in law.names)),
        ("concludes in", site.link(here, "issue", law.conclusion)),
        ("includes", ", ".join(site.link(here, "law", p, esc(kb.parts[p].label)) for p in law.includes)),
        ("not researched", esc(law.not_researched)),
        ("courts", "; ".join(f"<code>{esc(n)}</code> {esc(label)}" for n, label in law.forums.items())),
    )
    head = raw(entry("law", law.id, "", para(esc(law.summary)), facts))
    return [f"## {law.label}", head, *(_issue(site, here, kb.issues[i]) for i in site.issues_of[law.id])]


def _part(site: Site, name: str) -> list[str]:
    here = site.where("law", name)
    users = [law.id for law in site.kb.regimes.values() if name in law.includes]
    shared = rows(("included by", site.links(here, "law", users)))
    return [
        f"## {site.kb.parts[name].label}",
        raw(entry("law", name, "", shared)),
        *(_issue(site, here, site.kb.issues[i]) for i in site.issues_of[name]),
    ]


def _issue(site: Site, here: str, issue: Issue) -> str:
    rules = [site.kb.rules[name] for name in site.of_issue[issue.id]]
    scale = " &lt; ".join(f"{plain(v)} <small>({lean})</small>" for v, lean in issue.scale.items())
    head = rows(
        ("id", f"<code>{issue.id}</code>"),
        ("scale", scale),
        ("factor", str(issue.factor or "")),
        ("role", issue.role or ""),
        ("where findings disagree", "" if issue.settle == "agree" else f"the {issue.settle} counts"),
        ("read by", _some(site, here, site.readers[issue.id])),
    )
    body = "".join(_rule(site, here, rule, rules) for rule in rules)
    title = issue.label.replace("\n", " ")
    return f"### {title}\n\n" + raw(entry("issue", issue.id, "", para(esc(issue.question)), head, body))


def _rule(site: Site, here: str, rule: Rule, group: list[Rule]) -> str:
    kind = ", a presumption" if rule.presumption else ", prevails over the other rules" if rule.prevails else ""
    views = "; ".join(f"{site.link(here, 'doctrine', d)}: {plain(v)}" for d, v in rule.view.items())
    return entry(
        "rule",
        rule.id,
        f'<code>{rule.id}</code> <span class="gives">{plain(rule.value)}{kind}</span>',
        para("If " + site.said(here, words(rule.when)) + "."),
        para(esc(rule.because)),
        rows(
            ("for", ", ".join(esc(site.kb.acts[a].label) for a in rule.acts)),
            ("law", f"since {rule.in_force}" + (f" until {rule.until}" if rule.until else "") + f"; {rule.status}"),
            ("untested because", esc(rule.reason or "")),
            ("only where this view is taken", views),
            ("authority", items(site.cite(here, c) for c in rule.cites)),
            ("contrary", items(site.cite(here, name) for name in rule.contrary)),
            ("though", items(f"{site.cite(here, n)}: {esc(why)}" for n, why in rule.though.items())),
            ("defeated by", _some(site, here, strata.defeaters(rule, group))),
        ),
        level=4,
    )


def _some(site: Site, here: str, names: list[str] | tuple[str, ...], most: int = 12) -> str:
    """The first of many rules: an index of all that read a common fact would be most of a page."""
    rest = len(names) - most
    return site.links(here, "rule", names[:most]) + (f" and {rest} more" if rest > 0 else "")


some = _some
