"""Quotes and orders: totals that follow from the items, and the way of an order to its receipt."""

from __future__ import annotations

from typing import Any

from tests.sandbox.tenant import ACME, ANNA, API, OWN, Tenant, created, errors

NOW = "2026-11-24T09:00:00Z"
DEAL = {
    "companyID": ACME, "title": "Devices", "ownerResourceID": ANNA, "probability": 50, "stage": 1, "status": 1,
    "amount": 1, "cost": 1, "useQuoteTotals": True, "startDate": NOW, "projectedCloseDate": NOW,
}  # fmt: skip
ITEM = {
    "quoteItemType": 1, "quantity": 2, "unitPrice": 50, "unitCost": 20, "unitDiscount": 0, "lineDiscount": 0,
    "percentageDiscount": 0, "isOptional": False,
}  # fmt: skip


async def test_an_opportunity_takes_its_totals_from_its_primary_quote(tenant: Tenant) -> None:
    deal = await created(tenant, "Opportunities", **DEAL)
    place = await created(tenant, "QuoteLocations")
    places = dict.fromkeys(("billToLocationID", "shipToLocationID", "soldToLocationID"), place)
    dates = {"effectiveDate": NOW, "expirationDate": NOW}
    quote, other = [
        await created(tenant, "Quotes", name="Q", opportunityID=deal, primaryQuote=primary, **places, **dates)
        for primary in (True, False)
    ]

    async def totals() -> tuple[Any, Any]:
        row = await tenant.one("Opportunities", deal)
        return row["amount"], row["cost"]

    first = await created(tenant, f"Quotes/{quote}/Items", **ITEM)
    await created(tenant, f"Quotes/{quote}/Items", **{**ITEM, "isOptional": True})
    await created(tenant, f"Quotes/{other}/Items", **ITEM)
    whole = await totals()
    discounts = {"unitDiscount": 5, "lineDiscount": 10, "percentageDiscount": 10}
    await tenant.patch(f"Quotes/{quote}/Items", id=first, **discounts)
    reduced = await totals()
    await tenant.client.delete(f"V1.0/Quotes/{quote}/Items/{first}")

    assert (whole, reduced, await totals()) == ((100, 40), (72, 40), (0, 0))


async def test_an_order_is_submitted_and_received_in_part_until_nothing_is_ahead(tenant: Tenant) -> None:
    order = await created(tenant, "PurchaseOrders", vendorID=OWN, status=1, shipToName="Desk", shipToAddress1="Quay 1")
    shelf = await created(tenant, "InventoryLocations", locationName="Shelf", isActive=True)
    item = await created(tenant, f"PurchaseOrders/{order}/Items", inventoryLocationID=shelf, quantity=3, unitCost=5.5)
    await tenant.patch("PurchaseOrders", id=order, status=2)
    states, receipts = [], []
    for quantity in (2, 1):
        body = {"quantityNowReceiving": quantity, "serialNumber": "S1"}
        number = await created(tenant, f"PurchaseOrderItems/{item}/Receiving", **body)
        receipts.append(await tenant.one("PurchaseOrderItemReceiving", number))
        states.append((await tenant.one("PurchaseOrders", order))["status"])
    nothing = await tenant.post(f"PurchaseOrderItems/{item}/Receiving", quantityNowReceiving=0)
    await tenant.patch("PurchaseOrders", id=order, status=5)

    standing = await tenant.one("PurchaseOrders", order)
    assert (standing["submitDateTime"], standing["cancelDateTime"], states) == (NOW, NOW, [3, 4])
    counted = [(row["quantityPreviouslyReceived"], row["quantityBackOrdered"]) for row in receipts]
    assert counted == [(0, 1), (2, 0)]
    assert (receipts[0]["serialNumber"], receipts[0]["receivedByResourceID"]) == ("S1", API)
    assert errors(nothing) == ["quantityNowReceiving must be greater than 0"]
