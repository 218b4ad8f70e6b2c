"""What the security level of the API user and the category of a ticket allow, and who is shut out altogether."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest

from tests.sandbox.tenant import ACME, ANNA, AT, HEADERS, NEW, TICKET, Tenant, condition, errors

EVERY = condition("gte", "id", 0)
IN_ANNAS_NAME = {**HEADERS, "ImpersonationResourceId": str(ANNA)}


class Machine:
    """A machine clock that is moved by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
async def tenants() -> AsyncIterator[Callable[..., Tenant]]:
    made: list[Tenant] = []

    def make(machine: Callable[[], float] | None = None) -> Tenant:
        made.append(Tenant(admin=True, machine=machine))
        return made[-1]

    yield make
    for tenant in made:
        await tenant.client.aclose()
        tenant.store.close()


async def told(tenant: Tenant, room: str, **settings: object) -> None:
    answer = await tenant.client.patch(f"sandbox/{room}", json=settings)
    assert answer.status_code == 200, answer.text


async def test_a_right_is_taken_by_entity_and_by_verb(tenants: Callable[..., Tenant]) -> None:
    tenant = tenants()
    await told(tenant, "settings", forbidden=["companies", "Tickets.create", "HolidaySets.delete"])

    denied = "The logged in Resource does not have the adequate permissions to {} this entity type."
    assert errors(await tenant.query("Companies", EVERY)) == [denied.format("query")]
    assert errors(await tenant.client.get(f"V1.0/Companies/{ACME}")) == [denied.format("query")]
    assert errors(await tenant.post("Tickets", **NEW)) == [denied.format("create")]
    assert (await tenant.patch("Tickets", id=TICKET, title="Printer")).status_code == 200
    holidays = (await tenant.post("HolidaySets", holidaySetName="A")).json()["itemId"]
    assert errors(await tenant.client.delete(f"V1.0/HolidaySets/{holidays}")) == [denied.format("delete")]
    info = (await tenant.client.get("V1.0/Tickets/entityInformation")).json()["info"]
    for wrong in ({"forbidden": ["Nothing"]}, {"forbidden": ["Tickets.burn"]}, {"requiredFields": {"3": ["colour"]}}):
        assert (await tenant.client.patch("sandbox/settings", json=wrong)).status_code == 400
    shown = {name: info[name] for name in ("canCreate", "userAccessForCreate", "userAccessForUpdate")}
    assert shown == {"canCreate": True, "userAccessForCreate": "None", "userAccessForUpdate": "All"}


async def test_time_off_of_others_is_an_empty_list_without_the_right_to_it(tenants: Callable[..., Tenant]) -> None:
    tenant = tenants()
    tenant.store.insert("TimeOffRequests", {"resourceID": ANNA, "requestDate": AT, "hours": 8, "status": 1})
    before = await tenant.items("TimeOffRequests", EVERY)
    await told(tenant, "settings", seesTimeOff=False)

    assert (len(before), await tenant.items("TimeOffRequests", EVERY)) == (1, [])


async def test_impersonation_is_a_right_of_its_own_for_each_verb(tenants: Callable[..., Tenant]) -> None:
    tenant = tenants()
    await told(tenant, "settings", impersonates=["Tickets.update"])

    change = {"id": TICKET, "title": "Printer"}
    changed = await tenant.client.patch("V1.0/Tickets", json=change, headers=IN_ANNAS_NAME)
    opened = await tenant.client.post("V1.0/Tickets", json=NEW, headers=IN_ANNAS_NAME)

    assert changed.json() == {"itemId": TICKET}
    assert "adequate permissions to create this entity" in errors(opened)[0]


async def test_a_ticket_category_requires_more_or_less_than_metadata_tells(tenants: Callable[..., Tenant]) -> None:
    tenant = tenants()
    await told(tenant, "settings", requiredFields={"3": ["issueType", "DueDateTime"]}, withoutQueue=[2])
    no_queue = {**NEW, "queueID": None}

    refused = errors(await tenant.post("Tickets", **NEW, ticketCategory=3))
    bare = errors(await tenant.post("Tickets", **no_queue, ticketCategory=3, issueType=1, dueDateTime="2026-12-01"))
    required = {field["name"] for field in (await tenant.client.get("V1.0/Tickets/entityInformation/fields"))
                .json()["fields"] if field["isRequired"]}  # fmt: skip

    assert (refused, bare) == (["issueType is required", "DueDateTime is required"], ["queueID is required"])
    assert (await tenant.post("Tickets", **no_queue, ticketCategory=2)).status_code == 200
    assert required == {"id", "companyID", "priority", "status", "title"}


async def test_wrong_integration_codes_lock_the_whole_tenant_out_for_a_while(tenants: Callable[..., Tenant]) -> None:
    machine = Machine()
    tenant = tenants(machine)
    await told(tenant, "limits", wrongCodes=3)
    wrong = {**HEADERS, "ApiIntegrationCode": "x"}

    async def ask(headers: dict[str, str] = HEADERS) -> int:
        return (await tenant.client.get(f"V1.0/Tickets/{TICKET}", headers=headers)).status_code

    assert [await ask(wrong), await ask(wrong), await ask(), await ask(wrong)] == [500, 500, 200, 500]
    assert [await ask(), await ask(wrong)] == [401, 401]
    zone = await tenant.client.get("V1.0/zoneInformation", params={"user": HEADERS["UserName"]})
    assert zone.status_code == 200, "which proves no more than that the user is known"
    machine.now = 600.0
    assert await ask() == 200
