"""What holds for contracts: units of a recurring service are changed by adjustments alone, from a day on.

An adjustment changes each period of the service that ends on that day or later, the present one whole; where none is
written yet, it begins one to the end of the month. The texts of the refusals are ours.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sandbox.drafts import Draft, Rules
from sandbox.errors import Refused
from sandbox.store import Record

_SERVICES, _UNITS = "ContractServices", "ContractServiceUnits"


class ServiceAdjustmentRules(Rules):
    """Rules of ContractServiceAdjustments, which can be created and never be read."""

    def check(self, draft: Draft) -> None:
        """Find the service, and count what would be left.

        Raises:
            Refused: no service of the contract is named, or it would have less than no units.
        """
        draft.require("unitChange")
        service = _service(draft)
        if service is None:
            raise Refused("Value does not exist for the required field contractServiceID")
        if any(row["units"] + draft.record["unitChange"] < 0 for row in _periods(draft, service)):
            raise Refused("unitChange would leave less than no units of the service")

    def written(self, draft: Draft) -> None:
        """Change the units, and what they cost."""
        service, record = _service(draft) or {}, draft.record
        price = _either(record.get("adjustedUnitPrice"), service["unitPrice"])
        cost = _either(record.get("adjustedUnitCost"), service["unitCost"])
        periods = _periods(draft, service)
        for row in periods or [_begun(draft, service)]:
            units = row["units"] + record["unitChange"]
            changes = {"units": units, "price": units * price, "cost": units * cost,
                       "internalCurrencyPrice": units * price}  # fmt: skip
            draft.store.update(_UNITS, row["id"], changes)


def _service(draft: Draft) -> Record | None:
    """The service of the contract that an adjustment names, by its number there or by its number in the catalogue."""
    record = draft.record
    own = draft.store.get(_SERVICES, record.get("contractServiceID") or 0)
    if own is None:
        theirs = (record["contractID"], record.get("serviceID") or 0)
        found = draft.store.select(_SERVICES, "contractID = ? AND serviceID = ?", theirs, limit=1)
        own = found[0] if found else None
    return own if own is not None and own["contractID"] == record["contractID"] else None


def _periods(draft: Draft, service: Record) -> list[Record]:
    return draft.store.select(
        _UNITS, "contractServiceID = ? AND endDate >= ?", (service["id"], draft.record["effectiveDate"])
    )


def _begun(draft: Draft, service: Record) -> Record:
    """Begin a period without units, from the day of the adjustment to the end of its month."""
    day: datetime = draft.record["effectiveDate"]
    last = (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    row: dict[str, Any] = {"contractID": service["contractID"], "contractServiceID": service["id"], "units": 0,
                           "serviceID": service["serviceID"], "startDate": day, "endDate": last}  # fmt: skip
    return {**row, "id": draft.store.insert(_UNITS, row)}


def _either(given: float | None, standing: float | None) -> float:
    return given if given is not None else standing or 0.0
