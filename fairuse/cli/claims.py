"""``fairuse claims list|show|search|test``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from fairuse.cli import common
from fairuse.source.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fairuse.claims.model import Claim

#: Claims that a search names: beyond the fifth hardly a word is shared.
FOUND = 5
FormOption = Annotated[str, typer.Option("--format", "-f", metavar="FORMAT", help="terminal or json.")]
PageOption = Annotated[str, typer.Option("--format", "-f", metavar="FORMAT", help="terminal, markdown or json.")]

app = typer.Typer(
    no_args_is_help=True,
    help="The arguments people make about AI and copyright: what is right in each, what is wrong, what decides it.",
)


@app.command("list")
def list_command(
    words: Annotated[list[str] | None, typer.Argument(metavar="[WORD]...", help="Only lines with these words.")] = None,
    form: FormOption = "terminal",
) -> None:
    """List the claims, one a line. Example: fairuse claims list training"""
    from fairuse.claims.model import load_claims  # noqa: PLC0415
    from fairuse.pages.claims import claim_lines  # noqa: PLC0415

    wanted = [word.casefold() for word in words or ()]
    claims = load_claims()
    ids = [n for n, about in claim_lines(list(claims.values())) if all(w in f"{n} {about}".casefold() for w in wanted)]
    _print_lines([claims[name] for name in ids], form)


@app.command("search")
def search_command(
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help="What somebody says, in whatever words.")],
    form: FormOption = "terminal",
) -> None:
    """Find the claim that somebody means, however it is put and spelt; the nearest first.

    Exit code 1 if none shares a word with it.

    Example: fairuse claims search "it was on the open internet, so anybody can use it"
    """
    from fairuse.claims.model import load_claims  # noqa: PLC0415
    from fairuse.claims.search import search  # noqa: PLC0415

    found = [claim for claim, _ in search(" ".join(words), load_claims(), FOUND)]
    _print_lines(found, form)
    if not found:
        raise typer.Exit(1)


@app.command("show")
def show_command(
    name: Annotated[str, typer.Argument(metavar="ID")],
    form: PageOption = "terminal",
    rules: common.RulesOption = None,
    house: common.HouseOption = None,
) -> None:
    """Show a claim: what is right and wrong in it, both sides' authorities, and what its own scenario makes of it.

    Example: fairuse claims show style-is-free
    """
    from fairuse.claims.model import claim_named  # noqa: PLC0415
    from fairuse.claims.shown import own_test  # noqa: PLC0415
    from fairuse.pages.claims import claim_page  # noqa: PLC0415
    from fairuse.report import published, render_outline  # noqa: PLC0415

    if _page_format(form) == "json":
        common.emit(published(claim_named(name)), None)
        return
    kb = common.knowledge(rules, house)
    claim = claim_named(name, kb)
    outline = claim_page(claim, kb, own_test(claim, kb))
    common.emit(render_outline(outline, form, width=common.width(), colour=common.colour()), None)


@app.command("test")
def try_command(
    name: Annotated[str, typer.Argument(metavar="ID")],
    file: Annotated[str, typer.Argument(metavar="FILE", help="A scenario file; '-' reads standard input.")],
    form: PageOption = "terminal",
    output: common.OutputOption = None,
    as_of: common.AsOfOption = None,
    forum: common.ForumOption = None,
    rules: common.RulesOption = None,
    house: common.HouseOption = None,
    quiet: common.QuietOption = False,
) -> None:
    """Say whether a claim holds, fails or depends in your scenario, with the findings that decide it.

    Exit code 1 if it fails for some act.

    Example: fairuse claims test visible-means-usable scenario.yaml
    """
    from fairuse.answer.assess import assess_alone  # noqa: PLC0415
    from fairuse.claims.model import claim_named  # noqa: PLC0415
    from fairuse.claims.tried import put_to  # noqa: PLC0415

    form = common.report_format(form, output)
    kb = common.knowledge(rules, house)
    claim = claim_named(name, kb)
    common.check_options(kb, as_of, forum, None)
    result = put_to(claim, assess_alone(common.scenario(file, kb, quiet=quiet), kb, as_of=as_of, forum=forum), kb)
    common.show(result, kb, form, output, quiet=quiet)
    if any(use.gives == "fails" for use in result.uses):
        raise typer.Exit(1)


def _page_format(form: str) -> str:
    forms = ("terminal", "markdown", "json")
    if form not in forms:
        raise common.option_problem("--format", f"no page format '{form}'{did_you_mean(form, forms)}")
    return form


def _print_lines(claims: Sequence[Claim], form: str) -> None:
    from fairuse.pages.claims import claim_lines  # noqa: PLC0415
    from fairuse.pages.reference import Listed  # noqa: PLC0415
    from fairuse.report import published  # noqa: PLC0415

    lines = claim_lines(claims)
    if common.plain_format(form) == "json":
        common.emit(published(Listed.of("claims", lines)), None)
    else:
        common.emit("".join(f"{name}  {about}\n" for name, about in lines), None)
