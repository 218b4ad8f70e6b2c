"""What holds for contracts: what is bought for which kind of them, and how services change.

Units of a recurring service or bundle are changed by adjustments alone, from a day on.

An adjustment changes each period of the service that ends on that day or later, the present one whole; where none is
written yet, it begins one to the end of the month. The texts of the refusals are ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sandbox.drafts import Draft, Rules
from sandbox.errors import Refused
from sandbox.store import Record

BLOCK_HOURS, RETAINER, PER_TICKET = 4, 6, 8
"""Values of `Contracts.contractType`."""

_ACTIVE = 1
"""Value of the `status` of what is bought."""


@dataclass(frozen=True, slots=True)
class Adjusted:
    """What an adjustment changes the units of."""

    entity: str
    """What a contract has."""
    units: str
    """Its periods."""
    own: str
    """Field with the number of what the contract has."""
    catalogue: str
    """What it is one of."""
    named: str
    """Field with the number in the catalogue."""


SERVICES = Adjusted("ContractServices", "ContractServiceUnits", "contractServiceID", "Services", "serviceID")
BUNDLES = Adjusted("ContractServiceBundles", "ContractServiceBundleUnits", "contractServiceBundleID",
                   "ServiceBundles", "serviceBundleID")  # fmt: skip


class ServiceAdjustmentRules(Rules):
    """Rules of adjustments, which can be created and never be read."""

    def __init__(self, adjusted: Adjusted) -> None:
        self._adjusted = adjusted

    def check(self, draft: Draft) -> None:
        """Find the service, and count what would be left.

        Raises:
            Refused: no service of the contract is named, or it would have less than no units.
        """
        draft.require("unitChange")
        service = self._service(draft)
        if service is None:
            raise Refused(f"Value does not exist for the required field {self._adjusted.own}")
        if any(row["units"] + draft.record["unitChange"] < 0 for row in self._periods(draft, service)):
            raise Refused("unitChange would leave less than no units of the service")

    def written(self, draft: Draft) -> None:
        """Change the units, and what they cost."""
        service, record = self._service(draft) or {}, draft.record
        sold = draft.store.get(self._adjusted.catalogue, service[self._adjusted.named]) or {}
        price = _first(record.get("adjustedUnitPrice"), service.get("unitPrice"), sold.get("unitPrice"))
        cost = _first(record.get("adjustedUnitCost"), service.get("unitCost"), sold.get("unitCost"))
        periods = self._periods(draft, service)
        for row in periods or [self._begun(draft, service)]:
            units = row["units"] + record["unitChange"]
            changes = {"units": units, "price": units * price, "cost": units * cost,
                       "internalCurrencyPrice": units * price}  # fmt: skip
            draft.store.update(self._adjusted.units, row["id"], changes)

    def _service(self, draft: Draft) -> Record | None:
        """What of the contract an adjustment names, by its number there or by its number in the catalogue."""
        record, names = draft.record, self._adjusted
        own = draft.store.get(names.entity, record.get(names.own) or 0)
        if own is None:
            theirs = (record["contractID"], record.get(names.named) or 0)
            found = draft.store.select(names.entity, f"contractID = ? AND {names.named} = ?", theirs, limit=1)
            own = found[0] if found else None
        return own if own is not None and own["contractID"] == record["contractID"] else None

    def _periods(self, draft: Draft, service: Record) -> list[Record]:
        own = f"{self._adjusted.own} = ? AND endDate >= ?"
        return draft.store.select(self._adjusted.units, own, (service["id"], draft.record["effectiveDate"]))

    def _begun(self, draft: Draft, service: Record) -> Record:
        """Begin a period without units, from the day of the adjustment to the end of its month."""
        day: datetime = draft.record["effectiveDate"]
        last = (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        names = self._adjusted
        row: dict[str, Any] = {"contractID": service["contractID"], names.own: service["id"], "units": 0,
                               names.named: service[names.named], "startDate": day, "endDate": last}  # fmt: skip
        return {**row, "id": draft.store.insert(names.units, row)}


def _first(*amounts: float | None) -> float:
    return next((amount for amount in amounts if amount is not None), 0.0)


class PurchaseRules(Rules):
    """Rules of what is bought beforehand for one kind of contract; nothing of it is used up at first."""

    def __init__(self, kind: int, kind_name: str, bought: str, used: str) -> None:
        self._kind, self._kind_name = kind, kind_name
        self._bought, self._used = bought, used

    def complete(self, draft: Draft) -> None:
        """Say of a new one that it is active and unused."""
        record = draft.record
        if draft.creating:
            record[self._used] = 0.0
            if record.get("status") is None:
                record["status"] = _ACTIVE

    def check(self, draft: Draft) -> None:
        """Check the contract, and that something is bought.

        Raises:
            Refused: the contract is of another kind, or nothing is bought.
        """
        contract = draft.store.get("Contracts", draft.record["contractID"]) or {}
        if draft.creating and contract.get("contractType") != self._kind:
            raise Refused(f"The contract must be of type {self._kind_name}")
        if draft.record[self._bought] <= 0:
            raise Refused(f"{self._bought} must be greater than 0")
