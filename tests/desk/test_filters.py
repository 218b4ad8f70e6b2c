"""The language of the filter line, over items of a real queue."""

import pytest

from desk.filters import FilterError, parse_filter
from desk.model import View
from tests.desk.shop import (
    ACME,
    ANA,
    BEN,
    CRITICAL,
    HIGH,
    LOW,
    TOM,
    WAITING_CUSTOMER,
    Following,
    Shop,
    at,
    ticket,
    ticket_id,
)


async def furnished(shop: Shop) -> Following:
    await shop.put(
        ticket(1, title="VPN drops every 10 min", priority=HIGH, resolved_due_date_time=at("10:22")),
        ticket(2, title="Printer offline", company_id=ACME, contact_id=TOM, priority=LOW, assigned_resource_id=BEN,
               resolved_due_date_time=at("14:00")),
        ticket(3, title="Printer jams", status=WAITING_CUSTOMER, priority=LOW),
        ticket(4, title="Firewall alert", priority=CRITICAL, assigned_resource_id=None,
               resolved_due_date_time=at("09:00")),
        *shop.call(2, at("13:00"), 30, ANA),
        *shop.project_task("Cabling", at("14:00")),
        shop.note(1, "Still drops, please call", at("09:36")),
    )  # fmt: skip
    return await shop.live()


def kept(following: Following, text: str) -> set[int]:
    snapshot = following.desk.queue(View.TEAM, parse_filter(text))
    assert snapshot.filter_text == text.strip()
    assert snapshot.offered == sum(item.place.offered for item in snapshot.items)
    return {item.id.id for item in snapshot.items if item.id.id < 1000}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", {1, 2, 3, 4}),
        ("printer", {2, 3}),
        ("PRINTER !jams", {2}),
        ('"printer off"', {2}),
        ('!"printer off" printer', {3}),
        ("acme", {2}),
        (".0004", {4}),
        ("lena", {1, 3, 4}),
        ("client:acme", {2}),
        ("!client:acme is:ticket", {1, 3, 4}),
        ("contact:hart", {2}),
        ("queue:service", {1, 2, 3, 4}),
        ("p:1", {4}),
        ("P1", {4}),
        ("p2 vpn", {1}),
        ("!P1 !p2 printer", {2, 3}),
        ('"p1"', set()),
        ("p:P1", {4}),
        ("p:low", {2, 3}),
        ("tech:ben", {2}),
        ("tech:me", {1, 2, 3}),
        ("tech:none", {4}),
        ("status:waiting", {3}),
        ("status:progress", {1, 2, 4}),
        ("due:<1h", {1, 4}),
        ("due:>1h", {2}),
        ("due:<4.5h p:low", {2}),
        ("due:today", {1, 2, 4}),
        ("due:none", {3}),
        ("is:late", {4}),
        ("is:soon", {1}),
        ("is:paused", {3}),
        ("is:unassigned", {4}),
        ("is:mine", {1, 2, 3}),
        ("is:vip", {2}),
        ("is:booked", {2}),
        ("is:replied", {1}),
        ("!is:offered", {3}),
        ("is:task", set()),
    ],
)
async def test_a_filter_keeps_what_it_says(shop: Shop, text: str, numbers: set[int]) -> None:
    assert kept(await furnished(shop), text) == numbers


async def test_a_workflow_is_named_by_id_or_by_its_words(shop: Shop) -> None:
    following = await furnished(shop)
    item = following.desk.item(ticket_id(2))
    assert item is not None
    assert 2 in kept(following, f"wf:{item.workflow.lower()}")
    assert 2 in kept(following, f'wf:"{item.workflow_name}"')


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("due:soon", "due:<1h"),
        ("due:<1w", "due:<1h"),
        ("is:red", "late"),
        ("colour:red", "there is no colour"),
        ('client:""', "say what the client is"),
    ],
)
def test_a_term_that_says_nothing_is_refused_with_what_can_be_said(text: str, says: str) -> None:
    with pytest.raises(FilterError, match=says):
        parse_filter(text)


@pytest.mark.parametrize("text", ["10:30", "!", "a!b", "re: hello", 'an "open quote', "[bold]x[/]", "🙂"])
def test_what_is_no_term_is_a_word(text: str) -> None:
    assert parse_filter(text).terms


async def test_a_filter_on_time_left_names_the_instant_at_which_it_changes(shop: Shop) -> None:
    following = await furnished(shop)
    narrow = parse_filter("due:<1h")
    before = following.desk.queue(View.TEAM, narrow)
    assert before.next_change_at is not None
    await following.move(at("12:59"))
    assert {item.id.id for item in following.desk.queue(View.TEAM, narrow).items} == {1, 4}
    told = await following.move(at("13:01"))
    assert any(delta.reordered for delta in told), "the desk announces it by itself"
    assert {item.id.id for item in following.desk.queue(View.TEAM, narrow).items} == {1, 2, 4}


async def test_time_left_is_business_time(shop: Shop) -> None:
    await shop.put(ticket(1, resolved_due_date_time=at("08:30", 25)))
    following = await shop.live()
    await following.move(at("17:20"))
    assert kept(following, "due:<1h") == set()
    await following.move(at("17:31"))
    assert kept(following, "due:<1h") == {1}


async def test_due_today_turns_at_midnight(shop: Shop) -> None:
    await shop.put(ticket(1, resolved_due_date_time=at("08:30", 25)))
    following = await shop.live()
    assert kept(following, "due:today") == set()
    told = await following.move(at("00:00", 25))
    assert any(delta.reordered for delta in told) or kept(following, "due:today") == {1}
