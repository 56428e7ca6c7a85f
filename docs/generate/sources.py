"""Pages of what law and arguments rest on: authorities, doctrines, licences, claims."""

from __future__ import annotations

from collections import defaultdict

from fairuse.claims.model import Claim
from fairuse.kb.authority import NEVER, Authority
from fairuse.kb.licence import Licence
from generate.law import some
from generate.page import Site, entry, esc, items, page, para, plain, raw, rows, table, toc


def pages(site: Site) -> dict[str, str]:
    """Authorities by the place whose they are, and the other lists."""
    lands: dict[str, list[Authority]] = defaultdict(list)
    for authority in site.kb.authorities.values():
        lands[authority.jurisdiction].append(authority)
    made = {f"authorities/{land}": _authorities(site, land, found) for land, found in lands.items()}
    lines = [
        (f'<a href="{land}.html">{esc(site.land(land))}</a>', str(len(found)), str(sum(a.verified for a in found)))
        for land, found in sorted(lands.items())
    ]
    made["authorities/index"] = page(
        "Authorities",
        f"{len(site.kb.authorities)} statutes, decisions and other texts, as far as each is confirmed.",
        raw(table(("place", "authorities", "confirmed"), lines)),
        toc(lands),
    )
    return made | {"doctrines": _doctrines(site), "licences": _licences(site), "claims": _claims(site)}


def _authorities(site: Site, land: str, found: list[Authority]) -> str:
    here = f"authorities/{land}"
    return page(
        f"Authorities: {site.land(land)}",
        raw(*(_authority(site, here, a) for a in sorted(found, key=lambda a: a.name.casefold()))),
    )


def _authority(site: Site, here: str, authority: Authority) -> str:
    kb = site.kb
    held = [
        f"{esc(h.label or kb.acts[h.act].label)}: {plain(h.outcome)}"
        + "".join(f"; {n} {plain(d)}" + (" (unconfirmed)" if n in h.unconfirmed else "") for n, d in h.factors.items())
        for h in authority.acts
    ]
    history = [f"{e.on or e.known_from or ''}: {esc(e.says)}" for e in authority.history]
    sources = [
        f'<a href="{esc(s)}" rel="external">{esc(s)}</a>' if s.startswith("http") else esc(s) for s in authority.sources
    ]
    return entry(
        "authority",
        authority.id,
        esc(authority.name),
        para(f"<code>{authority.id}</code> {esc(authority.citation)}"),
        para(esc(authority.summary)),
        rows(
            ("court or level", esc(authority.court or kb.levels[authority.level].label)),
            ("kind", plain(authority.kind)),
            ("of", esc(authority.decided or authority.since or "")),
            ("status now", plain(authority.status_on(NEVER))),
            ("what became of it", items(history)),
            ("held", items(held)),
            ("principles", items(map(esc, authority.principles))),
            ("limits", items(map(esc, authority.limits))),
            ("rules that rest on it", some(site, here, site.resting[authority.id])),
            ("rules that name it as contrary", some(site, here, site.opposed[authority.id])),
            ("checked on", f"{authority.checked_on}, {'confirmed' if authority.verified else 'not confirmed'}"),
            ("sources", items(sources)),
        ),
    )


def _doctrines(site: Site) -> str:
    parts = []
    for doctrine in site.kb.doctrines.values():
        views = [
            f"<strong>{esc(v.label)}</strong> (<code>{v.id}</code>): {esc(v.says)}"
            + rows(
                ("held by", items(site.cite("doctrines", n) for n in v.held_by)),
                ("persuasive only", items(site.cite("doctrines", n) for n in v.persuasive)),
                ("rules", some(site, "doctrines", site.viewed[doctrine.id, v.id])),
            )
            for v in doctrine.views
        ]
        block = entry(
            "doctrine",
            doctrine.id,
            "",
            para(f"<code>{doctrine.id}</code>, {site.link('doctrines', 'law', doctrine.regime)}"),
            para(esc(doctrine.question)),
            para(f"Disputed since {doctrine.since}; before that the first view applied."),
            items(views),
        )
        parts.append(f"## {doctrine.label}\n\n" + raw(block))
    return page("Doctrines", "Questions on which authorities disagree, and who takes which view.", *parts)


def _licences(site: Site) -> str:
    found = sorted(site.kb.licences.values(), key=lambda one: one.name.casefold())
    lines = [
        (
            site.link("licences", "licence", x.id, esc(x.name)),
            x.kind,
            x.grants.training,
            x.grants.commercial,
            x.limits.rival_models,
        )
        for x in found
    ]
    head = ("licence", "kind", "training", "commercial use", "rival models shut out")
    return page(
        "Licences and terms",
        "What each allows, asks and limits, above all for training. *unclear*: the text is silent, in dispute, or "
        "depends on "
        "what is not known here.",
        raw(table(head, lines)),
        *(_licence(one) for one in found),
    )


def _licence(one: Licence) -> str:
    def said(part: str) -> str:
        return items(
            f"{plain(name)}: {value}"
            + (f". {esc(one.notes[f'{part}.{name}'])}" if f"{part}.{name}" in one.notes else "")
            for name, value in getattr(one, part)
        )

    block = entry(
        "licence",
        one.id,
        "",
        para(f"<code>{one.id}</code>" + (f", also {esc(', '.join(one.synonyms))}" if one.synonyms else "")),
        para(esc(one.training_note)),
        rows(
            ("grants", said("grants")),
            ("asks", said("asks")),
            ("limits", said("limits")),
            ("ends", plain(one.ends)),
            ("caution", esc(one.caution)),
            ("checked on", f"{one.checked_on}, {'confirmed' if one.verified else 'not confirmed'}"),
            (
                "sources",
                items(
                    f'<a href="{esc(s)}" rel="external">{esc(s)}</a>' if s.startswith("http") else esc(s)
                    for s in one.sources
                ),
            ),
        ),
    )
    return f"## {one.name}\n\n" + raw(block)


def _claims(site: Site) -> str:
    stages: dict[str, list[Claim]] = defaultdict(list)
    for claim in site.claims.values():
        stages[claim.stage].append(claim)
    parts = []
    for stage, claims in stages.items():
        parts.append(f"## About {stage}\n\n" + raw(*(_claim(site, c) for c in claims)))
    return page(
        "The arguments people make",
        f"{len(site.claims)} claims about AI and copyright, each with what is right in it, what is wrong and what "
        "decides it. "
        "`fairuse claims test ID FILE` says whether one holds in a scenario.",
        *parts,
    )


def _claim(site: Site, claim: Claim) -> str:
    points = [f"<em>{p.is_}</em>: {esc(p.says)} {items(site.cite('claims', n) for n in p.cites)}" for p in claim.points]
    return entry(
        "claim",
        claim.id,
        esc(claim.claim),
        para(f"<code>{claim.id}</code>: {plain(claim.verdict)}"),
        items(points),
        rows(
            ("turns on", site.links("claims", "issue", claim.asks)),
            ("people say", items(map(esc, claim.said))),
        ),
        level=3,
    )
