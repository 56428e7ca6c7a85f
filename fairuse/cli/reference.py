"""``fairuse rules|facts|authorities|doctrines|regimes list|show``."""

from __future__ import annotations

import datetime
from typing import Annotated

import typer

from fairuse.cli import common
from fairuse.source.errors import did_you_mean

_EXAMPLES = {
    "rules": "us.transformative.finding-tool",
    "facts": "copy.source",
    "authorities": "bartz-v-anthropic",
    "doctrines": "market-dilution",
    "regimes": "us.fair_use",
    "licences": "cc-by-sa-4.0",
}
_WHAT = {
    "rules": "the rules: condition, authority, contrary authority, status, what they defeat and where they fire",
    "facts": "the vocabulary: questions, values, why they matter, how decided cases answered them",
    "authorities": "statutes, decisions and guidance, with their later history",
    "doctrines": "questions on which authorities disagree, and who takes which view",
    "regimes": "the bodies of law that answer a use",
    "licences": "licences and terms: what each allows, asks and limits, above all for training",
}


def app_for(kind: str) -> typer.Typer:
    """The ``list`` and ``show`` commands for one kind of entry."""
    app = typer.Typer(no_args_is_help=True, help=f"Look up {_WHAT[kind]}.")

    @app.command("list", help=f"List {kind}, one a line. Example: fairuse {kind} list")
    def list_command(
        words: Annotated[
            list[str] | None, typer.Argument(metavar="[WORD]...", help="Only lines with these words.")
        ] = None,
        form: Annotated[str, typer.Option("--format", "-f", metavar="FORMAT", help="terminal or json.")] = "terminal",
        rules: common.RulesOption = None,
        house: common.HouseOption = None,
    ) -> None:
        from fairuse.pages.reference import Listed, entries  # noqa: PLC0415
        from fairuse.report import published  # noqa: PLC0415

        wanted = [w.lower() for w in words or ()]
        found = [
            e for e in entries(common.knowledge(rules, house), kind) if all(w in "  ".join(e).lower() for w in wanted)
        ]
        if common.plain_format(form) == "json":
            common.emit(published(Listed.of(kind, found)), None)
        else:
            common.emit("".join(f"{name}  {about}\n" for name, about in found), None)

    @app.command("show", help=f"Show one entry whole. Example: fairuse {kind} show {_EXAMPLES[kind]}")
    def show_command(
        name: Annotated[str, typer.Argument(metavar="ID")],
        form: Annotated[
            str, typer.Option("--format", "-f", metavar="FORMAT", help="terminal, markdown or json.")
        ] = "terminal",
        rules: common.RulesOption = None,
        house: common.HouseOption = None,
    ) -> None:
        from fairuse.pages.reference import entry_of, page  # noqa: PLC0415
        from fairuse.report import published, render_outline  # noqa: PLC0415

        forms = ("terminal", "markdown", "json")
        if form not in forms:
            raise common.option_problem("--format", f"no page format '{form}'{did_you_mean(form, forms)}")
        kb = common.knowledge(rules, house)
        if kind == "licences" and (licence := kb.licence_named(name)) is not None:
            name = licence.id  # people know it by other names
        if form == "json":
            common.emit(published(entry_of(kb, kind, name)), None)
            return
        fired: dict[str, list[str]] = {}
        health = None
        if kind == "rules" and name in kb.rules and rules is None:
            from fairuse.knowledge import data_dir  # noqa: PLC0415
            from fairuse.precedent.coverage import fired_below  # noqa: PLC0415
            from fairuse.precedent.health import health_of, load_health  # noqa: PLC0415

            fired = fired_below(data_dir("cases"), kb, datetime.date.today().isoformat())
            health = health_of(kb.rules[name], kb, load_health())
        outline = page(kb, kind, name, fired, health)
        common.emit(render_outline(outline, form, width=common.width(), colour=common.colour()), None)

    return app
