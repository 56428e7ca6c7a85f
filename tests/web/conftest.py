from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from fairuse.web import kept
from fairuse.web.app import application
from tests.installed import law
from tests.web.forms import HOST


@pytest.fixture(scope="module")
def browser():
    return TestClient(application(law(), [HOST]), base_url=f"http://{HOST}", raise_server_exceptions=True)


@pytest.fixture
def found(monkeypatch):
    """The uses for which an answer was worked out."""
    found, own = [], kept.assess_use
    monkeypatch.setattr(kept, "assess_use", lambda use, *more: (found.append(use.id), own(use, *more))[1])
    return found
