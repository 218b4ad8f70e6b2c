"""A client's write pauses, resumes and judges the SLA as the desk's own moves do; seen over the API."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from sandbox.access import Credentials
from sandbox.clock import WorldClock
from sandbox.server import app
from sandbox.store import Store
from sandbox.world import World
from sandbox.world.labels import Status
from tests.sandbox.world.conftest import TUESDAY

HOUR = timedelta(hours=1)
UNTOUCHED = (
    "status = 8 AND serviceLevelAgreementID IS NOT NULL"
    " AND dueDateTime = resolvedDueDateTime AND resolvedDueDateTime > ?"
)


class Client:
    """One client at a tiny desk whose clock stands until it is moved."""

    def __init__(self, store: Store, world: World) -> None:
        credentials = Credentials()
        self.store = store
        self.clock = WorldClock(TUESDAY, 0)
        headers = {"ApiIntegrationCode": credentials.integration_code, "UserName": credentials.user,
                   "Secret": credentials.secret}  # fmt: skip
        transport = httpx.ASGITransport(app(store, world, self.clock, credentials))
        self.http = httpx.AsyncClient(transport=transport, base_url="http://test/ATServicesRest/V1.0/", headers=headers)

    async def move(self, ticket: int, status: int, at: datetime | None = None) -> dict[str, Any]:
        if at is not None:
            self.clock.set(at)
        answer = await self.http.patch("Tickets", json={"id": ticket, "status": int(status)})
        assert answer.status_code == 200, answer.text
        return self.record(ticket)

    def record(self, ticket: int) -> dict[str, Any]:
        found = self.store.get("Tickets", ticket)
        assert found is not None
        return found

    def some(self) -> dict[str, Any]:
        """A ticket in progress whose resolution is not due today, so that nobody else ends it meanwhile."""
        return dict(self.store.select("Tickets", UNTOUCHED, (TUESDAY + timedelta(days=1),))[0])


@pytest.fixture
async def client(living: tuple[Store, World]) -> AsyncIterator[Client]:
    made = Client(*living)
    yield made
    await made.http.aclose()


async def test_waiting_customer_pauses_and_leaving_it_pushes_the_due_dates(client: Client) -> None:
    ticket = client.some()
    paused = await client.move(ticket["id"], Status.WAITING_CUSTOMER)
    assert paused["serviceLevelAgreementPausedNextEventHours"] > 0
    assert paused["resolvedDueDateTime"] == ticket["resolvedDueDateTime"]

    resumed = await client.move(ticket["id"], Status.IN_PROGRESS, TUESDAY + 2 * HOUR)
    assert resumed["serviceLevelAgreementPausedNextEventHours"] is None
    assert resumed["resolvedDueDateTime"] >= ticket["resolvedDueDateTime"] + 2 * HOUR
    assert resumed["dueDateTime"] == resumed["resolvedDueDateTime"]
    details = [row["detail"] for row in client.store.select("TicketHistory", "ticketID = ?", (ticket["id"],))]
    assert any("resolvedDueDateTime changed" in str(detail) for detail in details)


async def test_statuses_that_do_not_wait_for_the_customer_leave_the_due_dates(client: Client) -> None:
    ticket = client.some()
    await client.move(ticket["id"], Status.WAITING_VENDOR)
    after = await client.move(ticket["id"], Status.IN_PROGRESS, TUESDAY + 2 * HOUR)
    assert after["resolvedDueDateTime"] == ticket["resolvedDueDateTime"]
    assert after["serviceLevelAgreementPausedNextEventHours"] is None


async def test_completing_from_waiting_is_judged_by_the_pushed_due_date(client: Client) -> None:
    ticket = client.some()
    await client.move(ticket["id"], Status.WAITING_CUSTOMER)
    done = await client.move(ticket["id"], Status.COMPLETE, TUESDAY + timedelta(days=1))
    assert done["resolvedDueDateTime"] > ticket["resolvedDueDateTime"]
    first_met = ticket["firstResponseDateTime"] <= ticket["firstResponseDueDateTime"]
    assert done["serviceLevelAgreementHasBeenMet"] == first_met
    (result,) = client.store.select("ServiceLevelAgreementResults", "ticketID = ?", (ticket["id"],))
    assert result["isResolutionMet"] is True


async def test_a_refused_write_pauses_nothing(client: Client) -> None:
    ticket = client.some()
    body = {"id": ticket["id"], "status": int(Status.WAITING_CUSTOMER), "queueID": None, "assignedResourceID": None}
    assert (await client.http.patch("Tickets", json=body)).status_code == 500
    assert client.record(ticket["id"]) == ticket
    after = await client.move(ticket["id"], Status.ON_HOLD, TUESDAY + HOUR)
    assert after["resolvedDueDateTime"] == ticket["resolvedDueDateTime"]


async def test_a_ticket_opened_over_the_api_has_its_sla_dates_at_once(client: Client) -> None:
    model = client.some()
    body = {"title": "Opened over the API", "companyID": model["companyID"], "status": 1, "priority": 1,
            "queueID": model["queueID"]}  # fmt: skip
    number = (await client.http.post("Tickets", json=body)).json()["itemId"]
    ticket = client.record(number)
    assert ticket["serviceLevelAgreementID"] == model["serviceLevelAgreementID"]
    assert TUESDAY < ticket["firstResponseDueDateTime"] < ticket["resolvedDueDateTime"]
