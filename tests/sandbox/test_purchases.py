"""What is bought beforehand for a contract: blocks of hours, retainers, tickets; and days that are in order."""

from __future__ import annotations

import pytest

from tests.sandbox.tenant import ACME, Tenant, created, errors

DATES = {"datePurchased": "2026-11-01", "startDate": "2026-11-01", "endDate": "2026-11-30"}
CONTRACT = {
    "companyID": ACME,
    "contractName": "Hours",
    "status": 1,
    "timeReportingRequiresStartAndStopTimes": 1,
    **DATES,
}


@pytest.mark.parametrize(
    ("kind", "segment", "bought", "used", "more"),
    [
        (4, "Blocks", "hours", "hoursApproved", {"hourlyRate": 95}),
        (6, "Retainers", "amount", "amountApproved", {"status": 1}),
        (8, "TicketPurchases", "ticketsPurchased", "ticketsUsed", {"perTicketRate": 60}),
    ],
)
async def test_what_is_bought_for_its_kind_of_contract_is_active_and_unused(
    tenant: Tenant, kind: int, segment: str, bought: str, used: str, more: dict[str, object]
) -> None:
    contract = await created(tenant, "Contracts", **CONTRACT, contractType=kind)
    other = await created(tenant, "Contracts", **CONTRACT, contractType=1)
    body = {**DATES, **more, bought: 2.5}

    number = await created(tenant, f"Contracts/{contract}/{segment}", **body, **{used: 2})
    elsewhere = await tenant.post(f"Contracts/{other}/{segment}", **body)
    nothing = await tenant.post(f"Contracts/{contract}/{segment}", **{**body, bought: 0})
    backwards = await tenant.post(f"Contracts/{contract}/{segment}", **{**body, "endDate": "2026-10-31"})

    item = (await tenant.client.get(f"V1.0/Contracts/{contract}/{segment}/{number}")).json()["item"]
    assert (item[bought], item[used], item["status"]) == (2.5, 0, 1)
    assert errors(elsewhere)[0].startswith("The contract must be of type ")
    assert errors(nothing) == [f"{bought} must be greater than 0"]
    assert errors(backwards) == ["endDate must be later than startDate"]


async def test_a_record_whose_days_are_out_of_order_can_still_be_changed_elsewhere(tenant: Tenant) -> None:
    contract = await created(tenant, "Contracts", **CONTRACT, contractType=1)
    tenant.store.update("Contracts", contract, {"endDate": "2026-01-01"})

    assert (await tenant.patch("Contracts", id=contract, description="Old")).status_code == 200
    assert errors(await tenant.patch("Contracts", id=contract, endDate="2026-10-01"))
