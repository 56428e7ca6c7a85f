"""Services that record or copy at a customer's command: the customer, the service and its own acts, each apart."""

from __future__ import annotations

import pytest

from tests import installed
from tests.law.stories import of, story

TV = {"work.kind": "film_or_broadcast", "work.offered": "free_broadcast"}
CUSTOMER = {"who.part": "uses_tool", "purpose.private_use": "time_shift", "audience.who": "self"}
WHOLE = {"amount.share": "whole", "change.kind": "exact"}
SERVICE = {"who.part": "offers_service", "service.trigger": "user_alone", "service.provider_selects": False, **WHOLE}


@pytest.fixture(scope="module")
def kb():
    return installed.law()


def test_who_records_to_watch_later_is_likely_free(kb):
    told = {**CUSTOMER, **WHOLE, "purpose.commerciality": "none"}
    (use,) = story(kb, {"a": ("reproduction", told)}, TV, by={"who.kind": "individual"}).uses
    assert use.standing == "likely_permitted"


def test_what_a_service_copies_at_customers_command_turns_on_what_they_do(kb):
    (use,) = story(kb, {"a": ("reproduction", SERVICE)}, TV).uses
    assert use.standing == "uncertain"
    assert [w.fact for w in use.waits_for] == ["service.users_infringe"]


@pytest.mark.parametrize(
    ("told", "standing"),
    [
        ({"service.users_infringe": False}, "likely_permitted"),
        (
            {"service.lawful_uses": "substantial", "service.promotes": False, "service.control": False},
            "likely_permitted",
        ),
        ({"service.users_infringe": True, "service.promotes": True}, "not_permitted"),
        ({"service.users_infringe": False, "service.provider_selects": True}, "not_permitted"),
    ],
)
def test_a_service_answers_for_customers_only_where_it_brings_infringement_about(told, standing, kb):
    delivers = {"purpose.delivers_content": True, "amount.public_reach": "most_or_all"}
    given = {**SERVICE, **delivers, **told}
    (use,) = story(kb, {"a": ("reproduction", given)}, TV).uses
    assert use.standing == standing


def test_what_is_sent_out_live_is_the_services_own_doing(kb):
    told = {**SERVICE, "audience.who": "public", "purpose.delivers_content": True}
    (use,) = story(kb, {"a": ("broadcast", told)}, TV).uses
    assert use.standing == "not_permitted"


def test_a_customers_recording_played_back_to_him_is_not(kb):
    result = story(kb, {"a": ("broadcast", {**SERVICE, "audience.who": "self"})}, TV)
    assert of(result, "a").standing == "likely_permitted"
