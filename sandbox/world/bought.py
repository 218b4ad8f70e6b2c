"""What customers paid for before: blocks of hours, retainers and tickets, and how they run down, the oldest first.

Only what is active and holds on the day that was worked is taken from.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sandbox.world.ledger import Ledger

BLOCKS, RETAINERS, TICKETS, RATES = "ContractBlocks", "ContractRetainers", "ContractTicketPurchases", "ContractRates"
_FIELDS = {
    BLOCKS: ("hours", "hoursApproved"),
    RETAINERS: ("amount", "amountApproved"),
    TICKETS: ("ticketsPurchased", "ticketsUsed"),
}
"""What was bought, and what is taken of it."""

_EVER = datetime.min.replace(tzinfo=UTC)
_INACTIVE = 0
"""Value of the `status` of each of them."""


class Bought:
    """Knows of every contract what was bought for it, by whomever it was written down."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[int, list[int]]] = {name: {} for name in (*_FIELDS, RATES)}
        self._newest = dict.fromkeys(self._rows, 0)

    def note(self, entity: str, contract: int, number: int) -> None:
        """Take notice of a row."""
        self._rows[entity].setdefault(contract, []).append(number)
        self._newest[entity] = max(self._newest[entity], number)

    def learn(self, ledger: Ledger) -> None:
        """Take notice of what clients have written."""
        for entity, newest in self._newest.items():
            for row in ledger.after(entity, newest):
                self.note(entity, row["contractID"], row["id"])

    def has(self, entity: str, contract: int) -> bool:
        """Whether anything of a kind was ever bought for a contract."""
        return contract in self._rows[entity]

    def take(
        self, ledger: Ledger, entity: str, contract: int, amount: float, day: datetime | None
    ) -> tuple[float, int | None]:
        """Take as much as there is for work of a day; give what is left to take, and the row that gave first."""
        whole, used = _FIELDS[entity]
        left, first = amount, None
        for row in self._holding(ledger, entity, contract, day):
            before = row[used] if row.get(used) is not None else 0.0
            taken = min(left, max(0.0, row[whole] - before))
            ledger.update(entity, row["id"], {used: round(before + taken, 4)})
            left = round(left - taken, 4)
            first = row["id"] if first is None and taken > 0 else first
        return left, first

    def _holding(self, ledger: Ledger, entity: str, contract: int, day: datetime | None) -> list[Mapping[str, Any]]:
        rows = [ledger.get(entity, number) for number in self._rows[entity].get(contract, ())]
        holding = [row for row in rows if row is not None and _holds(row, day)]
        return sorted(holding, key=lambda row: (row.get("startDate") or _EVER, row["id"]))

    def rate(self, ledger: Ledger, contract: int, role: int) -> float | None:
        """The rate that a contract has for a role; None where it has none of its own."""
        rows = [ledger.get(RATES, number) for number in self._rows[RATES].get(contract, ())]
        found = [row["contractHourlyRate"] for row in rows if row is not None and row["roleID"] == role]
        return float(found[-1]) if found else None


def worked_on(entry: Mapping[str, Any]) -> datetime | None:
    """The day that a time entry is about."""
    return entry.get("dateWorked") or entry.get("startDateTime")


def _holds(row: Mapping[str, Any], day: datetime | None) -> bool:
    """Whether something bought is active, and there to be taken from on a day of work."""
    start, end = row.get("startDate"), row.get("endDate")
    if row.get("status") == _INACTIVE or day is None:
        return row.get("status") != _INACTIVE
    return (start is None or start.date() <= day.date()) and (end is None or day.date() <= end.date())
