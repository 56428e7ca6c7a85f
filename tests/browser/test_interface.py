"""The JSON interface by its own description: whatever is sent, the answer is one that is described."""

from __future__ import annotations

import pytest

from fairuse.web.app import application
from tests.installed import law

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed: make test-web does")
hypothesis = pytest.importorskip("hypothesis")
positive_data_acceptance = pytest.importorskip(  # what a scenario is stands in text, which no description of JSON tells
    "schemathesis.specs.openapi.checks"
).positive_data_acceptance
pytestmark = pytest.mark.browser
#: What the client that it uses calls the server.
HOST = "testserver"


@pytest.fixture(scope="module")
def described():
    return schemathesis.openapi.from_asgi("/api/openapi.json", application(law(), [HOST]))


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/api/assess", "POST"),
        ("/api/whatif", "POST"),
        ("/api/next-question", "POST"),
        ("/api/kb/{kind}", "GET"),
        ("/api/kb/{kind}/{name}", "GET"),
    ],
)
def test_every_answer_is_one_that_is_described(described, path, method):
    @hypothesis.settings(
        max_examples=10,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(case=described[path][method].as_strategy())
    def send(case):
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    send()


def test_every_example_is_answered(described):
    """What the description gives as an example of a request gets the answer that it describes."""
    sent = 0
    for path, methods in described.raw_schema["paths"].items():
        for method, told in methods.items():
            body = told.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
            made = described.raw_schema["components"]["schemas"].get(body.get("$ref", "").rpartition("/")[2], {})
            named = {p["name"]: p["schema"].get("examples", p.get("examples"))[0] for p in told.get("parameters", ())}
            for example in made.get("examples", [None]):
                case = described[path][method.upper()].Case(
                    path_parameters=named, body=example if example is not None else schemathesis.core.NOT_SET
                )
                assert case.call_and_validate().status_code == 200
                sent += 1
    assert sent == 5
