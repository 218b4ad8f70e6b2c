"""What the server works out by itself: amounts, numbers, and what hangs together in projects and sales."""

from __future__ import annotations

from tests.sandbox.tenant import ACME, ANNA, SUPPORT, TICKET, WORK, Tenant, created, errors

PROJECT = {"companyID": ACME, "projectName": "Move", "projectType": 5, "status": 1,
           "startDateTime": "2026-11-24", "endDateTime": "2026-12-24"}  # fmt: skip
TASK = {"title": "Pack", "status": 1, "taskType": 1}


async def test_a_charge_says_what_it_costs_and_what_is_billed(tenant: Tenant) -> None:
    charge = {"name": "Dock", "chargeType": 1, "datePurchased": "2026-11-24", "unitQuantity": 3, "unitCost": 80,
              "unitPrice": 99.5, "billingCodeID": WORK}  # fmt: skip
    path = f"Tickets/{TICKET}/Charges"
    free = await created(tenant, path, **charge, isBillableToCompany=False)
    paid = await created(tenant, path, **charge, isBillableToCompany=True)
    await tenant.patch(path, id=paid, unitQuantity=2)

    rows = [await tenant.one("TicketCharges", row) for row in (free, paid)]
    assert [(row["extendedCost"], row["billableAmount"]) for row in rows] == [(240, 0), (160, 199)]
    assert rows[1]["internalCurrencyBillableAmount"] == 199


async def test_the_start_of_a_project_is_frozen_once_it_has_tasks(tenant: Tenant) -> None:
    project = await created(tenant, "Projects", **PROJECT)
    early = await tenant.patch("Projects", id=project, startDateTime="2026-11-25")
    task = await created(tenant, f"Projects/{project}/Tasks", **TASK)
    late = await tenant.patch("Projects", id=project, startDateTime="2026-11-26")

    assert early.json() == {"itemId": project}
    assert errors(late) == ["startDateTime cannot be changed once the project has tasks"]
    assert (await tenant.one("Projects", project))["projectNumber"] == f"P20261124.{project:04}"
    assert (await tenant.one("Tasks", task))["taskNumber"] == f"T{project}.{task}"


async def test_a_task_that_somebody_is_on_needs_a_department_and_a_work_type(tenant: Tenant) -> None:
    path = f"Projects/{await created(tenant, 'Projects', **PROJECT)}/Tasks"
    assigned = {**TASK, "assignedResourceID": ANNA, "assignedResourceRoleID": SUPPORT}

    missing = ["Missing Required Field: departmentID", "Missing Required Field: billingCodeID"]
    assert errors(await tenant.post(path, **assigned)) == missing
    await created(tenant, path, **assigned, departmentID=1, billingCodeID=WORK)


async def test_a_sale_is_written_from_the_opportunity_to_the_order(tenant: Tenant) -> None:
    opportunity = await created(
        tenant, "Opportunities", companyID=ACME, ownerResourceID=ANNA, title="Docks", amount=300, cost=240, stage=1,
        status=1, probability=50, startDate="2026-11-24", projectedCloseDate="2026-12-24", useQuoteTotals=True,
    )  # fmt: skip
    place = await created(tenant, "QuoteLocations", city="Delft")
    where = dict.fromkeys(("billToLocationID", "shipToLocationID", "soldToLocationID"), place)
    dates = {"effectiveDate": "2026-11-24", "expirationDate": "2026-12-24"}
    quote = await created(tenant, "Quotes", name="Docks", opportunityID=opportunity, **where, **dates)
    zeros = {"lineDiscount": 0, "percentageDiscount": 0, "unitDiscount": 0, "isOptional": False}
    item = await created(tenant, f"Quotes/{quote}/Items", quoteItemType=1, quantity=3, unitPrice=100, **zeros)
    order = await created(tenant, "PurchaseOrders", vendorID=ACME, status=1, shipToName="A", shipToAddress1="B")
    await tenant.patch("Quotes", id=quote, opportunityID=4711, name="More docks")

    sold = await tenant.one("Quotes", quote)
    assert (sold["quoteNumber"], sold["name"], sold["opportunityID"]) == (1000 + quote, "More docks", opportunity)
    assert (await tenant.one("QuoteItems", item))["internalCurrencyUnitPrice"] == 100
    assert (await tenant.one("PurchaseOrders", order))["purchaseOrderNumber"] == f"PO{2000 + order}"
    assert (await tenant.post("QuoteItems", quoteItemType=1)).status_code == 404
