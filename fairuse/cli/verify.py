"""``fairuse verify``."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from fairuse.cli import common
from fairuse.release import VERSION

if TYPE_CHECKING:
    from fairuse.kb.model import KnowledgeBase
    from fairuse.receipt.saved import Saved


def verify_command(
    report: Annotated[
        Path, typer.Argument(metavar="REPORT", help="A saved assessment: JSON, or an html, docx or pdf made of it.")
    ],
    form: Annotated[str, typer.Option("--format", "-f", metavar="FORMAT", help="terminal or json.")] = "terminal",
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json: every difference.")] = False,
    key: Annotated[
        Path | None, typer.Option("--key", metavar="KEY", help="Hold it to be signed with this public key.")
    ] = None,
    rules: common.RulesOption = None,
    house: common.HouseOption = None,
) -> None:
    """Derive a saved assessment again from the scenario, day and forum it carries, and say whether it holds.

    Of a document it also says whether its text is what its data say; of a signed report whether the signature is its
    own. (A signature made with a key says no more than that; --key says whose it has to be.)

    Exit code 0: it holds. 1: the rules installed are others and answer otherwise, or the report was edited.
    2: it cannot be read or carries no receipt.

    Examples:

      fairuse verify report.json

      fairuse verify report.pdf --key firm.pub

      fairuse verify report.json --json
    """
    from fairuse.pages.verification import lines  # noqa: PLC0415
    from fairuse.receipt.envelope import fingerprint  # noqa: PLC0415
    from fairuse.receipt.saved import load_saved  # noqa: PLC0415
    from fairuse.receipt.verify import verify  # noqa: PLC0415
    from fairuse.report import published  # noqa: PLC0415

    loaded = load_saved(report)
    wanted = fingerprint(key) if key is not None else None
    kb = common.knowledge(rules, house)
    saved = loaded.report
    result = verify(saved, kb, name=str(report))
    result = result.model_copy(update={"signature": loaded.signature, "text": _text(loaded, kb, str(report))})
    signed = loaded.signature.key if loaded.signature is not None and loaded.signature.valid else None
    if common.plain_format("json" if as_json else form) == "json":
        common.emit(published(result), None)
    else:
        first, *rest = lines(result)
        text = [f"{report}: {first}", *rest]
        if wanted is not None and signed != wanted:
            text.append(f"  it is not signed with the key in {key} ({wanted})")
        if not result.same_rules:
            text.append(
                f"  report: rules {saved.kb.version} ({saved.kb.sha256[:8]}); here: {kb.version} ({kb.sha256[:8]})"
            )
        common.emit("\n".join(text) + "\n", None)
    if not result.holds or (wanted is not None and signed != wanted):
        raise typer.Exit(1)


def _text(saved: Saved, kb: KnowledgeBase, name: str) -> Literal["same", "other", "unknown"] | None:
    """Whether a document shows what its data say: it is made again and compared, if the rules are still the same."""
    from fairuse.receipt.inside import depends_on_fonts, kind_of, text_in, without_json  # noqa: PLC0415
    from fairuse.report import document  # noqa: PLC0415
    from fairuse.report.look import Look, is_installed  # noqa: PLC0415

    form = kind_of(saved.data)
    if form == "json":
        return None
    receipt = saved.report.receipt
    alike = receipt is not None and receipt.release == VERSION and saved.report.kb.sha256 == kb.sha256
    if not alike or saved.shown is None or not is_installed(form):
        return "unknown"
    try:
        with warnings.catch_warnings(record=True) as caught:
            again = document(saved.report, kb, form, Look(), **saved.shown)
    except (TypeError, ValueError):  # options of another release, or invented
        return "unknown"
    if form == "html":  # whole: style could hide what stands in it
        return "same" if without_json(again) == without_json(saved.data) else "other"
    here, there = text_in(again, name), text_in(saved.data, name)
    if here == there:
        return "same"
    fonts_differ = form == "pdf" and (caught or depends_on_fonts(here) or depends_on_fonts(there))
    return "unknown" if fonts_differ else "other"  # other fonts, other lines and pages
