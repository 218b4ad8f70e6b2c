"""Approving and posting: what becomes of a time entry when the books of its week are closed.

An approved entry can be changed no more, and has one BillingItem, which says what is billed for it:

| contract          | takes the entry out of                  | is billed                                     |
|-------------------|-----------------------------------------|-----------------------------------------------|
| none, T & M       | nothing                                 | hours times rate                              |
| fixed price       | nothing                                 | nothing: its milestones are                   |
| block hours       | hours of its blocks, the oldest first   | what the blocks do not cover, at the overage  |
| retainer          | money of its retainers, likewise        | what the retainers do not cover               |
| recurring service | nothing                                 | nothing, but for what the contract leaves out |
| per ticket        | one of the tickets bought, once a ticket| a ticket beyond those, at the overage         |

The rate is the contract's for the role, else the role's, with what the work type makes of it. Numbers of the kinds of
BillingItems are ours: public sources disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sandbox.world.bought import RETAINERS, TICKETS, worked_on
from sandbox.world.contracts import Agreements, Kind
from sandbox.world.instants import stamp
from sandbox.world.ledger import Ledger
from sandbox.world.people import OWNER

FIRST_ITEM = 70_000_000
"""How far the number of a BillingItem lies behind that of its time entry."""

LABOR = 1
"""Value of `BillingItems.billingItemType`."""

TICKET_TIME, TASK_TIME = 1, 2
"""Values of `BillingItems.subType`."""


PRICES = ("extendedPrice", "totalAmount", "internalCurrencyExtendedPrice", "internalCurrencyTotalAmount")
"""Fields of a BillingItem that hold its price: the tenant has one currency and adds taxes on the invoice."""


def amounts(price: float, rate: float) -> dict[str, float]:
    """What a BillingItem says of its price."""
    untaxed = dict.fromkeys(("taxDollars", "internalCurrencyTaxDollars"), 0.0)
    return {**dict.fromkeys(PRICES, price), **dict.fromkeys(("rate", "internalCurrencyRate"), rate), **untaxed}


class Posting:
    """Closes the books on the time that customers are to pay."""

    def __init__(self, agreements: Agreements) -> None:
        self._agreements = agreements
        self._counted: set[int] = set()
        """Tickets that were taken out of the tickets bought already."""
        self._read: dict[tuple[str, int], Mapping[str, Any]] = {}

    def post(self, ledger: Ledger, entries: Iterable[Mapping[str, Any]], at: int) -> None:
        """Approve entries, take them out of what was paid before, and write what is billed."""
        self._agreements.bought.learn(ledger)
        self._read = {}
        for entry in entries:
            self._post(ledger, entry, at)

    def has_posted(self, ledger: Ledger, entry: int) -> bool:
        """Whether a time entry is billed already; that somebody approved it does not say so."""
        return ledger.get("BillingItems", FIRST_ITEM + entry) is not None

    def _row(self, ledger: Ledger, entity: str, number: int | None) -> Mapping[str, Any]:
        """A row that stays as it is while books are closed, or nothing."""
        if number is None:
            return {}
        if (entity, number) not in self._read:
            self._read[entity, number] = ledger.get(entity, number) or {}
        return self._read[entity, number]

    def _post(self, ledger: Ledger, entry: Mapping[str, Any], at: int) -> None:
        posted = {"billingApprovalDateTime": stamp(at), "billingApprovalResourceID": OWNER,
                  "lastModifiedDateTime": stamp(at), "lastModifiedUserID": OWNER}  # fmt: skip
        ledger.update("TimeEntries", entry["id"], posted)
        code, free = entry.get("billingCodeID") or 0, bool(entry.get("isNonBillable"))
        contract = self._agreements.covering(entry.get("contractID") or 0, code)
        terms, rate = self._row(ledger, "Contracts", contract or None), self._rate(ledger, entry, contract)
        price, block = (0.0, None) if free else self._billed(ledger, entry, terms, rate, at)
        task = self._row(ledger, "Tasks", entry.get("taskID"))
        project = self._row(ledger, "Projects", task.get("projectID"))
        above = terms or project or self._row(ledger, "Tickets", entry.get("ticketID"))
        ledger.insert("BillingItems", {
            "id": FIRST_ITEM + entry["id"], "timeEntryID": entry["id"], "ticketID": entry.get("ticketID"),
            "taskID": entry.get("taskID"), "projectID": project.get("id"), "companyID": above.get("companyID"),
            "billingItemType": LABOR, "subType": TASK_TIME if task else TICKET_TIME, "nonBillable": int(free),
            "contractID": contract or None, "contractBlockID": block, "billingCodeID": code or None,
            "roleID": entry.get("roleID"), "quantity": entry.get("hoursToBill"), **amounts(price, rate),
            "itemDate": entry.get("dateWorked"),
            "itemName": str(entry.get("summaryNotes") or "")[:255] or None, "postedDate": stamp(at),
            "postedOnTime": stamp(at), "itemApproverID": OWNER,
        })  # fmt: skip

    def _billed(
        self, ledger: Ledger, entry: Mapping[str, Any], terms: Mapping[str, Any], rate: float, at: int
    ) -> tuple[float, int | None]:
        """The price of an entry under a contract, and the block that its hours were taken from."""
        contract, bought = terms.get("id") or 0, self._agreements.bought
        price = round((entry.get("hoursToBill") or 0.0) * rate, 2)
        match terms.get("contractType"):
            case Kind.BLOCK:
                left, block = self._agreements.take_hours(ledger, contract, entry, at)
                return round(left * (terms.get("overageBillingRate") or 0.0), 2), block
            case Kind.RETAINER:
                return bought.take(ledger, RETAINERS, contract, price, worked_on(entry))[0], None
            case Kind.PER_TICKET:
                ticket = entry.get("ticketID") or 0
                if ticket in self._counted:
                    return 0.0, None
                self._counted.add(ticket)
                left, _ = bought.take(ledger, TICKETS, contract, 1.0, worked_on(entry))
                return round(left * (terms.get("overageBillingRate") or 0.0), 2), None
            case Kind.FIXED:
                return 0.0, None
            case Kind.RECURRING if not self._agreements.leaves_out(contract, entry.get("billingCodeID") or 0):
                return 0.0, None
        return price, None

    def _rate(self, ledger: Ledger, entry: Mapping[str, Any], contract: int) -> float:
        role = entry.get("roleID") or 0
        own = self._agreements.bought.rate(ledger, contract, role)
        rate = float(own if own is not None else self._row(ledger, "Roles", role).get("hourlyRate") or 0.0)
        modifier = self._row(ledger, "WorkTypeModifiers", entry.get("billingCodeID"))
        value = modifier.get("modifierValue") or 0.0
        match modifier.get("modifierType"):
            case 2:
                rate += value
            case 3:
                rate *= value
            case 4 | 5:
                rate = value
        return round(rate, 4)
