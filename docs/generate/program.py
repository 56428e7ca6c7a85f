"""Pages of the program: commands, what is said of mistakes, schemas of files, and the names for Python."""

from __future__ import annotations

import inspect
import json
import re
from collections import defaultdict
from pathlib import Path

import typer

import fairuse
from fairuse import schemas as models
from fairuse.cli import command_line
from generate.page import Site, esc, page, para, raw, table, toc

_ROOT = Path(fairuse.__file__).parent.parent
_SAID = re.compile(
    r"^(?P<file>[^:\n]+\.yaml)(?P<at>[:\d]*): (?P<grade>error|warning|note) (?P<says>.*) \[(?P<code>[a-z0-9-]+)\]$",
    re.M,
)


def pages(site: Site) -> dict[str, str]:
    """The pages of this module, and the front page of the reference."""
    return {
        "commands": _commands(),
        "problems": _problems(),
        "schemas/index": _schemas(),
        "python": _python(),
        "index": _front(site),
    }


def _front(site: Site) -> str:
    kb = site.kb
    lists = {
        "laws/index": f"Laws, issues and rules: {len(kb.regimes)} laws, {len(kb.rules)} rules",
        "facts/index": f"Facts: {len(kb.facts)}",
        "acts": f"Acts: {len(kb.acts)}, with what has to be told of each and what is assumed",
        "situations": f"Situations: {len(kb.situations)}",
        "places": f"Places and courts: {len(kb.places)}",
        "authorities/index": f"Authorities: {len(kb.authorities)}",
        "doctrines": f"Doctrines: {len(kb.doctrines)}",
        "licences": f"Licences and terms: {len(kb.licences)}",
        "claims": f"The arguments people make: {len(site.claims)}",
        "steps": f"Steps: {len(kb.steps)}",
        "commands": "Commands",
        "problems": "What is said of mistakes",
        "schemas/index": "Schemas of files",
        "python": "Python",
    }
    return page(
        "Reference",
        f"Made from the law and the program when these pages were built: release {fairuse.__version__}, rules "
        f"{kb.version} (`{kb.sha256[:12]}`).",
        "\n".join(f"- [{text}]({name}.md)" for name, text in lists.items()),
        toc(lists),
    )


def _commands() -> str:
    group = typer.main.get_command(command_line())
    assert hasattr(group, "commands")
    context = group.make_context("fairuse", [], resilient_parsing=True)
    parts = [_command(f"fairuse {name}", command, context) for name, command in group.commands.items()]
    return page(
        "Commands",
        "Exit codes: 0 done; 1 a gate or check said no; 2 the input or usage is wrong; 70 a defect of the program; "
        "130 stopped. What "
        "programs read goes to standard output, everything else to standard error. `NO_COLOR` is respected.",
        *parts,
    )


def _command(name, command, parent):  # type: ignore[no-untyped-def]  # click ships with typer, which hides its types
    """A command with its options, or a group with the commands in it."""
    context = command.make_context(name, [], parent=parent, resilient_parsing=True)
    text, _, examples = inspect.cleandoc(command.help or "").partition("Examples:")
    options = []
    for param in command.params:
        record = param.get_help_record(context)
        if record and "--help" not in record[0]:
            options.append((f"<code>{esc(record[0].replace(' <list[str]>', ''))}</code>", esc(record[1])))
    shown = "".join(f"<pre>{esc(inspect.cleandoc(examples))}</pre>") if examples else ""
    usage = " ".join(command.collect_usage_pieces(context))
    body = raw(
        *(para(esc(block)) for block in re.split(r"\n\s*\n", text) if block.strip()),
        f"<pre>{esc(f'{name} {usage}')}</pre>",
        table(("option", "does"), options) if options else "",
        f"<p>Examples:</p>{shown}" if shown else "",
    )
    inner = [_command(f"{name} {n}", c, context) for n, c in getattr(command, "commands", {}).items()]
    return "\n\n".join([f"{'##' if name.count(' ') == 1 else '###'} {name}", body, *inner])


def _problems() -> str:
    """Every code of the files that are kept broken on purpose: one of each, with what is said of it."""
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for path in sorted((_ROOT / "tests" / "bad").rglob("*.expected")):
        for said in _SAID.finditer(path.read_text(encoding="utf-8")):
            found[said["code"]].append((path.parent.name, said["grade"], f"{said['file']}{said['at']}: {said['says']}"))
    lines = [
        (
            f'<code id="problem-{code}">{code}</code>',
            ", ".join(sorted({grade for _, grade, _ in said})),
            ", ".join(sorted({where for where, _, _ in said})),
            esc(said[0][2]),
        )
        for code, said in sorted(found.items())
    ]
    return page(
        "What is said of mistakes",
        "Every mistake in a file is told as `path:line:column: error what is wrong [code]`, all of them at once, each "
        "with the "
        "nearest right spelling. Each code, with one example of what is said:",
        raw(table(("code", "grade", "in files of", "for example"), lines)),
    )


def schemas() -> dict[str, str]:
    """The JSON Schema of each file format, as `fairuse schema NAME` prints it."""
    return {name: json.dumps(models.schema(name), indent=2, ensure_ascii=False) + "\n" for name in models.NAMES}


def _schemas() -> str:
    parts = []
    for name in models.NAMES:
        made = models.schema(name)
        needed = set(made.get("required", ()))
        fields = [
            (f"<code>{esc(field)}</code>", esc(_type(spec)), "yes" if field in needed else "")
            for field, spec in made.get("properties", {}).items()
        ]
        about = (made.get("description") or "").split("\n\n")[0].replace("\n", " ").replace("`", "")
        parts.append(
            f"## {name}\n\n"
            + raw(para(esc(about)), table(("field", "takes", "must be there"), fields))
            + f"\nThe whole schema: {{download}}`{name}.json <{name}.json>`, or `fairuse schema {name}`."
        )
    return page(
        "Schemas of files",
        "JSON Schemas (draft 2020-12) of every file that people and programs exchange with `fairuse`, made from its "
        "models. Editors "
        "with a YAML language server check a scenario while it is written with the first. Fields of reports are "
        "explained in "
        "[the format of a report](../../report-format.md).",
        *parts,
    )


def _type(spec: dict[str, object]) -> str:
    """What a field takes, in words, as far as its schema says it at the top."""
    if "$ref" in spec:
        return str(spec["$ref"]).rsplit("/", 1)[1]
    if isinstance(choice := spec.get("anyOf"), list):
        return " or ".join(dict.fromkeys(_type(one) for one in choice))
    if isinstance(values := spec.get("enum"), list):
        return ", ".join(map(str, values))
    if "const" in spec:
        return str(spec["const"])
    if spec.get("type") == "array" and isinstance(item := spec.get("items"), dict):
        return f"list of {_type(item)}"
    if spec.get("type") == "object":
        more = spec.get("additionalProperties")
        return f"map to {_type(more)}" if isinstance(more, dict) and more else "map"
    return str(spec.get("type", "anything"))


def _python() -> str:
    verbs = sorted(n for n in fairuse.__all__ if n.islower() and not n.startswith("_"))
    kinds = sorted(n for n in fairuse.__all__ if not n.islower())
    parts = ["## Verbs", *(_autodoc("function", n) for n in verbs)]
    parts += ["## Values", *(_autodoc("class", n) for n in kinds)]
    return page(
        "Python",
        "`import fairuse` offers these names. What is wrong with an input is raised as `FairuseError`; what may be a "
        "mistake is "
        "issued as `FairuseWarning`.",
        *parts,
    )


def _autodoc(kind: str, name: str) -> str:
    value = getattr(fairuse, name)
    doc = inspect.cleandoc(value.__doc__ or "")
    if kind == "function":
        # names of packages left out of annotations: the page is read by people
        shown = re.sub(r"\b(?:[a-z_]+\.)+([A-Z]\w*)", r"\1", str(inspect.signature(value)).replace("'", ""))
        head = f"{name}{shown}"
    else:
        head = name
    fields = [
        (f"<code>{esc(field)}</code>", f"<code>{esc(_annotation(info.annotation))}</code>")
        for field, info in getattr(value, "model_fields", {}).items()
        if not info.exclude
    ]
    return f"### {name}\n\n" + raw(
        f'<pre id="python-{name}">{esc(head)}</pre>',
        *(para(esc(block).replace("\n", " ")) for block in re.split(r"\n\s*\n", doc)),
        table(("field", "type"), fields) if fields else "",
    )


def _annotation(annotation: object) -> str:
    text = (
        annotation.__name__ if isinstance(annotation, type) and not hasattr(annotation, "__args__") else str(annotation)
    )
    return re.sub(r"\b(?:[A-Za-z_]+\.)+([A-Za-z]\w*)", r"\1", text)
