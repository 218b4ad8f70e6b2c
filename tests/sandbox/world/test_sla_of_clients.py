"""A client's write pauses, resumes and judges the SLA as the desk's own moves do; seen over the API."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.store import Store
from sandbox.world import World
from sandbox.world.companies import FIRST_COMPANY, CompanyBuilder
from sandbox.world.contracts import Agreements
from sandbox.world.labels import Priority, Sla, Status
from sandbox.world.ledger import MemoryLedger
from sandbox.world.places import build_places
from sandbox.world.rules import Rules
from tests.sandbox.world.api import Client
from tests.sandbox.world.conftest import TUESDAY

HOUR = timedelta(hours=1)
UNTOUCHED = (
    "status = 8 AND serviceLevelAgreementID IS NOT NULL"
    " AND dueDateTime = resolvedDueDateTime AND resolvedDueDateTime > ?"
)

STAMPS = {"lastActivityDate": None, "lastTrackedModificationDateTime": None}


async def moved(client: Client, ticket: int, status: int, at: datetime | None = None) -> dict[str, Any]:
    if at is not None:
        client.clock.set(at)
    return await client.patch(ticket, status=int(status))


async def opened(client: Client, priority: Priority) -> dict[str, Any]:
    """A ticket that the client itself opens, for a customer with the standard SLA."""
    company = client.store.select("Contracts", "serviceLevelAgreementID = ?", (int(Sla.STANDARD),))[0]["companyID"]
    body = {"title": "Opened over the API", "companyID": company, "status": 1, "priority": priority, "queueID": 5}
    return client.record(await client.post("Tickets", **body))


def some(client: Client) -> dict[str, Any]:
    """A ticket in progress whose resolution is not due today, so that nobody else ends it meanwhile."""
    return dict(client.store.select("Tickets", UNTOUCHED, (TUESDAY + timedelta(days=1),))[0])


@pytest.fixture
async def client(living: tuple[Store, World]) -> AsyncIterator[Client]:
    made = Client(*living)
    yield made
    await made.http.aclose()


@pytest.fixture(scope="module")
def new_rules() -> Callable[[], Rules]:
    """Rules that have not seen a ticket yet."""
    places = build_places(TUESDAY.year)
    companies = CompanyBuilder(MemoryLedger({}), 1, places, TUESDAY.date(), Agreements(TUESDAY.date())).build(2)
    return lambda: Rules(places, {company.id: company for company in companies})


async def test_waiting_customer_pauses_and_leaving_it_pushes_the_due_dates(client: Client) -> None:
    ticket = some(client)
    paused = await moved(client, ticket["id"], Status.WAITING_CUSTOMER)
    assert paused["serviceLevelAgreementPausedNextEventHours"] > 0
    assert paused["resolvedDueDateTime"] == ticket["resolvedDueDateTime"]

    resumed = await moved(client, ticket["id"], Status.IN_PROGRESS, TUESDAY + 2 * HOUR)
    assert resumed["serviceLevelAgreementPausedNextEventHours"] is None
    assert resumed["resolvedDueDateTime"] >= ticket["resolvedDueDateTime"] + 2 * HOUR
    assert resumed["dueDateTime"] == resumed["resolvedDueDateTime"]
    details = [row["detail"] for row in client.store.select("TicketHistory", "ticketID = ?", (ticket["id"],))]
    assert any("Resolved due date time changed" in str(detail) for detail in details)


async def test_statuses_that_do_not_wait_for_the_customer_leave_the_due_dates(client: Client) -> None:
    ticket = some(client)
    await moved(client, ticket["id"], Status.WAITING_VENDOR)
    after = await moved(client, ticket["id"], Status.IN_PROGRESS, TUESDAY + 2 * HOUR)
    assert after["resolvedDueDateTime"] == ticket["resolvedDueDateTime"]
    assert after["serviceLevelAgreementPausedNextEventHours"] is None


async def test_completing_from_waiting_is_judged_by_the_pushed_due_date(client: Client) -> None:
    ticket = some(client)
    await moved(client, ticket["id"], Status.WAITING_CUSTOMER)
    done = await moved(client, ticket["id"], Status.COMPLETE, TUESDAY + timedelta(days=1))
    assert done["resolvedDueDateTime"] > ticket["resolvedDueDateTime"]
    first_met = ticket["firstResponseDateTime"] <= ticket["firstResponseDueDateTime"]
    assert done["serviceLevelAgreementHasBeenMet"] == first_met
    (result,) = client.store.select("ServiceLevelAgreementResults", "ticketID = ?", (ticket["id"],))
    assert result["isResolutionMet"] is True


async def test_a_refused_write_pauses_nothing(client: Client) -> None:
    ticket = some(client)
    body = {"id": ticket["id"], "status": int(Status.WAITING_CUSTOMER), "queueID": None, "assignedResourceID": None}
    assert (await client.http.patch("Tickets", json=body)).status_code == 500
    assert client.record(ticket["id"]) == ticket
    after = await moved(client, ticket["id"], Status.ON_HOLD, TUESDAY + HOUR)
    assert after["resolvedDueDateTime"] == ticket["resolvedDueDateTime"]


async def test_a_ticket_opened_over_the_api_has_its_sla_dates_at_once(client: Client) -> None:
    model = some(client)
    body = {"title": "Opened over the API", "companyID": model["companyID"], "status": 1, "priority": 1,
            "queueID": model["queueID"]}  # fmt: skip
    number = (await client.http.post("Tickets", json=body)).json()["itemId"]
    ticket = client.record(number)
    assert ticket["serviceLevelAgreementID"] == model["serviceLevelAgreementID"]
    assert TUESDAY < ticket["firstResponseDueDateTime"] < ticket["resolvedDueDateTime"]


async def test_another_priority_counts_the_due_dates_ahead_anew_from_the_creation(client: Client) -> None:
    ticket = await opened(client, Priority.MEDIUM)
    client.clock.set(TUESDAY + HOUR)
    urgent = await client.patch(ticket["id"], priority=Priority.HIGH)

    assert urgent["firstResponseDueDateTime"] == ticket["createDate"] + HOUR
    assert urgent["resolvedDueDateTime"] < ticket["resolvedDueDateTime"]
    assert urgent["dueDateTime"] == urgent["resolvedDueDateTime"]
    assert await client.patch(ticket["id"], priority=Priority.MEDIUM) | STAMPS == ticket | STAMPS


async def test_a_milestone_that_was_reached_keeps_its_due_date(client: Client) -> None:
    ticket = await opened(client, Priority.MEDIUM)
    await moved(client, ticket["id"], Status.IN_PROGRESS)
    urgent = await client.patch(ticket["id"], priority=Priority.HIGH)

    assert urgent["firstResponseDueDateTime"] == ticket["firstResponseDueDateTime"]
    assert urgent["resolvedDueDateTime"] < ticket["resolvedDueDateTime"]


async def test_another_sla_shifts_too_and_none_at_all_leaves_no_due_dates(client: Client) -> None:
    ticket = await opened(client, Priority.MEDIUM)
    twice = await client.patch(ticket["id"], serviceLevelAgreementID=Sla.ESSENTIAL)
    none = await client.patch(ticket["id"], serviceLevelAgreementID=None)

    assert twice["firstResponseDueDateTime"] == ticket["createDate"] + 4 * HOUR
    assert none["firstResponseDueDateTime"] is none["resolvedDueDateTime"] is None
    assert none["dueDateTime"] == twice["dueDateTime"]


async def test_a_due_date_set_by_hand_stands_and_shifts_no_milestone(client: Client) -> None:
    ticket = await opened(client, Priority.MEDIUM)
    promised = TUESDAY + timedelta(days=9)
    by_hand = await client.patch(ticket["id"], dueDateTime=promised.isoformat())
    urgent = await client.patch(ticket["id"], priority=Priority.HIGH)

    assert (by_hand["dueDateTime"], urgent["dueDateTime"]) == (promised, promised)
    assert by_hand["resolvedDueDateTime"] == ticket["resolvedDueDateTime"]


async def test_a_paused_ticket_tells_the_hours_that_its_new_priority_leaves(client: Client) -> None:
    ticket = await opened(client, Priority.MEDIUM)
    paused = await moved(client, ticket["id"], Status.WAITING_CUSTOMER)
    urgent = await client.patch(ticket["id"], priority=Priority.HIGH)

    assert paused["serviceLevelAgreementPausedNextEventHours"] == 2.0
    assert urgent["serviceLevelAgreementPausedNextEventHours"] == 1.0


async def test_a_completed_ticket_is_not_judged_anew(client: Client) -> None:
    ticket = await opened(client, Priority.MEDIUM)
    done = await moved(client, ticket["id"], Status.COMPLETE)
    later = await client.patch(ticket["id"], priority=Priority.CRITICAL)

    assert later["resolvedDueDateTime"] == done["resolvedDueDateTime"]


STEPS = st.lists(
    st.sampled_from([Priority.CRITICAL, Priority.HIGH, Priority.LOW, Status.WAITING_CUSTOMER, Status.NEW]), max_size=8
)


@settings(max_examples=60, deadline=None)
@given(steps=STEPS)
def test_due_dates_depend_on_the_priority_and_the_pauses_not_on_the_way_there(
    new_rules: Callable[[], Rules], steps: list[Priority | Status]
) -> None:
    hopping = _lived(new_rules(), Priority.MEDIUM, [*steps, Priority.BACKUP])
    straight = _lived(new_rules(), Priority.BACKUP, [s if isinstance(s, Status) else Priority.BACKUP for s in steps])

    assert hopping == straight


def _lived(rules: Rules, priority: Priority, steps: list[Priority | Status]) -> dict[str, Any]:
    """Take a ticket through changes, one every hour and a half."""
    at = int(TUESDAY.timestamp())
    ticket: dict[str, Any] = {"id": 1, "companyID": FIRST_COMPANY, "priority": int(priority),
                              "status": int(Status.NEW), "createDate": TUESDAY,
                              "firstResponseDateTime": None, "resolvedDateTime": None}  # fmt: skip
    ticket |= rules.noticed(None, ticket, at, None)
    for step in steps:
        at += 5400
        changed = {"status" if isinstance(step, Status) else "priority": int(step)}
        ticket |= changed | rules.noticed(ticket, ticket | changed, at, None)
    return ticket
