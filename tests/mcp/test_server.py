"""The server for assistants, met as they meet it: by the SDK's client, over standard input and output."""

from __future__ import annotations

import hashlib
import os
import re
import socket
import subprocess
import sys
import threading
from contextlib import asynccontextmanager

import anyio
import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from fairuse.mcp import tools
from fairuse.mcp.parts import LONGEST, MOST, answer
from fairuse.mcp.server import server
from fairuse.release import VERSION
from tests import installed

STORY = "A school up north trains a model on novels that it has under a licence. It copies about 200 words at a time."
DRAFT = {
    "title": "A school",
    "source_text": STORY,
    "works": [{"id": "novels", "title": "Novels"}],
    "acts": [{"act": "training", "works": ["novels"]}],
    "facts": [
        {"fact": "copy.source", "value": "licensed", "quote": "under a licence", "of": "training"},
        {"fact": "copy.words", "value": 200, "quote": "about 200 words", "of": "training"},
        {"fact": "use.purpose", "value": "new", "quote": "for a purpose of its own", "of": "training"},
    ],
    "as_of": "2020-01-01",
}
BELOW = re.compile(
    r"\n---\nrules: .+\nauthorities: .+\n(law as of .+; )?rules \S+ \([0-9a-f]{16}\); fairuse \S+\n"
    r"receipt: sha256 [0-9a-f]{64}"
)


@asynccontextmanager
async def over_stdio(kb_dir):
    words = ["-m", "fairuse", "mcp", "--rules", str(kb_dir)]
    here = StdioServerParameters(command=sys.executable, args=words, env={"FAIRUSE_CACHE_DIR": ""})
    with anyio.fail_after(120):
        async with Client(stdio_client(here)) as client:
            yield client


def in_this_process(kb, talk):
    async def run():
        async with Client(server(lambda: kb)) as client:
            await talk(client)

    anyio.run(run)


async def told(client, name, **arguments):
    result = await client.call_tool(name, arguments)
    text = result.content[0].text
    assert not result.is_error, text
    assert len(text) <= MOST
    assert BELOW.search(text), text[-400:]
    assert f"fairuse {VERSION}" in text
    return text


async def refused(client, name, **arguments):
    result = await client.call_tool(name, arguments)
    assert result.is_error
    assert len(result.content[0].text) <= MOST + 100
    return result.content[0].text


def scenario_in(text):
    return text.partition("\nscenario:\n")[2].partition("\n\n---\n")[0] + "\n"


def test_a_whole_conversation_from_prose_to_memo(kb_dir):
    async def talk():
        async with over_stdio(kb_dir) as client:
            assert "guesses neither law nor facts" in " ".join(client.instructions.split())
            names = {tool.name for tool in (await client.list_tools()).tools}
            assert {"vocabulary", "explain", "draft_scenario", "assess", "findings"} <= names
            assert "training" in await told(client, "vocabulary", kind="acts")
            assert "copy.source" in await told(client, "vocabulary", kind="facts", act="training")
            assert "a copy that was paid for" in await told(client, "explain", kind="facts", ids=["copy.source"])

            drafted = await told(client, "draft_scenario", **DRAFT)
            assert "2 facts taken, 1 refused" in drafted
            assert "use.purpose: the quotation 'for a purpose of its own' is not in the source" in drafted
            scenario = scenario_in(drafted)
            assert "use.purpose" not in scenario
            checked = await told(client, "check_scenario", scenario=scenario, source_text=STORY)
            assert "Every fact has its words in the source." in checked

            question = await told(client, "next_question", scenario=scenario)
            fact, of = re.search(r"^fact: (\S+)\nof: (.+)$", question, re.MULTILINE).groups()
            assert (fact, of) == ("use.purpose", "training")
            reply = {"fact": fact, "of": of, "value": "new", "quote": "to make new things"}
            answered = await told(
                client, "add_facts", scenario=scenario, source_text="It is there to make new things.", facts=[reply]
            )
            scenario = scenario_in(answered)
            assert "1 facts taken, 0 refused" in answered

            memo = await told(client, "memo", scenario=scenario)
            assert "3 facts told, 3 with the words they rest on" in memo
            assert "#" in memo
            report = await told(client, "assess", scenario=scenario, depth="brief")
            assert "3 facts told, 3 with the words they rest on" in report
            assert "law as of 2020-01-01" in report
            proof = await told(client, "findings", scenario=scenario)
            assert 'copy.source = licensed (asserted, "under a licence")' in proof
            assert "xx.purpose.own: xx.purpose = favors" in proof
            assert "authority gamma-v-delta at 12" in proof
            moved = await told(client, "what_if", scenario=scenario, settings=["training:copy.source=bought"])
            assert "--set training:copy.source=bought" in moved
            await told(client, "what_if", scenario=scenario)
            assert "xx.conclusion" in await told(client, "why_not", scenario=scenario, value="not_permitted")
            days = await told(client, "compare_days", scenario=scenario, day="2020-01-01", other_day="2001-01-01")
            assert "law as of 2001-01-01 and 2020-01-01" in days
            page = await client.read_resource("fairuse://rules/xx.purpose.own")
            assert "gamma-v-delta" in page.contents[0].text or "Gamma" in page.contents[0].text
            prompt = await client.get_prompt("assess_story", {"story": STORY})
            assert STORY in prompt.messages[0].content.text

    anyio.run(talk)


ELSEWHERE = (
    b"POST /mcp HTTP/1.1\r\nHost: example.org\r\nContent-Type: application/json\r\n"
    b"Accept: application/json, text/event-stream\r\nContent-Length: 2\r\n\r\n{}"
)


async def open_port(port):
    while True:  # refused at once until the server listens; the caller limits how long
        try:
            return await anyio.connect_tcp("127.0.0.1", port)
        except OSError:
            await anyio.sleep(0.05)


def test_it_is_reached_over_http_on_this_machine_alone(kb_dir):
    """Two clients of one process at once; who asks for another host is turned away."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "fairuse", "mcp", "--rules", str(kb_dir), "--http", "--port", str(port)]
    texts = []

    async def one():
        async with Client(f"http://127.0.0.1:{port}/mcp") as client:
            drafted = await told(client, "draft_scenario", **DRAFT)
            texts.append(await told(client, "assess", scenario=scenario_in(drafted)))

    async def talk():
        with anyio.fail_after(120):
            async with await open_port(port) as stream:
                await stream.send(ELSEWHERE)
                assert (await stream.receive()).startswith(b"HTTP/1.1 421 ")
            async with anyio.create_task_group() as group:
                group.start_soon(one)
                group.start_soon(one)
        assert len(texts) == 2
        assert len(set(texts)) == 1

    with subprocess.Popen(words, stderr=subprocess.DEVNULL, env={**os.environ, "FAIRUSE_CACHE_DIR": ""}) as here:
        try:
            anyio.run(talk)
        finally:
            here.terminate()


def test_two_clients_at_once_are_told_the_same(kb_dir):
    async def talk():
        texts = []

        async def one(client):
            drafted = await told(client, "draft_scenario", **DRAFT)
            texts.append(await told(client, "assess", scenario=scenario_in(drafted)))

        async with over_stdio(kb_dir) as first, over_stdio(kb_dir) as second, anyio.create_task_group() as group:
            for client in (first, first, second):
                group.start_soon(one, client)
        assert len(texts) == 3
        assert len(set(texts)) == 1

    anyio.run(talk)


def test_a_call_that_is_given_up_is_not_waited_for(kb):
    started, released = threading.Event(), threading.Event()

    def slow():
        started.set()
        released.wait(60)
        return kb

    async def run():
        async with Client(server(slow)) as client, anyio.create_task_group() as group:
            with anyio.CancelScope() as call:
                async with anyio.create_task_group() as calls:
                    calls.start_soon(client.call_tool, "vocabulary", {"kind": "acts"})
                    await anyio.to_thread.run_sync(started.wait)
                    call.cancel()
            assert call.cancelled_caught  # while the law is still being loaded
            assert not released.is_set()
            released.set()
            group.start_soon(lambda: told(client, "vocabulary", kind="acts"))

    anyio.run(run)
    assert released.is_set()


def test_a_missing_extra_is_named(fairuse, monkeypatch):
    for name in [name for name in sys.modules if name == "mcp" or name.startswith(("mcp.", "fairuse.mcp.server"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "mcp", None)
    ran = fairuse("mcp")
    assert ran.code == 2
    assert ran.err == "mcp: error this needs an extra; install it with: pip install 'fairuse[mcp]' [bad-option]\n"


@pytest.mark.parametrize("depth", ["brief", "full"])
def test_the_receipt_is_that_of_what_the_command_prints(fairuse, kb, scenarios, depth):
    path = scenarios / "novel.yaml"
    text = answer(tools.assess(kb, path.read_text(), depth), kb)
    command = re.search(r"run on the scenario: fairuse (.+)", text)[1].split()
    printed = fairuse(*command, path).out
    assert hashlib.sha256(printed.encode()).hexdigest() in text


def test_wrong_names_are_said_with_the_nearest_right_one(kb):
    scenario = "title: T\nworks: {w: {}}\nacts: [{act: training, works: w}]\n"

    async def talk(client):
        assert "did you mean 'copy.source'" in await refused(client, "explain", kind="facts", ids=["copy.sourse"])
        assert "did you mean 'training'" in await refused(client, "vocabulary", kind="facts", act="trianing")
        assert "kind" in await refused(client, "vocabulary", kind="fcats")
        assert "did you mean 'training'" in await refused(
            client, "assess", scenario=scenario.replace("training", "trainin")
        )
        assert "did you mean 'xx.purpose'" in await refused(
            client, "why_not", scenario=scenario, issue="xx.purpos", value="favors"
        )
        assert "is not a date" in await refused(client, "assess", scenario=scenario, as_of="tomorrow")
        assert "there is no use" in await refused(client, "findings", scenario=scenario, use="traning/w/xx.law")
        assert "there is none at" in await refused(client, "next_question", scenario=scenario, offset=10**6)
        assert "did you mean 'assess'" in await refused(client, "asess", scenario=scenario)

    in_this_process(kb, talk)


def test_huge_and_broken_inputs_are_refused_in_few_words(kb):
    async def talk(client):
        assert "too many" in await refused(client, "assess", scenario="x" * (LONGEST + 1))
        assert "too many" in await refused(client, "draft_scenario", **{**DRAFT, "source_text": "x" * (LONGEST + 1)})
        assert "one to" in await refused(client, "explain", kind="facts", ids=["copy.source"] * 1000)
        wrong = "title: T\nworks: {w: {}}\nacts: [{act: training, works: w, facts: {%s}}]\n"
        many = wrong % ", ".join(f"no.fact{number}: true" for number in range(3000))
        assert "there is no fact" in await refused(client, "check_scenario", scenario=many)
        for broken in ("", "[" * 5000, "\x00", "a: &a [*a]", "- 1", "\ud800"):
            assert await refused(client, "check_scenario", scenario=broken)

    in_this_process(kb, talk)


@pytest.mark.parametrize("name", ["pirated-library-training", "multi-jurisdiction-training"])
@pytest.mark.parametrize("find", [tools.assess, tools.findings])
def test_answers_under_the_law_that_ships_keep_to_their_size(monkeypatch, name, find):
    """The longest reports there are: every part is within the size, and all parts are the whole."""
    monkeypatch.setattr(tools, "assessed", lambda *_, **__: installed.assessed(name))
    kb = installed.law()
    more = ("full",) if find is tools.assess else ()
    found = find(kb, (installed.SCENARIOS / f"{name}.yaml").read_text(), *more)
    assert found.rules
    assert found.authorities
    offset, parts = 0, 0
    while True:
        text = answer(found, kb, offset)
        assert len(text) <= MOST
        parts += 1
        following = re.search(r"go on with offset=(\d+)", text)
        if following is None:
            break
        offset = int(following[1])
    assert parts > 1


def test_an_argument_is_found_explained_and_put_to_a_scenario(monkeypatch):
    monkeypatch.setattr(tools, "assessed", lambda *_, **__: installed.assessed("pirated-library-training"))
    scenario = (installed.SCENARIOS / "pirated-library-training.yaml").read_text()

    async def talk(client):
        found = await told(client, "search_claims", words="they trained on piratd books")
        assert "illegally-obtained-database" in found
        page = await told(client, "explain", kind="claims", ids=["illegally-obtained-database"])
        assert "What is wrong in it" in page
        tried = await told(client, "test_claim", claim="illegally-obtained-database", scenario=scenario)
        assert "it holds" in tried
        assert "did you mean" in await refused(client, "test_claim", claim="illegally-obtaind", scenario=scenario)

    in_this_process(installed.law(), talk)
