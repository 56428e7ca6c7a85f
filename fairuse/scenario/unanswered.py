"""The acts that no law held here answers: each is said, so that nothing a scenario names goes by unseen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fairuse.answer.place import Unanswered
