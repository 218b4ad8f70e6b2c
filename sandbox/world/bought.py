"""What customers paid for before: blocks of hours, retainers and tickets, and how they run down, the oldest first."""

from __future__ import annotations

from sandbox.world.ledger import Ledger

BLOCKS, RETAINERS, TICKETS, RATES = "ContractBlocks", "ContractRetainers", "ContractTicketPurchases", "ContractRates"
_FIELDS = {
    BLOCKS: ("hours", "hoursApproved"),
    RETAINERS: ("amount", "amountApproved"),
    TICKETS: ("ticketsPurchased", "ticketsUsed"),
}
"""What was bought, and what is taken of it."""


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

    def take(self, ledger: Ledger, entity: str, contract: int, amount: float) -> tuple[float, int | None]:
        """Take as much as there is; give what is left to take, and the row that gave the first part."""
        whole, used = _FIELDS[entity]
        left, first = amount, None
        for number in self._rows[entity].get(contract, ()):
            row = ledger.get(entity, number)
            if row is None:
                continue
            before = row[used] if row.get(used) is not None else 0.0
            taken = min(left, max(0.0, row[whole] - before))
            ledger.update(entity, number, {used: round(before + taken, 4)})
            left = round(left - taken, 4)
            first = number if first is None and taken > 0 else first
        return left, first

    def rate(self, ledger: Ledger, contract: int, role: int) -> float | None:
        """The rate that a contract has for a role; None where it has none of its own."""
        rows = [ledger.get(RATES, number) for number in self._rows[RATES].get(contract, ())]
        found = [row["contractHourlyRate"] for row in rows if row is not None and row["roleID"] == role]
        return float(found[-1]) if found else None
