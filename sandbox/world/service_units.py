"""Recurring services: each month a period with as many units as the month before had at its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sandbox.world.companies import Company
from sandbox.world.contracts import Kind
from sandbox.world.instants import date_stamp
from sandbox.world.ledger import Ledger
from sandbox.world.texts import packaged

_UNITS = "ContractServiceUnits"
_COUNTED = {1: "workstation", 2: "server", 3: "workstation"}
"""Devices of a customer that a service is counted by, by its id."""


class ServiceUnits:
    """Writes the services of managed customers, and their periods as the months pass."""

    def __init__(self) -> None:
        self._latest: dict[int, int] = {}
        """The present period of each service of a contract."""

    def write(self, ledger: Ledger, companies: Sequence[Company], today: date) -> None:
        """Write what managed customers have, with the month that it is."""
        prices = {row["id"]: row for row in packaged("trade")["rows"]["Services"]}
        for company in companies:
            contract = ledger.get("Contracts", company.contract) if company.contract is not None else None
            if contract is None or contract["contractType"] != Kind.RECURRING:
                continue
            for service, kind in _COUNTED.items():
                price, cost = prices[service]["unitPrice"], prices[service]["unitCost"]
                own = {"contractID": contract["id"], "serviceID": service}
                number = ledger.insert(
                    "ContractServices",
                    {**own, "unitPrice": price, "unitCost": cost, "internalCurrencyUnitPrice": price},
                )
                units = len(company.devices[kind])
                self._begin(ledger, today.replace(day=1), {
                    **own, "contractServiceID": number, "units": units, "price": price * units, "cost": cost * units,
                    "internalCurrencyPrice": price * units,
                })  # fmt: skip

    def next_month(self, ledger: Ledger, first: date) -> None:
        """Begin the periods of a month, and post those of the one before."""
        for service, number in list(self._latest.items()):
            row = ledger.get(_UNITS, number)
            if row is None or ledger.get("ContractServices", service) is None:
                del self._latest[service]
                continue
            ledger.update(_UNITS, number, {"approveAndPostDate": date_stamp(first)})
            self._begin(ledger, first, {name: value for name, value in row.items() if name != "id"})

    def _begin(self, ledger: Ledger, first: date, row: Mapping[str, Any]) -> None:
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        dates = {"startDate": date_stamp(first), "endDate": date_stamp(last), "approveAndPostDate": None}
        self._latest[row["contractServiceID"]] = ledger.insert(_UNITS, {**row, **dates})
