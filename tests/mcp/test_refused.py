"""What is wrong with a call is said as what is wrong with a file: where, what, and the nearest right spelling."""

from __future__ import annotations

import anyio
import pytest
from mcp.client.client import Client

from fairuse.mcp.server import server

FACT = {"fact": "copy.source", "quote": "bought in a shop"}
DRAFT = {
    "title": "T",
    "source_text": "bought in a shop",
    "works": [{"id": "w"}],
    "acts": [{"act": "training", "works": ["w"]}],
}


@pytest.mark.parametrize(
    ("tool", "arguments", "lines"),
    [
        ("asess", {}, ["tool: error there is no tool 'asess'; did you mean 'assess'? [bad-argument]"]),
        (
            "vocabulary",
            {"kind": "fact"},
            ["kind: error 'fact' is not one of acts, ", "did you mean 'facts'?"],
        ),
        (
            "assess",
            {"scenaro": "title: T"},
            [
                "scenaro: error there is no 'scenaro' here; did you mean 'scenario'? [bad-argument]",
                "scenario: error 'scenario' is missing [bad-argument]",
            ],
        ),
        (
            "assess",
            {"scenario": "title: T", "depth": "deep"},
            ["depth: error 'deep' is not one of brief, standard, full"],
        ),
        ("assess", {"scenario": ""}, ["scenario: error the file is empty [empty]"]),
        ("draft_scenario", {**DRAFT, "facts": [FACT]}, ["facts.0.value: error 'value' is missing"]),
        (
            "draft_scenario",
            {**DRAFT, "facts": [{**FACT, "value": {"a": 1}}]},
            ["facts.0.value: error a value or a list of values is expected here [bad-argument]"],
        ),
        (
            "draft_scenario",
            {**DRAFT, "facts": [{**FACT, "value": "bought", "sure": True}]},
            ["facts.0.sure: error there is no 'sure' here [bad-argument]"],
        ),
    ],
)
def test_a_wrong_call_is_told_what_is_wrong(kb, tool, arguments, lines):
    async def run():
        async with Client(server(lambda: kb)) as client:
            return await client.call_tool(tool, arguments)

    result = anyio.run(run)
    text = result.content[0].text
    assert result.is_error
    assert all(line in text for line in lines), text
    assert "pydantic" not in text
    assert len(text.splitlines()) <= len(lines)
