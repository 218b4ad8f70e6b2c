"""What the tenant buys and sells beside hours: opportunities, quotes, orders, and the tables that these point at.

Nothing here happens by itself, so that it is written once, when the tenant is founded. All of it is drawn from streams
of its own, and a desk that never looks at it is the same with and without it.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache

from sandbox.picklists import PicklistValue
from sandbox.world.companies import FIRST_PRODUCT, Company
from sandbox.world.instants import date_stamp
from sandbox.world.labels import WorkType
from sandbox.world.ledger import Ledger
from sandbox.world.people import OWNER
from sandbox.world.streams import stream
from sandbox.world.texts import packaged

_STAGES = ((1, 1, 20), (3, 1, 50), (4, 1, 75), (5, 3, 100), (6, 2, 0))
"""Stage, status and probability that go together."""

_WON = 5


@cache
def trade_picklists() -> Mapping[str, Sequence[PicklistValue]]:
    """The tenant's own lists of what it buys and sells, by `Entity.field`."""
    return {
        name: [PicklistValue(value, label, sort_order=place) for place, (value, label) in enumerate(pairs, start=1)]
        for name, pairs in packaged("trade")["lists"].items()
    }


def write_trade(ledger: Ledger, companies: Sequence[Company], today: date, seed: int) -> None:
    """Write all of it for the customers of a tenant."""
    _write_tables(ledger)
    for place, company in enumerate(companies):
        if place % 4 == 1:
            _write_sale(ledger, company, today, stream(seed, "sale", company.id))


def _write_tables(ledger: Ledger) -> None:
    more: Mapping[str, Mapping[str, object]] = {
        "Services": {"billingCodeID": int(WorkType.HARDWARE), "periodType": 2},
        "ServiceBundles": {"billingCodeID": int(WorkType.HARDWARE), "periodType": 2},
        "Countries": {"addressFormatID": 1},
    }
    trade = packaged("trade")
    for entity, rows in trade["rows"].items():
        for row in rows:
            shown = {"displayName": row["name"]} if entity == "Countries" else {}
            ledger.insert(entity, {"isActive": True, **more.get(entity, {}), **shown, **row})
    for entity, rows in trade["rows_without_state"].items():
        for row in rows:
            ledger.insert(entity, dict(row))


def _write_sale(ledger: Ledger, company: Company, today: date, rng: random.Random) -> None:
    """Write one opportunity, the quote for it, and where it was won what was ordered for it."""
    product, amount, stage = FIRST_PRODUCT + rng.randrange(8), rng.randrange(1, 9), rng.choice(_STAGES)
    price = float(rng.randrange(12, 190) * 10)
    began = today - timedelta(days=rng.randrange(5, 80))
    contact = company.contacts[0]
    opportunity = ledger.insert(
        "Opportunities",
        {"companyID": company.id, "contactID": contact.id, "ownerResourceID": OWNER, "creatorResourceID": OWNER,
         "title": f"{amount} devices for {company.name}"[:128], "stage": stage[0], "status": stage[1],
         "probability": stage[2], "amount": price * amount, "cost": round(price * amount * 0.8, 2),
         "useQuoteTotals": True, "productID": product, "opportunityCategoryID": 1, "leadSource": 1,
         "createDate": date_stamp(began), "startDate": date_stamp(began), "lastActivity": date_stamp(began),
         "projectedCloseDate": date_stamp(began + timedelta(days=45)),
         "closedDate": date_stamp(began + timedelta(days=4)) if stage[0] == _WON else None},
    )  # fmt: skip
    place = ledger.insert("QuoteLocations", {"address1": company.sites[0][1], "city": company.office.city})
    quote = ledger.insert(
        "Quotes",
        {"name": f"Devices {company.short}", "opportunityID": opportunity, "companyID": company.id,
         "contactID": contact.id, "billToLocationID": place, "shipToLocationID": place, "soldToLocationID": place,
         "effectiveDate": date_stamp(began), "expirationDate": date_stamp(began + timedelta(days=30)),
         "isActive": True, "primaryQuote": True, "quoteNumber": 1000 + opportunity, "createDate": date_stamp(began),
         "creatorResourceID": OWNER, "lastModifiedBy": OWNER, "lastActivityDate": date_stamp(began), "taxRegionID": 1},
    )  # fmt: skip
    ledger.insert(
        "QuoteItems",
        {"quoteID": quote, "quoteItemType": 1, "productID": product, "name": "Devices", "quantity": float(amount),
         "unitPrice": price, "unitCost": round(price * 0.8, 2), "unitDiscount": 0.0, "lineDiscount": 0.0,
         "percentageDiscount": 0.0, "isOptional": False, "isTaxable": True, "periodType": 1, "sortOrderID": 1,
         "internalCurrencyUnitPrice": price},
    )  # fmt: skip
    if stage[0] == _WON:
        _write_orders(ledger, company, opportunity, product, amount, price, began)


def _write_orders(
    ledger: Ledger, company: Company, opportunity: int, product: int, amount: int, price: float, began: date
) -> None:
    at = date_stamp(began + timedelta(days=5))
    sold = ledger.insert(
        "SalesOrders",
        {"opportunityID": opportunity, "companyID": company.id, "contactID": company.contacts[0].id,
         "ownerResourceID": OWNER, "title": f"{amount} devices for {company.name}"[:128], "status": 1,
         "salesOrderDate": at},
    )  # fmt: skip
    ledger.update("Opportunities", opportunity, {"salesOrderID": sold})
    order = ledger.insert(
        "PurchaseOrders",
        {"vendorID": 0, "status": 2, "purchaseForCompanyID": company.id, "purchaseOrderNumber": f"PO{2000 + sold}",
         "shipToName": company.name, "shipToAddress1": company.sites[0][1], "shippingType": 1, "paymentTerm": 2,
         "createDateTime": at, "submitDateTime": at, "creatorResourceID": OWNER, "taxRegionID": 1},
    )  # fmt: skip
    ledger.insert(
        "PurchaseOrderItems",
        {"orderID": order, "productID": product, "quantity": amount, "unitCost": round(price * 0.8, 2),
         "inventoryLocationID": 1, "salesOrderID": sold, "internalCurrencyUnitCost": round(price * 0.8, 2)},
    )  # fmt: skip
