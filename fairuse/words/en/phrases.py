"""What documents say beside the outline."""

from typing import Any

PHRASES: dict[str, Any] = {
    "contents": "Contents",
    "notes": "Notes",
    "back": "back to the text",
    "note": "note {}",
    "contra": "Contra",
    "step": "step {}",
    "proof": "Why",
    "rule": "Rule",
    "rests_on": "Rests on",
    "after": "Follows from",
    "as_those": "{}, as {}.",
    "signs": ("for the user", "against the user", "open"),
    "legend": "▲ for the user   ▼ against   ◆ open",
    "authority": "Authority",
    "court": "Made by",
    "day": "Date",
    "status": "Status and treatment",
    "where_cited": "Notes",
    "not_cited": "named, no note",
    "skip": "Skip to the report",
    "page": "Page {} of {}",
    "carries": "This file carries the data of the report, which fairuse verify derives again.",
}
