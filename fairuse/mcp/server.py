"""The Model Context Protocol around the tools: the only module that knows its SDK."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, Literal

import anyio
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError, ToolError
from mcp.types import ToolAnnotations
from pydantic import Field, ValidationError

from fairuse.kb.model import KnowledgeBase
from fairuse.knowledge import data_dir
from fairuse.mcp import draft, lookup, tools
from fairuse.mcp.gaps import gaps
from fairuse.mcp.guide import GUIDE, argument_prompt, story_prompt
from fairuse.mcp.parts import MOST, Found, answer
from fairuse.mcp.refused import wrong_arguments, wrong_tool
from fairuse.release import VERSION
from fairuse.source.errors import FairuseError

_READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
Kind = Literal[lookup.KINDS]  # type: ignore[valid-type]
Yaml = Annotated[str, Field(description="the scenario as YAML, as draft_scenario or add_facts returned it")]
Offset = Annotated[int, Field(description="where the part begins, as the part before it says; 0: the first part")]
Day = Annotated[str, Field(description="YYYY-MM-DD; empty: the scenario's day, or today")]
Court = Annotated[str, Field(description="a forum or a court by name; empty: the scenario's, or none")]
Use = Annotated[str, Field(description="the id of one use, as assess and findings name it (act/works/law); empty: all")]


class Law:
    """The knowledge base, loaded when it is first asked for: a client waits for no law to be told the tools."""

    def __init__(self, load: Callable[[], KnowledgeBase]) -> None:
        self._load, self._lock = load, threading.Lock()
        self._kb: KnowledgeBase | None = None

    def __call__(self) -> KnowledgeBase:
        """The law, loaded once."""
        with self._lock:
            if self._kb is None:
                self._kb = self._load()
            return self._kb


class _Server(MCPServer[None]):
    """The SDK's server, but that what is wrong with a call is said as everything else that is wrong."""

    async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> Any:
        """Call a tool. Raises `ToolError` in words that an assistant can act on."""
        tools = {tool.name: tool for tool in await self.list_tools()}
        if name not in tools:
            raise ToolError(str(wrong_tool(name, tools)))
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            cause = error.__cause__
            if type(cause) is ToolError:  # ours; the SDK puts the name of the tool before it
                raise ToolError(str(cause)) from None
            if not isinstance(cause, ValidationError):
                raise
            wrong = wrong_arguments(cause, arguments, tools[name].input_schema.get("properties", {}))
            raise ToolError("\n".join(map(str, wrong))[:MOST]) from None


def server(load: Callable[[], KnowledgeBase]) -> MCPServer[None]:
    """A server of the law that `load` gives. It keeps nothing between calls, so that clients cannot meet in it."""
    law = Law(load)
    made: MCPServer[None] = _Server("fairuse", version=VERSION, instructions=GUIDE, log_level="WARNING")

    async def found(find: Callable[[KnowledgeBase], Found], offset: int = 0) -> str:
        def work() -> str:
            kb = law()
            return answer(find(kb), kb, offset)

        try:  # a call that is given up is not waited for; its thread ends by itself
            return await anyio.to_thread.run_sync(work, abandon_on_cancel=True)
        except FairuseError as error:
            raise ToolError("\n".join(map(str, error.problems))[:MOST]) from None

    def tool(function: Callable[..., object]) -> None:
        made.add_tool(function, annotations=_READS, structured_output=False)

    async def vocabulary(kind: Kind, words: str = "", act: str = "", offset: Offset = 0) -> str:
        """List the words of the program and its law, one entry a line: acts, facts with their values, rules,
        authorities, doctrines, regimes, licences, issues, places, forums, claims. Narrow a list by words, and facts by
        the kind of act they are asked of."""
        return await found(lambda kb: lookup.vocabulary(kb, kind, words, act), offset)

    async def explain(kind: Kind, ids: list[str], offset: Offset = 0) -> str:
        """Explain entries of the vocabulary or the law: what a fact asks and when each value fits, what a rule says and
        on which authority, what an authority held and what became of it, what a licence allows."""
        return await found(lambda kb: lookup.explain(kb, kind, ids), offset)

    async def draft_scenario(
        title: str,
        source_text: Annotated[str, Field(description="what the user told or the document says, unchanged")],
        works: list[draft.Works],
        acts: list[draft.ActDone],
        facts: list[draft.FactSaid],
        as_of: Day = "",
        forum: Court = "",
        where: Annotated[
            list[str] | None, Field(description="the laws asked, such as us or eu; none: by place")
        ] = None,
        offset: Offset = 0,
    ) -> str:
        """Draft a scenario from a source text. Every fact names the words it rests on; a quotation that is not in the
        text word for word is refused, and the fact stays unknown. Tell only what the text says."""

        def find(kb: KnowledgeBase) -> Found:
            begun = draft.begin(title, works, acts, kb, as_of=as_of, forum=forum, where=where)
            made = draft.with_facts(begun, source_text, facts, kb)
            return Found(made.text(gaps(made.scenario, kb)), record=made.scenario.sha256)

        return await found(find, offset)

    async def add_facts(
        scenario: Yaml,
        source_text: Annotated[str, Field(description="the user's answer or a further document, unchanged")],
        facts: list[draft.FactSaid],
        offset: Offset = 0,
    ) -> str:
        """Add facts to a scenario, such as the user's answers, each with the words it rests on."""

        def find(kb: KnowledgeBase) -> Found:
            made = draft.with_facts(draft.checked(scenario, kb), source_text, facts, kb)
            return Found(made.text(gaps(made.scenario, kb)), record=made.scenario.sha256)

        return await found(find, offset)

    async def check_scenario(scenario: Yaml, source_text: str = "", offset: Offset = 0) -> str:
        """Check a scenario: every mistake with its place and the nearest right spelling, and what has no effect. With
        the source text, also which facts it does not bear out word for word."""
        return await found(lambda kb: tools.check(kb, scenario, source_text), offset)

    async def next_question(
        scenario: Yaml,
        skip: Annotated[
            list[str] | None,
            Field(description="questions that nobody can answer, as of:fact or fact, to go on without"),
        ] = None,
        each: Annotated[int, Field(description="more than 1: so many questions of every act, to look for at once")] = 1,
        offset: Offset = 0,
    ) -> str:
        """The next question to put to the user: one whose answer could still change an answer. Look for it in the
        source first; do not answer it yourself. What is not known stays unknown: name it in `skip` and go on."""
        return await found(lambda kb: tools.next_question(kb, scenario, skip or (), each), offset)

    async def assess(
        scenario: Yaml,
        depth: Literal["brief", "standard", "full"] = "standard",
        as_of: Day = "",
        forum: Court = "",
        offset: Offset = 0,
    ) -> str:
        """Assess a scenario: the answer act by act, what decides it, what is open, both sides' authorities."""
        return await found(lambda kb: tools.assess(kb, scenario, depth, as_of, forum), offset)

    async def memo(
        scenario: Yaml,
        reader: Literal["lay", "counsel", "auditor"] = "counsel",
        as_of: Day = "",
        forum: Court = "",
        offset: Offset = 0,
    ) -> str:
        """The legal memorandum on a scenario, issue by issue, with numbered notes of its authorities, as Markdown."""
        return await found(lambda kb: tools.memorandum(kb, scenario, reader, as_of, forum), offset)

    async def findings(scenario: Yaml, use: Use = "", as_of: Day = "", forum: Court = "", offset: Offset = 0) -> str:
        """The proof line by line: each fact with its words, each rule that fired with its reason, what it rests on, its
        authorities with pinpoints, and what speaks against it."""
        return await found(lambda kb: tools.findings(kb, scenario, use, as_of, forum), offset)

    async def what_if(
        scenario: Yaml,
        settings: Annotated[
            list[str] | None, Field(description="fact=value or act:fact=value; none: what moves")
        ] = None,
        use: Use = "",
        as_of: Day = "",
        forum: Court = "",
        offset: Offset = 0,
    ) -> str:
        """What would move the answers, or what some facts, set otherwise, do move. The scenario is not changed."""
        return await found(lambda kb: tools.what_if(kb, scenario, settings, use, as_of, forum), offset)

    async def why_not(
        scenario: Yaml,
        value: Annotated[str, Field(description="the value it has not, such as permitted")],
        issue: Annotated[str, Field(description="an issue, or standing for the answer itself")] = "standing",
        use: Use = "",
        as_of: Day = "",
        forum: Court = "",
        offset: Offset = 0,
    ) -> str:
        """Why an answer, or an issue, has not another value: the rules that could have said so, what each lacked."""
        return await found(lambda kb: tools.why_not(kb, scenario, issue, value, use, as_of, forum), offset)

    async def compare_days(scenario: Yaml, day: str, other_day: str, forum: Court = "", offset: Offset = 0) -> str:
        """What moved between the law of two days, through which rules and authorities."""
        return await found(lambda kb: tools.compare_days(kb, scenario, day, other_day, forum), offset)

    async def search_claims(words: str, offset: Offset = 0) -> str:
        """Find the argument about AI and copyright that somebody makes, however it is put and spelt. `explain` with
        kind claims says what is right and wrong in it, with both sides' authorities."""
        return await found(lambda kb: lookup.search_claims(kb, words), offset)

    async def test_claim(
        claim: Annotated[str, Field(description="the id of a claim, as search_claims names it")],
        scenario: Yaml,
        as_of: Day = "",
        forum: Court = "",
        offset: Offset = 0,
    ) -> str:
        """Whether an argument holds, fails or depends in a scenario, with the findings that decide it."""
        return await found(lambda kb: tools.try_claim(kb, claim, scenario, as_of, forum), offset)

    for function in (
        search_claims,
        test_claim,
        vocabulary,
        explain,
        draft_scenario,
        add_facts,
        check_scenario,
        next_question,
        assess,
        memo,
        findings,
        what_if,
        why_not,
        compare_days,
    ):
        tool(function)
    _resources(made, law)
    return made


def _resources(made: MCPServer[None], law: Law) -> None:
    """Texts to read beside the tools, and the two prompts."""

    @made.resource("fairuse://guide", mime_type="text/plain")
    def guide() -> str:
        """How to answer a question with this server."""
        return GUIDE

    @made.resource("fairuse://example", mime_type="application/yaml")
    def example() -> str:
        """A scenario file of several acts."""
        return (data_dir("cases") / "scenarios" / "short-quotation.yaml").read_text(encoding="utf-8")

    @made.resource("fairuse://{kind}/{name}", mime_type="text/plain")
    async def entry(kind: str, name: str) -> str:
        """The page of a fact, rule, authority, doctrine, regime or licence, such as fairuse://facts/copy.source."""

        def page() -> str:
            kb = law()
            return answer(lookup.explain(kb, kind, [name]), kb)

        try:
            return await anyio.to_thread.run_sync(page, abandon_on_cancel=True)
        except FairuseError as error:
            raise ResourceNotFoundError("\n".join(map(str, error.problems))) from None

    made.prompt(name="assess_story", description="Assess what a story tells, with every fact quoted.")(story_prompt)
    made.prompt(name="weigh_argument", description="Say what is right and wrong in an argument.")(argument_prompt)


def run(load: Callable[[], KnowledgeBase], port: int | None = None) -> None:
    """Serve until the client leaves: on standard input and output, or with a `port` over HTTP on this machine alone."""
    made = server(load)
    if port is None:
        anyio.run(made.run_stdio_async)
    else:
        anyio.run(partial(made.run_streamable_http_async, host="127.0.0.1", port=port, stateless_http=True))
