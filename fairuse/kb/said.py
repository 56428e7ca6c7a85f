"""How values that many questions share are said in prose."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from fairuse.kb.entry import Entry, Text


class SaidValue(Entry):
    """A value that many legal questions have: how it `says` it after the label of a question.

    A question for which it reads otherwise has a phrase of its own.
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    says: Text
