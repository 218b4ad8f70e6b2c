"""Time off over the API: asked for, decided on by who approves, and counted."""

from __future__ import annotations

import httpx

from tests.sandbox.tenant import ANNA, API, BOB, HEADERS, Tenant, created, errors

DAY = {"requestDate": "2026-12-07", "hours": 8, "timeOffRequestType": 1, "status": 2, "reason": "Away"}
REQUESTS = f"Resources/{ANNA}/TimeOffRequests"


async def decided(tenant: Tenant, request: int, verb: str, by: int | None, **body: object) -> httpx.Response:
    name = {} if by is None else {"ImpersonationResourceId": str(by)}
    return await tenant.client.post(f"V1.0/TimeOffRequests/{request}/{verb}", json=body, headers=HEADERS | name)


async def left(tenant: Tenant) -> tuple[float, ...]:
    (row,) = (await tenant.client.get(f"V1.0/Resources/{ANNA}/TimeOffBalances")).json()["items"]
    return tuple(row[f"vacation{state}"] for state in ("WaitingApproval", "Planned", "Used", "Balance"))


async def test_time_off_waits_for_an_approver_and_is_counted(tenant: Tenant) -> None:
    tenant.store.insert("ResourceTimeOffBalances", {"resourceID": ANNA, "year": 2026, "vacationAnnualAllowance": 40})
    tenant.store.insert("ResourceTimeOffApprovers", {"resourceID": ANNA, "approverResourceID": BOB})
    request, other = await created(tenant, REQUESTS, **DAY), await created(tenant, REQUESTS, **DAY)
    asked = (await tenant.one("TimeOffRequests", request))["status"]
    assert (asked, await left(tenant)) == (1, (16, 0, 0, 40))

    for wrong in (None, ANNA):
        errors(await decided(tenant, request, "Approve", wrong))
    errors(await tenant.patch(REQUESTS, id=request, status=2))
    assert (await decided(tenant, request, "Approve", BOB)).status_code == 200
    assert (await decided(tenant, other, "Reject", BOB, rejectReason="Full")).status_code == 200
    errors(await decided(tenant, request, "Reject", BOB))

    approved, rejected = await tenant.one("TimeOffRequests", request), await tenant.one("TimeOffRequests", other)
    assert (approved["status"], approved["approvedDateTime"]) == (2, "2026-11-24T09:00:00Z")
    assert (approved["approveRejectResourceID"], approved["impersonatorApproveRejectResourceID"]) == (BOB, API)
    assert (rejected["status"], rejected["rejectReason"], rejected["approvedDateTime"]) == (3, "Full", None)
    assert await left(tenant) == (0, 8, 0, 32)

    await tenant.patch(REQUESTS, id=request, status=4)
    assert await left(tenant) == (0, 0, 0, 40)
