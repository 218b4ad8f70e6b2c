"""Recurring services and bundles of them: each month a period with as many units as the month before had at its end.

A period that is over is approved and posted at the turn of the month: it gets a BillingItem over all of its units,
beside the ones over hours. Managed Gold has its workplaces as a bundle, the other managed agreements as services.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sandbox.world.companies import Company
from sandbox.world.contracts import Kind
from sandbox.world.instants import date_stamp, stamp
from sandbox.world.labels import Sla
from sandbox.world.ledger import Ledger
from sandbox.world.people import OWNER
from sandbox.world.posting import amounts
from sandbox.world.texts import packaged

_RECURRING = 5
"""Value of `BillingItems.billingItemType`."""


@dataclass(frozen=True, slots=True)
class _Line:
    """What a contract can have so many units of, and the names that go with it."""

    entity: str
    """What a contract has."""
    units: str
    """Its periods."""
    own: str
    """Field of a period with the number of what the contract has."""
    catalogue: str
    """What it is one of."""
    named: str
    """Field with the number in the catalogue."""
    period: str
    """Field of a BillingItem with the number of the period."""
    sub_type: int
    first_item: int
    """How far the number of a BillingItem lies behind that of its period; all lie before those over hours."""


_SERVICE = _Line("ContractServices", "ContractServiceUnits", "contractServiceID", "Services", "serviceID",
                 "contractServicePeriodID", 3, 50_000_000)  # fmt: skip
_BUNDLE = _Line("ContractServiceBundles", "ContractServiceBundleUnits", "contractServiceBundleID", "ServiceBundles",
                "serviceBundleID", "contractServiceBundlePeriodID", 4, 60_000_000)  # fmt: skip

_SOLD: Mapping[bool, Sequence[tuple[_Line, int, str]]] = {
    False: ((_SERVICE, 1, "workstation"), (_SERVICE, 2, "server"), (_SERVICE, 3, "workstation")),
    True: ((_BUNDLE, 1, "workstation"), (_SERVICE, 2, "server")),
}
"""What managed customers have, those with Gold and the others: the number in the catalogue, the devices it counts."""


class ServiceUnits:
    """Writes the services of managed customers, and posts their periods as the months pass, those of clients too."""

    def __init__(self) -> None:
        lines = (_SERVICE, _BUNDLE)
        self._newest = dict.fromkeys(lines, 0)
        self._open: dict[_Line, list[int]] = {line: [] for line in lines}
        """Periods that are not posted."""
        self._latest: dict[_Line, dict[int, tuple[datetime, int]]] = {line: {} for line in lines}
        """End and number of the last period of each service of a contract."""

    def write(self, ledger: Ledger, companies: Sequence[Company], today: date) -> None:
        """Write what managed customers have, with the month that it is."""
        rows = packaged("trade")["rows"]
        for company in companies:
            contract = ledger.get("Contracts", company.contract) if company.contract is not None else None
            if contract is None or contract["contractType"] != Kind.RECURRING:
                continue
            for line, number, kind in _SOLD[company.sla == Sla.GOLD]:
                sold = next(row for row in rows[line.catalogue] if row["id"] == number)
                price, cost, units = sold["unitPrice"], sold["unitCost"], len(company.devices[kind])
                own = {"contractID": contract["id"], line.named: number}
                paid = {"unitPrice": price, "internalCurrencyUnitPrice": price}
                paid |= {"unitCost": cost} if line is _SERVICE else {}
                has = {line.own: ledger.insert(line.entity, {**own, **paid})}
                amounts = {"price": price * units, "cost": cost * units, "internalCurrencyPrice": price * units}
                self._begin(ledger, line, today.replace(day=1), {**own, **has, **amounts, "units": units})

    def next_month(self, ledger: Ledger, first: date, at: int) -> list[Mapping[str, Any]]:
        """Post the periods that are over, begin those of a month, and give what was posted."""
        posted: list[Mapping[str, Any]] = []
        for line, latest in self._latest.items():
            for row in ledger.after(line.units, self._newest[line]):
                self._note(line, row)
            posted += self._post(ledger, line, date_stamp(first), at)
            for service, (end, number) in list(latest.items()):
                if end >= date_stamp(first):
                    continue
                row = ledger.get(line.units, number) or {}
                if _goes_on(ledger, line, service, row, first):
                    self._begin(ledger, line, first, {name: value for name, value in row.items() if name != "id"})
                else:
                    del latest[service]
        return posted

    def _begin(self, ledger: Ledger, line: _Line, first: date, row: Mapping[str, Any]) -> None:
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        dates = {"startDate": date_stamp(first), "endDate": date_stamp(last), "approveAndPostDate": None}
        period = {**row, **dates}
        self._note(line, {**period, "id": ledger.insert(line.units, period)})

    def _note(self, line: _Line, row: Mapping[str, Any]) -> None:
        self._newest[line] = max(self._newest[line], row["id"])
        self._open[line].append(row["id"])
        before = self._latest[line].get(row[line.own])
        if before is None or before[0] <= row["endDate"]:
            self._latest[line][row[line.own]] = row["endDate"], row["id"]

    def _post(self, ledger: Ledger, line: _Line, first: datetime, at: int) -> Iterator[Mapping[str, Any]]:
        standing, self._open[line] = self._open[line], []
        for number in standing:
            row = ledger.get(line.units, number)
            if row is None:
                continue
            if row["endDate"] >= first:
                self._open[line].append(number)
                continue
            ledger.update(line.units, number, {"approveAndPostDate": first})
            if row["units"]:
                item = _item(ledger, line, row, at)
                ledger.insert("BillingItems", item)
                yield item


def _goes_on(ledger: Ledger, line: _Line, service: int, row: Mapping[str, Any], first: date) -> bool:
    contract = ledger.get("Contracts", row.get("contractID") or 0)
    if contract is None or ledger.get(line.entity, service) is None:
        return False
    return bool(contract["status"] == 1 and contract["endDate"] >= date_stamp(first))


def _item(ledger: Ledger, line: _Line, row: Mapping[str, Any], at: int) -> dict[str, Any]:
    sold = ledger.get(line.catalogue, row[line.named]) or {}
    units, price = row["units"], row["price"] or 0.0
    return {
        "id": line.first_item + row["id"], "billingItemType": _RECURRING, "subType": line.sub_type, "nonBillable": 0,
        "companyID": (ledger.get("Contracts", row["contractID"]) or {}).get("companyID"),
        "contractID": row["contractID"], line.own: row[line.own], line.period: row["id"], line.named: row[line.named],
        "quantity": float(units), **amounts(price, round(price / units, 4)),
        "ourCost": row["cost"], "billingCodeID": sold.get("billingCodeID"), "vendorID": row.get("vendorCompanyID"),
        "itemName": sold.get("name"), "itemDate": row["startDate"],
        "description": f"{row['startDate']:%d %b %Y} to {row['endDate']:%d %b %Y}",
        "postedDate": stamp(at), "postedOnTime": stamp(at), "itemApproverID": OWNER,
    }  # fmt: skip
