"""People who work through the API are obeyed: the world reads before it acts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sandbox.store import Store
from sandbox.world import World
from sandbox.world.labels import Publish, Status
from sandbox.world.people import FIRST_TECH, OWNER
from tests.sandbox.world.api import Client
from tests.sandbox.world.conftest import TUESDAY

WEEK = TUESDAY + timedelta(days=7)
Living = tuple[Store, World]


def some_ticket(store: Store, where: str) -> dict[str, Any]:
    return dict(store.select("Tickets", where, limit=1)[0])


def entries_after(store: Store, ticket: int, at: datetime) -> int:
    return store.count("TimeEntries", "ticketID = ? AND startDateTime > ?", (ticket, at))


def test_a_ticket_that_a_client_completed_is_worked_no_more(living: Living) -> None:
    store, world = living
    tickets = store.select("Tickets", "status = 8")
    for ticket in tickets:
        done = {"status": int(Status.COMPLETE), "completedDate": TUESDAY, "resolvedDateTime": TUESDAY}
        store.update("Tickets", int(str(ticket["id"])), done)
    world.advance(WEEK)
    for ticket in tickets:
        number = int(str(ticket["id"]))
        later = store.count("TicketHistory", "ticketID = ? AND date > ? AND detail LIKE '%to In Progress'",
                            (number, TUESDAY + timedelta(hours=3)))  # fmt: skip
        assert later == 0


def test_a_ticket_that_a_person_took_keeps_its_owner(living: Living) -> None:
    store, world = living
    ticket = some_ticket(store, f"status = {int(Status.IN_PROGRESS)}")
    others = store.select("ResourceServiceDeskRoles", "resourceID <> ? AND resourceID > 29682884",
                          (ticket["assignedResourceID"],))  # fmt: skip
    taker = others[0]
    changes = {"assignedResourceID": taker["resourceID"], "assignedResourceRoleID": taker["roleID"]}
    store.update("Tickets", ticket["id"], changes)
    world.advance(WEEK)
    now = store.get("Tickets", ticket["id"])
    assert now is not None
    assert now["assignedResourceID"] == taker["resourceID"]
    assert entries_after(store, ticket["id"], TUESDAY + timedelta(hours=3)) == 0


def test_customers_answer_public_notes_of_people(living: Living) -> None:
    store, world = living
    asked = store.select("Tickets", "status <> 5 AND contactID IS NOT NULL", limit=14)
    for row in asked:
        store.insert("TicketNotes", {
            "ticketID": row["id"], "title": "Question", "description": "Does it still happen?", "noteType": 3,
            "publish": int(Publish.EVERYONE), "createDateTime": TUESDAY, "lastActivityDate": TUESDAY,
            "creatorResourceID": FIRST_TECH,
        })  # fmt: skip
    newest = max(int(str(note["id"])) for note in store.select("TicketNotes"))
    world.advance(TUESDAY + timedelta(hours=8))
    answers = store.select("TicketNotes", "createdByContactID IS NOT NULL", after_id=newest)
    assert len({row["id"] for row in asked} & {note["ticketID"] for note in answers}) >= 3


def test_a_ticket_that_a_client_opens_gets_the_sla_dates_of_its_company(living: Living) -> None:
    store, world = living
    model = some_ticket(store, "serviceLevelAgreementID IS NOT NULL")
    number = store.insert("Tickets", {
        "title": "Opened over the API", "companyID": model["companyID"], "status": 1, "priority": 1,
        "queueID": model["queueID"], "createDate": TUESDAY, "lastActivityDate": TUESDAY,
        "ticketNumber": "T20261124.0900",
    })  # fmt: skip
    world.advance(TUESDAY + timedelta(hours=6))
    ticket = store.get("Tickets", number)
    assert ticket is not None
    assert ticket["serviceLevelAgreementID"] == model["serviceLevelAgreementID"]
    assert ticket["firstResponseDueDateTime"] > TUESDAY
    numbers = [row["ticketNumber"] for row in store.select("Tickets")]
    assert len(numbers) == len(set(numbers))


def test_a_ticket_that_vanished_stops_nothing(living: Living) -> None:
    store, world = living
    for ticket in store.select("Tickets", "status <> 5")[::2]:
        store.delete("Tickets", int(str(ticket["id"])))
    world.advance(WEEK)
    assert store.count("Tickets", "createDate > ?", (TUESDAY + timedelta(days=5),)) > 0


def test_a_timesheet_is_submitted_in_the_next_week_and_approved_the_day_after(living: Living) -> None:
    store, world = living
    sheet = (FIRST_TECH, TUESDAY.date())
    said = [store.sheets.status(FIRST_TECH, (TUESDAY - timedelta(days=7)).date()), store.sheets.status(*sheet)]
    for days, hours in ((6, 0), (6, 8), (7, 8)):
        world.advance(TUESDAY + timedelta(days=days, hours=hours))
        said.append(store.sheets.status(*sheet))

    assert said == ["submitted", None, "new", "submitted", "approved"]


async def test_who_is_granted_leave_does_nothing_meanwhile_and_new_work_goes_to_others(living: Living) -> None:
    store, world = living
    client = Client(store, world)
    tech, approver = FIRST_TECH + 1, {"ImpersonationResourceId": str(OWNER)}
    day = {"hours": 8, "timeOffRequestType": 1, "status": 1, "reason": "Moving house"}
    path, request = f"Resources/{tech}/TimeOffRequests", 0
    for date in ("2026-11-24", "2026-11-25"):
        request = await client.post(path, requestDate=date, **day)
        await client.http.post(f"TimeOffRequests/{request}/Approve", json={}, headers=approver)
    world.advance(TUESDAY + timedelta(hours=13))
    away = done(store, tech, TUESDAY)
    cancelled = await client.http.patch(path, json={"id": request, "status": 4})
    world.advance(TUESDAY + timedelta(hours=37))
    await client.http.aclose()

    assert away == (0, 0, 0)
    assert cancelled.status_code == 200
    assert min(done(store, tech, TUESDAY + timedelta(hours=20))) > 0


async def test_who_is_granted_some_hours_is_back_for_the_rest_of_the_day(living: Living) -> None:
    store, world = living
    client = Client(store, world)
    tech, approver = FIRST_TECH + 1, {"ImpersonationResourceId": str(OWNER)}
    part = {"startTime": "2026-11-24T08:00:00Z", "endTime": "2026-11-24T11:30:00Z", "hours": 3.5, "reason": "Dentist"}
    path = f"Resources/{tech}/TimeOffRequests"
    for date in ("2026-11-24", "2026-11-25"):
        request = await client.post(path, requestDate=date, timeOffRequestType=1, status=1, **part)
        await client.http.post(f"TimeOffRequests/{request}/Approve", json={}, headers=approver)
    world.advance(TUESDAY + timedelta(hours=2, minutes=50))
    away = done(store, tech, TUESDAY)
    world.advance(TUESDAY + timedelta(hours=10))
    back = done(store, tech, TUESDAY)
    await client.http.patch(path, json={"id": request, "status": 4})
    world.advance(TUESDAY + timedelta(hours=27, minutes=20))
    await client.http.aclose()

    assert away == (0, 0, 0)
    assert back[0] > 0
    assert done(store, tech, TUESDAY + timedelta(hours=20))[0] > 0


def done(store: Store, tech: int, since: datetime) -> tuple[int, ...]:
    """What a technician worked, wrote down and was given since an instant."""
    own = (tech, since)
    return (
        store.count("TimeEntries", "resourceID = ? AND startDateTime > ?", own),
        store.count("TimeEntries", "resourceID = ? AND createDateTime > ?", own),
        store.count("Tickets", "assignedResourceID = ? AND createDate > ?", own),
    )
