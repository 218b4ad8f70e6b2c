"""Invoices: at the turn of a month each customer gets one over what was posted, and most pay within the month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import chain
from typing import Any

from sandbox.world.instants import date_stamp, stamp
from sandbox.world.ledger import Ledger
from sandbox.world.people import OWNER
from sandbox.world.streams import stream

_DAYS_TO_PAY = 30
_NET_30 = 2
"""Value of `Invoices.paymentTerm`."""

_PAYS_IN_TIME = 0.85


class Invoicing:
    """Writes invoices as the months pass. What costs nothing stays uninvoiced unless something beside it does cost."""

    def __init__(self, seed: int, *, behind: int) -> None:
        """Bill the posted items behind a number; those up to it are the history's."""
        self._seed = seed
        self._seen = (behind, behind)
        """The last posted items of the two turns before: what is written late may have been posted late, too."""
        self._unpaid: list[int] = []

    def begin_month(self, ledger: Ledger, first: date, at: int, services: Iterable[Mapping[str, Any]]) -> None:
        """Take payments for the month before, and bill what was worked and had until this one began."""
        self._take_payments(ledger, first)
        begin, (before, last) = date_stamp(first), self._seen
        by_company: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
        for item in chain(services, ledger.after("BillingItems", before)):
            last = max(last, item["id"])
            if item.get("invoiceID") is None and item["companyID"] is not None and item["itemDate"] < begin:
                by_company[item["companyID"]].append(item)
        self._seen = (self._seen[1], last)
        for company, items in sorted(by_company.items()):
            total = round(sum(item["totalAmount"] or 0.0 for item in items if not item["nonBillable"]), 2)
            if total > 0:
                self._bill(ledger, company, items, total, first, at)

    def _bill(
        self, ledger: Ledger, company: int, items: list[Mapping[str, Any]], total: float, first: date, at: int
    ) -> None:
        number = ledger.insert(
            "Invoices",
            {
                "companyID": company, "createDateTime": stamp(at), "creatorResourceID": OWNER, "invoiceTotal": total,
                "fromDate": min(item["itemDate"] for item in items), "toDate": date_stamp(first - timedelta(days=1)),
                "invoiceDateTime": stamp(at), "dueDate": date_stamp(first + timedelta(days=_DAYS_TO_PAY)),
                "paymentTerm": _NET_30, "isVoided": False, "totalTaxValue": 0.0,
            },
        )  # fmt: skip
        ledger.update("Invoices", number, {"invoiceNumber": f"{first.year}-{number:05}"})
        self._unpaid.append(number)
        for item in items:
            ledger.update("BillingItems", item["id"], {"invoiceID": number})

    def _take_payments(self, ledger: Ledger, first: date) -> None:
        """Date the payments of invoices that a customer settled since; who is late is late for the month."""
        late = []
        for number in self._unpaid:
            rng = stream(self._seed, "payment", number, first)
            if rng.random() < _PAYS_IN_TIME:
                paid = first - timedelta(days=rng.randrange(1, 20))
                ledger.update("Invoices", number, {"paidDate": date_stamp(paid)})
            else:
                late.append(number)
        self._unpaid = late
