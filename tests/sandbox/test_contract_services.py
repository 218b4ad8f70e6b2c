"""Units of a recurring service: read by period, changed by adjustments that nobody can read."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.tenant import ACME, Tenant, condition, created, errors

CONTRACT, SERVICE = 300, 40
PATH = f"Contracts/{CONTRACT}/ServiceAdjustments"


@pytest.fixture
def own(tenant: Tenant) -> int:
    """A service of a contract with two months behind it and the present one."""
    tenant.store.insert("Contracts", {"id": CONTRACT, "companyID": ACME, "contractType": 7})
    own = {"contractID": CONTRACT, "serviceID": SERVICE}
    number = tenant.store.insert("ContractServices", {**own, "unitPrice": 45.0, "unitCost": 18.0})
    for month, last in ((10, 31), (11, 30)):
        dates = {"startDate": f"2026-{month}-01T00:00:00Z", "endDate": f"2026-{month}-{last}T00:00:00Z"}
        tenant.store.insert("ContractServiceUnits", {**own, "contractServiceID": number, "units": 10, **dates})
    return number


async def units(tenant: Tenant) -> list[dict[str, Any]]:
    return await tenant.items("ContractServiceUnits", condition("eq", "contractID", CONTRACT))


async def test_an_adjustment_changes_the_units_from_its_day_on(tenant: Tenant, own: int) -> None:
    await created(tenant, PATH, effectiveDate="2026-11-24", unitChange=3, contractServiceID=own)
    await created(tenant, PATH, effectiveDate="2026-11-24", unitChange=-1, serviceID=SERVICE, adjustedUnitPrice=50)
    await created(tenant, PATH, effectiveDate="2027-02-10", unitChange=2, serviceID=SERVICE)

    october, november, february = await units(tenant)
    assert (october["units"], november["units"], november["price"], november["cost"]) == (10, 12, 600, 216)
    assert (february["startDate"], february["endDate"]) == ("2027-02-10T00:00:00Z", "2027-02-28T00:00:00Z")
    assert february["units"] == 2
    assert (await tenant.query("ContractServiceAdjustments", condition("gte", "id", 0))).status_code == 404


async def test_units_of_a_bundle_are_adjusted_alike_at_the_price_of_the_catalogue(tenant: Tenant) -> None:
    tenant.store.insert("Contracts", {"id": CONTRACT, "companyID": ACME, "contractType": 7})
    bundle = tenant.store.insert("ServiceBundles", {"name": "Workplace", "unitPrice": 47.5, "unitCost": 20.0})
    tenant.store.insert("ContractServiceBundles", {"contractID": CONTRACT, "serviceBundleID": bundle})
    path = f"Contracts/{CONTRACT}/ServiceBundleAdjustments"
    await created(tenant, path, effectiveDate="2026-11-10", unitChange=4, serviceBundleID=bundle)

    (row,) = await tenant.items("ContractServiceBundleUnits", condition("eq", "contractID", CONTRACT))
    assert (row["units"], row["price"], row["cost"], row["endDate"]) == (4, 190, 80, "2026-11-30T00:00:00Z")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"unitChange": 1}, "Value does not exist for the required field contractServiceID"),
        ({"unitChange": 1, "contractServiceID": 99}, "Value does not exist for the required field contractServiceID"),
        ({"serviceID": SERVICE}, "Missing Required Field: unitChange"),
        ({"serviceID": SERVICE, "unitChange": -11}, "unitChange would leave less than no units of the service"),
    ],
)
@pytest.mark.usefixtures("own")
async def test_an_adjustment_that_does_not_hold_is_refused(tenant: Tenant, body: dict[str, int], text: str) -> None:
    assert errors(await tenant.post(PATH, effectiveDate="2026-11-24", **body)) == [text]
    assert [row["units"] for row in await units(tenant)] == [10, 10]
