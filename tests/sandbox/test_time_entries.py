from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from tests.sandbox.tenant import (
    ACME,
    ANNA,
    API,
    AT,
    BOB,
    ENGINEER,
    HEADERS,
    MEETING,
    OLD_WORK,
    SUPPORT,
    TICKET,
    WORK,
    Tenant,
    condition,
    errors,
)

WINDOW = {"startDateTime": "2026-11-24T08:00:00Z", "endDateTime": "2026-11-24T08:50:00Z"}
ON_TICKET = {"ticketID": TICKET, "resourceID": ANNA, "roleID": SUPPORT, "summaryNotes": "Changed the fuser.", **WINDOW}


LOCKED = "A time entry may only be added to a timesheet with the status of New or Rejected"


async def entered(tenant: Tenant, **body: object) -> int:
    answer = await tenant.post("TimeEntries", **body)
    assert answer.status_code == 200, answer.text
    row_id: int = answer.json()["itemId"]
    return row_id


async def test_an_entry_on_a_ticket_takes_hours_day_and_work_type_from_where_it_stands(
    tenant: Tenant,
) -> None:
    answer = await tenant.client.get(f"V1.0/TimeEntries/{await entered(tenant, **ON_TICKET)}")

    entry = answer.json()["item"]
    assert '"hoursWorked":0.8333' in answer.text
    assert '"hoursToBill":1.0000' in answer.text
    assert entry["dateWorked"] == "2026-11-24T00:00:00Z"
    assert entry["timeEntryType"] == 2
    assert entry["billingCodeID"] == entry["internalBillingCodeID"] == WORK
    assert entry["creatorUserID"] == API


@pytest.mark.parametrize(
    ("end", "worked", "billed"),
    [("08:01:00", 0.0167, 0.25), ("08:15:00", 0.25, 0.25), ("08:15:01", 0.2503, 0.5), ("09:00:00", 1.0, 1.0)],
)
async def test_billed_hours_round_up_to_the_quarter(tenant: Tenant, end: str, worked: float, billed: float) -> None:
    row_id = await entered(tenant, **{**ON_TICKET, "endDateTime": f"2026-11-24T{end}Z"})

    entry = await tenant.one("TimeEntries", row_id)
    assert (entry["hoursWorked"], entry["hoursToBill"]) == (worked, billed)


async def test_offset_hours_count_towards_the_bill(tenant: Tenant) -> None:
    less = await entered(tenant, **ON_TICKET, offsetHours=-0.5)
    nothing = await entered(tenant, **ON_TICKET, offsetHours=-2)

    assert (await tenant.one("TimeEntries", less))["hoursToBill"] == 0.5
    assert (await tenant.one("TimeEntries", nothing))["hoursToBill"] == 0


async def test_an_entry_is_an_activity_of_its_ticket(tenant: Tenant) -> None:
    await entered(tenant, **ON_TICKET)

    assert (await tenant.one("Tickets", TICKET))["lastActivityDate"] == "2026-11-24T09:00:00Z"


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"resourceID": None}, "Value does not exist for the required field resourceID"),
        ({"roleID": None}, "Missing Required Field: roleID"),
        ({"roleID": ENGINEER}, "roleID is not a role that the resourceID holds"),
        (
            {"internalBillingCodeID": MEETING},
            "Only one of ticketID,taskID and InternallAllocationCodeID can be used at once",
        ),
        ({"ticketID": None}, "One of ticketID, taskID and internalBillingCodeID is required"),
        ({"endDateTime": None}, "TimeEntries for Service tickets require a start and stop time"),
        ({"billingCodeID": MEETING}, "The given allocation code is not an active general allocation code"),
        ({"billingCodeID": OLD_WORK}, "The given allocation code is not an active general allocation code"),
        (
            {"ticketID": 1},
            "Reference value on field: ticketID of type: Ticket does not exist or is invalid.",
        ),
        (
            {"endDateTime": WINDOW["startDateTime"]},
            "hoursWorked must be greater than 0 and less than or equal to 24",
        ),
        (
            {"endDateTime": "2026-11-25T08:00:01Z"},
            "hoursWorked must be greater than 0 and less than or equal to 24",
        ),
    ],
)
async def test_an_entry_that_does_not_hold_is_refused(tenant: Tenant, changes: dict[str, object], text: str) -> None:
    assert errors(await tenant.post("TimeEntries", **{**ON_TICKET, **changes})) == [text]


async def test_internal_time_needs_a_day_and_hours(tenant: Tenant) -> None:
    internal = {"internalBillingCodeID": MEETING, "resourceID": ANNA, "hoursWorked": 1.5}

    undated = await tenant.post("TimeEntries", **internal)
    row_id = await entered(tenant, **internal, dateWorked="2026-11-24T15:30:00Z")

    assert errors(undated) == ["dateWorked is required when no value is supplied for startDateTime"]
    entry = await tenant.one("TimeEntries", row_id)
    assert (entry["timeEntryType"], entry["dateWorked"]) == (5, "2026-11-24T00:00:00Z")
    errors(await tenant.post("TimeEntries", **{**internal, "internalBillingCodeID": WORK}, dateWorked="2026-11-24"))


async def test_time_on_a_task_is_for_those_on_the_task(tenant: Tenant) -> None:
    project = tenant.store.insert("Projects", {"companyID": ACME, "projectName": "Move"})
    task = tenant.store.insert(
        "Tasks", {"projectID": project, "assignedResourceID": ANNA, "assignedResourceRoleID": SUPPORT}
    )
    tenant.store.insert("TaskSecondaryResources", {"taskID": task, "resourceID": BOB, "roleID": SUPPORT})
    body = {"taskID": task, "dateWorked": "2026-11-24", "hoursWorked": 2, "roleID": SUPPORT}

    for resource in (ANNA, BOB):
        entry = await tenant.one("TimeEntries", await entered(tenant, **body, resourceID=resource))
        assert entry["timeEntryType"] == 6
    errors(await tenant.post("TimeEntries", **body, resourceID=API))
    await tenant.client.delete(f"V1.0/TimeEntries/{entry['id']}")
    (trace,) = await tenant.items("DeletedTaskActivityLogs", condition("eq", "taskID", task))
    assert (trace["hoursWorked"], trace["createdByResourceID"]) == (2, API)


class TestChanging:
    @pytest.fixture
    async def entry(self, tenant: Tenant) -> int:
        return await entered(tenant, **ON_TICKET)

    async def test_hours_alone_answer_200_and_change_nothing(self, tenant: Tenant, entry: int) -> None:
        answer = await tenant.patch("TimeEntries", id=entry, hoursWorked=5)

        assert answer.json() == {"itemId": entry}
        assert (await tenant.one("TimeEntries", entry))["hoursWorked"] == 0.8333

    async def test_hours_and_day_follow_the_window(self, tenant: Tenant, entry: int) -> None:
        await tenant.patch(
            "TimeEntries", id=entry, startDateTime="2026-11-23T10:00:00Z", endDateTime="2026-11-23T12:00:00Z"
        )

        changed = await tenant.one("TimeEntries", entry)
        assert (changed["hoursWorked"], changed["dateWorked"]) == (2, "2026-11-23T00:00:00Z")

    async def test_an_entry_cannot_be_moved_to_another_ticket(self, tenant: Tenant, entry: int) -> None:
        await tenant.patch("TimeEntries", id=entry, ticketID=1, summaryNotes="moved")

        changed = await tenant.one("TimeEntries", entry)
        assert (changed["ticketID"], changed["summaryNotes"]) == (TICKET, "moved")

    async def test_an_approved_entry_is_locked(self, tenant: Tenant, entry: int) -> None:
        tenant.store.update("TimeEntries", entry, {"billingApprovalDateTime": "2026-11-24T08:59:00Z"})

        errors(await tenant.patch("TimeEntries", id=entry, summaryNotes="late"))
        errors(await tenant.client.delete(f"V1.0/TimeEntries/{entry}"))

    async def test_an_entry_shows_the_highest_level_that_approved_it(self, tenant: Tenant, entry: int) -> None:
        for level in (2, 1):
            by = {"approvalResourceID": BOB, "approvalDateTime": "2026-11-24T09:00:00Z"}
            await tenant.post("BillingItemApprovalLevels", timeEntryID=entry, approvalLevel=level, **by)

        assert (await tenant.one("TimeEntries", entry))["billingApprovalLevelMostRecent"] == 2

    async def test_a_deleted_entry_leaves_a_trace(self, tenant: Tenant, entry: int) -> None:
        answer: httpx.Response = await tenant.client.delete(f"V1.0/TimeEntries/{entry}")

        assert answer.json() == {"itemId": entry}
        (trace,) = await tenant.items("DeletedTicketActivityLogs", condition("eq", "ticketID", TICKET))
        assert (trace["hoursWorked"], trace["deletedByResourceID"]) == (0.8333, API)


class TestSettings:
    """What depends on the tenant's settings, as its administrator made them."""

    @pytest.fixture
    async def tenant(self) -> AsyncIterator[Tenant]:
        made = Tenant(admin=True)
        yield made
        await made.client.aclose()
        made.store.close()

    async def set(self, tenant: Tenant, **settings: object) -> None:
        answer = await tenant.client.patch("sandbox/settings", json=settings)
        assert answer.status_code == 200, answer.text

    async def test_an_entry_passes_midnight_utc_only_where_the_tenant_allows_it(self, tenant: Tenant) -> None:
        late = {**ON_TICKET, "startDateTime": "2026-11-23T23:30:00Z", "endDateTime": "2026-11-24T00:10:00Z"}

        refused = await tenant.post("TimeEntries", **late)
        await entered(tenant, **{**late, "endDateTime": "2026-11-24T00:00:00Z"})
        await self.set(tenant, spansMidnight=True)
        row_id = await entered(tenant, **late)

        assert "span over midnight" in errors(refused)[0]
        assert (await tenant.one("TimeEntries", row_id))["dateWorked"] == "2026-11-23T00:00:00Z"

    async def test_time_on_a_ticket_needs_summary_notes_where_the_tenant_asks_for_them(self, tenant: Tenant) -> None:
        silent = {**ON_TICKET, "summaryNotes": "  "}

        assert errors(await tenant.post("TimeEntries", **silent)) == ["Missing Required Field: summaryNotes"]
        await self.set(tenant, requiresSummary=False)
        await entered(tenant, **silent)

    async def test_entries_that_are_not_billed_are_left_out_for_who_may_not_see_them(self, tenant: Tenant) -> None:
        shown = await entered(tenant, **ON_TICKET)
        hidden = await entered(tenant, **ON_TICKET, isNonBillable=True)
        every = condition("gte", "id", 0)
        await self.set(tenant, seesNonBillable=False)

        assert [row["id"] for row in await tenant.items("TimeEntries", every)] == [shown]
        assert (await tenant.client.post("V1.0/TimeEntries/query/count", json={"filter": [every]})).json() == {
            "queryCount": 1
        }
        assert await tenant.one("TimeEntries", hidden) is None
        assert (await tenant.patch("TimeEntries", id=hidden, summaryNotes="x")).status_code == 200

    @pytest.mark.parametrize("settings", [{"impersonates": ["Tickets"]}, {"neverImpersonated": [ANNA]}])
    async def test_impersonation_is_allowed_by_entity_and_by_resource(
        self, tenant: Tenant, settings: dict[str, object]
    ) -> None:
        headers = {**HEADERS, "ImpersonationResourceId": str(ANNA)}
        before = await tenant.client.post("V1.0/TimeEntries", json=ON_TICKET, headers=headers)
        await self.set(tenant, **settings)
        after = await tenant.client.post("V1.0/TimeEntries", json=ON_TICKET, headers=headers)

        entry = await tenant.one("TimeEntries", before.json()["itemId"])
        assert (entry["creatorUserID"], entry["impersonatorCreatorResourceID"]) == (ANNA, API)
        assert "adequate permissions to create this entity" in errors(after)[0]

    async def test_time_is_written_on_a_timesheet_that_is_new_or_rejected(self, tenant: Tenant) -> None:
        entry = await entered(tenant, **ON_TICKET)
        sheet = {"resourceID": ANNA, "week": "2026-11-24"}
        longer = {"id": entry, "endDateTime": "2026-11-24T08:55:00Z"}
        next_week = {"startDateTime": "2026-11-30T08:00:00Z", "endDateTime": "2026-11-30T08:50:00Z"}
        for status in ("submitted", "approved"):
            shown = await tenant.client.patch("sandbox/timesheets", json={**sheet, "status": status})
            assert shown.json()[status] == [{"resourceID": ANNA, "week": "2026-11-23"}]
            for refused in (
                await tenant.post("TimeEntries", **ON_TICKET),
                await tenant.patch("TimeEntries", **longer),
                await tenant.patch("TimeEntries", id=entry, **next_week),
                await tenant.client.delete(f"V1.0/TimeEntries/{entry}"),
            ):
                assert errors(refused) == [LOCKED]
            assert (await tenant.patch("TimeEntries", id=entry, summaryNotes="More words.")).status_code == 200
            await entered(tenant, **{**ON_TICKET, **next_week})

        for status in ("rejected", "new"):
            await tenant.client.patch("sandbox/timesheets", json={**sheet, "status": status})
            await entered(tenant, **ON_TICKET)
            assert (await tenant.patch("TimeEntries", **longer)).status_code == 200
        for wrong in ({**sheet, "status": "paid"}, {**sheet, "week": "Monday", "status": "new"}, {"status": "new"},
                      {**sheet, "resourceID": 10**30, "status": "new"}):  # fmt: skip
            assert (await tenant.client.patch("sandbox/timesheets", json=wrong)).status_code == 400

    @pytest.mark.parametrize("settings", [{"colour": True}, {"spansMidnight": "yes"}, {"neverImpersonated": ["anna"]}])
    async def test_a_setting_that_is_none_is_refused(self, tenant: Tenant, settings: dict[str, object]) -> None:
        before = (await tenant.client.get("sandbox/settings")).json()

        assert (await tenant.client.patch("sandbox/settings", json=settings)).status_code == 400
        assert (await tenant.client.get("sandbox/settings")).json() == before


async def test_time_is_added_only_to_a_timesheet_that_is_not_approved(tenant: Tenant) -> None:
    posted = await entered(tenant, **ON_TICKET)
    waiting = await entered(tenant, **ON_TICKET)
    tenant.store.update("TimeEntries", posted, {"billingApprovalDateTime": "2026-11-24T08:59:00Z"})
    sunday = {"startDateTime": "2026-11-29T10:00:00Z", "endDateTime": "2026-11-29T11:00:00Z"}
    monday = {"startDateTime": "2026-11-30T10:00:00Z", "endDateTime": "2026-11-30T11:00:00Z"}

    assert errors(await tenant.post("TimeEntries", **{**ON_TICKET, **sunday})) == [LOCKED]
    assert errors(await tenant.client.delete(f"V1.0/TimeEntries/{waiting}")) == [LOCKED]
    assert (await tenant.patch("TimeEntries", id=waiting, summaryNotes="More words.")).status_code == 200
    await entered(tenant, **{**ON_TICKET, **monday})
    await entered(tenant, **{**ON_TICKET, **sunday, "resourceID": BOB})


async def test_internal_time_is_never_billed(tenant: Tenant) -> None:
    row_id = await entered(
        tenant, internalBillingCodeID=MEETING, resourceID=ANNA, hoursWorked=1.5, dateWorked="2026-11-24"
    )

    entry = await tenant.one("TimeEntries", row_id)
    assert (entry["hoursToBill"], entry["isNonBillable"], entry["showOnInvoice"]) == (0, True, False)


async def test_a_work_type_that_is_not_billed_makes_an_entry_of_the_kind_unless_it_says_otherwise(
    tenant: Tenant,
) -> None:
    free = tenant.store.insert(
        "BillingCodes", {"name": "Goodwill", "useType": 1, "isActive": True, "billingCodeType": 2}
    )
    kind = await entered(tenant, **ON_TICKET, billingCodeID=free)
    told = await entered(tenant, **ON_TICKET, billingCodeID=free, isNonBillable=False)

    assert (await tenant.one("TimeEntries", kind))["isNonBillable"] is True
    assert (await tenant.one("TimeEntries", told))["isNonBillable"] is False


async def test_notes_are_trimmed_and_get_the_line_ends_of_windows_but_internal_ones_stay_as_sent(
    tenant: Tenant,
) -> None:
    text = " Swapped it.\nTested.  \r\n"
    row_id = await entered(tenant, **{**ON_TICKET, "summaryNotes": text, "internalNotes": text})

    entry = await tenant.one("TimeEntries", row_id)
    assert (entry["summaryNotes"], entry["internalNotes"]) == ("Swapped it.\r\nTested.", text)


async def test_an_entry_says_who_changed_it_last_and_when(tenant: Tenant) -> None:
    headers = {**HEADERS, "ImpersonationResourceId": str(ANNA)}
    row_id = (await tenant.client.post("V1.0/TimeEntries", json=ON_TICKET, headers=headers)).json()["itemId"]
    tenant.clock.set(AT + timedelta(minutes=5))
    await tenant.patch("TimeEntries", id=row_id, summaryNotes="More words.")

    entry = await tenant.one("TimeEntries", row_id)
    assert (entry["creatorUserID"], entry["lastModifiedUserID"]) == (ANNA, API)
    assert (entry["createDateTime"], entry["lastModifiedDateTime"]) == ("2026-11-24T09:00:00Z", "2026-11-24T09:05:00Z")
