from __future__ import annotations

from datetime import timedelta

import pytest

from sandbox.picklists import PicklistValue
from tests.sandbox.tenant import (
    ACME,
    ANNA,
    API,
    AT,
    BOB,
    ENGINEER,
    HEADERS,
    NEW,
    OTHER,
    SALES,
    SUBSIDIARY,
    SUPPORT,
    TICKET,
    Tenant,
    condition,
    created,
    errors,
)


async def test_a_created_ticket_is_numbered_and_stamped(tenant: Tenant) -> None:
    ticket = await tenant.one("Tickets", await created(tenant, "Tickets", **NEW))

    assert ticket["ticketNumber"] == "T20261124.0008"
    assert ticket["createDate"] == ticket["lastActivityDate"] == "2026-11-24T09:00:00Z"
    assert ticket["lastTrackedModificationDateTime"] == "2026-11-24T09:00:00Z"
    assert (ticket["creatorResourceID"], ticket["creatorType"]) == (API, 1)


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"title": None}, "Missing Required Field: title"),
        ({"title": ""}, "Missing Required Field: title"),
        ({"companyID": None}, "Missing Required Field: companyID"),
        ({"priority": 9}, "Picklist value [9] does not exist for priority"),
        ({"queueID": None}, "queueID is required"),
        (
            {"assignedResourceID": ANNA},
            "you must assign both a assignedResourceID and assignedResourceRoleID",
        ),
        (
            {"assignedResourceID": ANNA, "assignedResourceRoleID": ENGINEER},
            "assignedResourceRoleID is not a role that the assignedResourceID holds",
        ),
        (
            {"assignedResourceID": BOB, "assignedResourceRoleID": SALES},
            "assignedResourceRoleID is not a role that the assignedResourceID holds",
        ),
        (
            {"contactID": 77},
            "Reference value on field: contactID of type: Contact does not exist or is invalid.",
        ),
        ({"contactID": 901}, "contactID is not associated to the companyID or its Parent Company"),
        ({"title": "x" * 256}, "title must be less than or equal to 255 characters"),
    ],
)
async def test_a_ticket_that_does_not_hold_is_refused(tenant: Tenant, changes: dict[str, object], text: str) -> None:
    assert errors(await tenant.post("Tickets", **{**NEW, **changes})) == [text]
    assert tenant.store.count("Tickets") == 1


@pytest.mark.parametrize("status", ["one", True, 1.5, [1], {}, 2**31])
async def test_a_value_of_the_wrong_type_is_refused(tenant: Tenant, status: object) -> None:
    errors(await tenant.post("Tickets", **{**NEW, "status": status}))


async def test_all_missing_fields_are_named_at_once(tenant: Tenant) -> None:
    assert errors(await tenant.post("Tickets")) == [
        f"Missing Required Field: {name}" for name in ("companyID", "priority", "status", "title")
    ]


async def test_an_assignment_stands_in_for_a_queue(tenant: Tenant) -> None:
    assigned = {**NEW, "queueID": None, "assignedResourceID": ANNA, "assignedResourceRoleID": SUPPORT}

    await created(tenant, "Tickets", **assigned)


async def test_a_role_is_assigned_that_has_to_do_with_a_queue(tenant: Tenant) -> None:
    held = {"resourceID": ANNA, "roleID": ENGINEER, "isActive": True}
    tenant.store.insert("ResourceRoles", {**held, "departmentID": 1})
    assigned = {**NEW, "assignedResourceID": ANNA, "assignedResourceRoleID": ENGINEER}
    refused = await tenant.post("Tickets", **assigned)
    tenant.store.insert("ResourceServiceDeskRoles", held)

    assert errors(refused) == ["assignedResourceRoleID is not associated to a service desk queue"]
    await created(tenant, "Tickets", **assigned)


async def test_a_contact_of_the_parent_company_fits(tenant: Tenant) -> None:
    await created(tenant, "Tickets", **{**NEW, "companyID": SUBSIDIARY, "contactID": 900})


async def test_moving_a_ticket_away_from_its_contacts_company_is_refused_whole(tenant: Tenant) -> None:
    ticket = await created(tenant, "Tickets", **{**NEW, "contactID": 900})

    errors(await tenant.patch("Tickets", id=ticket, companyID=OTHER, title="moved"))

    assert (await tenant.one("Tickets", ticket))["title"] == "No mail"


async def test_a_sub_issue_must_belong_to_its_issue(tenant: Tenant) -> None:
    tenant.world.choices["Tickets.issueType"] = [PicklistValue(1, "Mail"), PicklistValue(2, "Print")]
    tenant.world.choices["Tickets.subIssueType"] = [PicklistValue(11, "Outlook", parent=1)]

    await created(tenant, "Tickets", **NEW, issueType=1, subIssueType=11)
    answer = await tenant.post("Tickets", **NEW, issueType=2, subIssueType=11)

    assert errors(answer) == ["Value does not exist for child picklist: subIssueType"]


async def test_patch_changes_only_what_it_is_sent_and_null_clears(tenant: Tenant) -> None:
    await tenant.patch("Tickets", id=TICKET, PRIORITY=2, billingCodeID=None)

    ticket = await tenant.one("Tickets", TICKET)
    assert (ticket["priority"], ticket["billingCodeID"], ticket["title"]) == (2, None, "Printer is on fire")


async def test_a_change_of_nothing_is_an_activity_but_no_tracked_modification(tenant: Tenant) -> None:
    await tenant.patch("Tickets", id=TICKET, priority=1)
    idle = await tenant.one("Tickets", TICKET)
    await tenant.patch("Tickets", id=TICKET, priority=2)
    moved = await tenant.one("Tickets", TICKET)

    assert (idle["lastActivityDate"], idle["lastTrackedModificationDateTime"]) == ("2026-11-24T09:00:00Z", None)
    assert moved["lastTrackedModificationDateTime"] == "2026-11-24T09:00:00Z"


async def test_put_empties_every_writable_field_it_is_not_sent(tenant: Tenant) -> None:
    answer = await tenant.client.put("V1.0/Tickets", json={"id": TICKET, **NEW})

    assert answer.json() == {"itemId": TICKET}
    ticket = await tenant.one("Tickets", TICKET)
    assert (ticket["title"], ticket["estimatedHours"], ticket["billingCodeID"]) == ("No mail", None, None)
    assert (ticket["createDate"], ticket["ticketNumber"]) == ("2026-11-24T08:00:00Z", "T20261124.0007")


async def test_read_only_and_unknown_fields_are_passed_over(tenant: Tenant) -> None:
    await tenant.patch("Tickets", id=TICKET, createDate="2020-01-01", colour="red", completedDate="2020-01-01")

    ticket = await tenant.one("Tickets", TICKET)
    assert (ticket["createDate"], ticket["completedDate"]) == ("2026-11-24T08:00:00Z", None)


@pytest.mark.parametrize("row_id", [999, None, "7000", True, 2**70])
async def test_a_change_to_a_record_that_is_not_there_is_refused(tenant: Tenant, row_id: object) -> None:
    errors(await tenant.patch("Tickets", id=row_id, title="x"))


async def test_a_status_fires_the_sla_event_it_is_mapped_to(tenant: Tenant) -> None:
    await tenant.patch("Tickets", id=TICKET, status=7)
    waiting = await tenant.one("Tickets", TICKET)
    await tenant.patch("Tickets", id=TICKET, status=8)
    working = await tenant.one("Tickets", TICKET)
    tenant.clock.set(AT + timedelta(hours=1))
    await tenant.patch("Tickets", id=TICKET, status=5)
    complete = await tenant.one("Tickets", TICKET)
    await tenant.patch("Tickets", id=TICKET, status=8)
    reopened = await tenant.one("Tickets", TICKET)

    assert waiting["firstResponseDateTime"] is None
    assert working["firstResponseDateTime"] == "2026-11-24T09:00:00Z"
    assert complete["completedDate"] == complete["resolvedDateTime"] == "2026-11-24T10:00:00Z"
    assert complete["completedByResourceID"] == API
    assert reopened["completedDate"] is reopened["resolvedDateTime"] is None
    assert reopened["firstResponseDateTime"] == "2026-11-24T09:00:00Z"


async def test_each_change_is_kept_in_the_tickets_history_in_the_words_of_people(tenant: Tenant) -> None:
    await tenant.patch("Tickets", id=TICKET, priority=2, title="Printer is out", status=8)
    opened = await created(tenant, "Tickets", **NEW)

    entries = await tenant.items("TicketHistory", condition("eq", "ticketID", TICKET))
    assert {(entry["action"], entry["detail"]) for entry in entries} == {
        ("Priority", "Priority changed from High to Medium"),
        ("Title", "Title changed from Printer is on fire to Printer is out"),
        ("Status", "Status changed from New to In Progress"),
        ("First", "First response initiating resource changed from (none) to Api X"),
        ("SLA", "SLA event First Response"),
    }
    assert {entry["resourceID"] for entry in entries} == {API}
    (first,) = await tenant.items("TicketHistory", condition("eq", "ticketID", opened))
    assert first["detail"] == "Ticket created"


async def test_a_retired_value_stays_where_it_is_and_is_given_to_nobody_else(tenant: Tenant) -> None:
    tenant.world.choices["Tickets.status"] = [PicklistValue(1, "New"), PicklistValue(9, "Old", is_active=False)]
    tenant.store.update("Tickets", TICKET, {"status": 9})

    assert (await tenant.patch("Tickets", id=TICKET, title="Printer", status=9)).status_code == 200
    assert errors(await tenant.post("Tickets", **{**NEW, "status": 9})) == [
        "Picklist value [9] is not active for status"
    ]


async def test_user_defined_fields_are_written_by_name(tenant: Tenant) -> None:
    await tenant.patch("Tickets", id=TICKET, userDefinedFields=[{"name": "badge", "value": "7"}])

    assert (await tenant.one("Tickets", TICKET))["userDefinedFields"][:3] == [
        {"name": "Site code", "value": "N4"},
        {"name": "Badge", "value": "7"},
        {"name": "Floor", "value": None},
    ]
    for wrong in ([{"name": "Colour", "value": "7"}], ["Badge"], {"Badge": "7"}, "Badge"):
        errors(await tenant.patch("Tickets", id=TICKET, userDefinedFields=wrong))


@pytest.mark.parametrize(
    ("name", "value", "held"),
    [
        ("Floor", "Upper", "Upper"),
        ("Seats", "12", "12.0"),
        ("Seats", 2.5, "2.5"),
        ("Move", "2026-12-01", "2026-12-01T00:00:00Z"),
        ("Badge", None, None),
        ("Site code", "", None),
    ],
)
async def test_a_user_defined_value_is_kept_as_text(tenant: Tenant, name: str, value: object, held: str | None) -> None:
    await tenant.patch("Tickets", id=TICKET, userDefinedFields=[{"name": name, "value": value}])

    shown = (await tenant.one("Tickets", TICKET))["userDefinedFields"]
    assert next(field["value"] for field in shown if field["name"] == name) == held


@pytest.mark.parametrize(
    ("name", "value"), [("Floor", "Cellar"), ("Seats", "many"), ("Move", "soon"), ("Badge", "12345")]
)
async def test_a_user_defined_value_of_another_kind_is_refused(tenant: Tenant, name: str, value: str) -> None:
    errors(await tenant.patch("Tickets", id=TICKET, userDefinedFields=[{"name": name, "value": value}]))


async def test_lone_surrogates_are_replaced(tenant: Tenant) -> None:
    await tenant.client.patch(
        "V1.0/Tickets", content=b'{"id":7000,"title":"a\\ud800b"}', headers={"Content-Type": "application/json"}
    )

    assert (await tenant.one("Tickets", TICKET))["title"] == "a�b"


async def test_a_record_is_deleted_once(tenant: Tenant) -> None:
    call = await created(
        tenant, "ServiceCalls", companyID=ACME, startDateTime="2026-11-24T10:00:00Z", endDateTime="2026-11-24T11:00:00"
    )

    first = await tenant.client.delete(f"V1.0/ServiceCalls/{call}")
    second = await tenant.client.delete(f"V1.0/ServiceCalls/{call}")

    assert first.json() == {"itemId": call}
    assert errors(second)[0].startswith("No matching records found.")
    assert (await tenant.one("ServiceCalls", call)) is None


async def test_ids_are_never_used_twice(tenant: Tenant) -> None:
    holidays = "HolidaySets"
    first = await created(tenant, holidays, holidaySetName="A")
    await tenant.client.delete(f"V1.0/{holidays}/{first}")

    assert await created(tenant, holidays, holidaySetName="B") == first + 1


async def test_a_field_that_is_set_once_is_set_by_creation_alone(tenant: Tenant) -> None:
    contract = {
        "contractName": "Care", "contractType": 7, "status": 1, "startDate": "2026-01-01", "endDate": "2026-12-31",
        "timeReportingRequiresStartAndStopTimes": 1,
    }  # fmt: skip
    row_id = await created(tenant, "Contracts", companyID=ACME, **contract)
    await tenant.patch("Contracts", id=row_id, companyID=OTHER)

    assert (await tenant.one("Contracts", row_id))["companyID"] == ACME


async def test_a_contacts_activity_flag_is_a_number(tenant: Tenant) -> None:
    path, name = f"Companies/{ACME}/Contacts", {"firstName": "N", "lastName": "N"}

    errors(await tenant.post(path, **name, isActive=True))
    await created(tenant, path, **name, isActive=1)


class TestImpersonation:
    async def test_the_impersonated_resource_is_the_author(self, tenant: Tenant) -> None:
        headers = {**HEADERS, "ImpersonationResourceId": str(ANNA)}
        answer = await tenant.client.post("V1.0/Tickets", json=NEW, headers=headers)

        ticket = await tenant.one("Tickets", answer.json()["itemId"])
        assert (ticket["creatorResourceID"], ticket["impersonatorCreatorResourceID"]) == (ANNA, API)

    @pytest.mark.parametrize("resource", ["99", "anna", "-1", "9" * 30])
    async def test_an_unknown_resource_cannot_be_impersonated(self, tenant: Tenant, resource: str) -> None:
        headers = {**HEADERS, "ImpersonationResourceId": resource}
        answer = await tenant.client.post("V1.0/Tickets", json=NEW, headers=headers)

        assert "adequate permissions to create this entity" in errors(answer)[0]


async def test_a_refused_write_leaves_nothing_behind(tenant: Tenant) -> None:
    before = (await tenant.client.get(f"V1.0/Tickets/{TICKET}")).text

    errors(await tenant.patch("Tickets", id=TICKET, title="x", priority=99))

    assert (await tenant.client.get(f"V1.0/Tickets/{TICKET}")).text == before


async def test_a_resource_that_left_cannot_be_assigned(tenant: Tenant) -> None:
    tenant.store.update("Resources", ANNA, {"isActive": False})

    refused = await tenant.patch("Tickets", id=TICKET, assignedResourceID=ANNA, assignedResourceRoleID=SUPPORT)

    assert errors(refused) == [
        "Reference value on field: assignedResourceID of type: Resource does not exist or is invalid."
    ]


async def test_another_resource_is_assigned_only_together_with_a_role(tenant: Tenant) -> None:
    await tenant.patch("Tickets", id=TICKET, assignedResourceID=ANNA, assignedResourceRoleID=SUPPORT)

    alone = await tenant.patch("Tickets", id=TICKET, assignedResourceID=BOB)
    same = await tenant.patch("Tickets", id=TICKET, assignedResourceID=ANNA)

    assert errors(alone) == ["you must assign both a assignedResourceID and assignedResourceRoleID"]
    assert same.json() == {"itemId": TICKET}


async def test_texts_are_trimmed_and_long_ones_get_the_line_ends_of_windows(tenant: Tenant) -> None:
    await tenant.patch("Tickets", id=TICKET, title=" Printer \n", resolution="New fuser.\n\nTested.\n")

    ticket = await tenant.one("Tickets", TICKET)
    assert (ticket["title"], ticket["resolution"]) == ("Printer", "New fuser.\r\n\r\nTested.")


async def test_no_read_is_made_in_the_name_of_another(tenant: Tenant) -> None:
    headers = {**HEADERS, "ImpersonationResourceId": str(ANNA)}

    answer = await tenant.client.get(f"V1.0/Tickets/{TICKET}", headers=headers)
    nobodys = await tenant.client.get(f"V1.0/Tickets/{TICKET}", headers={"ImpersonationResourceId": ""})

    assert "adequate permissions to query this entity type" in errors(answer)[0]
    assert nobodys.status_code == 200


async def test_an_integration_is_nobody_to_impersonate(tenant: Tenant) -> None:
    tenant.store.update("Resources", BOB, {"licenseType": 7})
    headers = {**HEADERS, "ImpersonationResourceId": str(BOB)}

    errors(await tenant.client.post("V1.0/Tickets", json=NEW, headers=headers))
