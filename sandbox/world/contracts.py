"""What customers pay for: agreements, what these leave out, blocks of hours, and how the blocks run down.

Managed agreements leave out projects, the standard one work after hours too; a third of the standard customers has a
block of hours beside it that covers what is left out. Half of the blocks buy themselves anew when they are used up,
the others run out and are billed at the overage rate. Some customers have a contract of another kind beside it, which
nothing is charged to unless a client does.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta
from enum import IntEnum
from typing import Any

from sandbox.world.bought import BLOCKS, RATES, RETAINERS, TICKETS, Bought, worked_on
from sandbox.world.instants import date_stamp, stamp
from sandbox.world.labels import Role, WorkType
from sandbox.world.ledger import Ledger

FIRST_CONTRACT = 29684100
_OTHER = 10_000
_BESIDE = 5_000
"""How far the number of a block beside an agreement lies behind the number of the agreement."""


class Kind(IntEnum):
    """Values of `Contracts.contractType`."""

    TIME_AND_MATERIALS = 1
    FIXED = 3
    BLOCK = 4
    RETAINER = 6
    RECURRING = 7
    PER_TICKET = 8


_OTHERS = {2: Kind.TIME_AND_MATERIALS, 4: Kind.FIXED, 6: Kind.RETAINER, 8: Kind.PER_TICKET}
"""What customers have beside their agreement, by the last digit of their place."""

_OTHER_NAMES = {
    Kind.TIME_AND_MATERIALS: "Hours as worked", Kind.FIXED: "Fixed price", Kind.RETAINER: "Retainer",
    Kind.PER_TICKET: "Tickets",
}  # fmt: skip

_STANDARD_SET = 1
_LEFT_OUT = {"gold": (WorkType.PROJECT,), "standard": (WorkType.PROJECT, WorkType.AFTER_HOURS)}
_FACTORS = {int(Role.ENGINEER): 1.5, int(Role.PROJECT): 1.5}
"""How fast an hour of a role runs a block down; others count once."""

_AGAIN = 20.0
"""Hours of a block that buys itself anew."""

_MODIFIERS = (
    (WorkType.REMOTE, 1, None),
    (WorkType.ONSITE, 2, 20.0),
    (WorkType.AFTER_HOURS, 3, 1.5),
    (WorkType.PROJECT, 1, None),
    (WorkType.MAINTENANCE, 1, None),
    (WorkType.NO_CHARGE, 5, 0.0),
)


def write_billing_lists(ledger: Ledger) -> None:
    """What a work type does to the rate of the role, and what the standard agreement leaves out."""
    for code, kind, value in _MODIFIERS:
        ledger.insert("WorkTypeModifiers", {"id": int(code), "modifierType": kind, "modifierValue": value})
    ledger.insert(
        "ContractExclusionSets",
        {"id": _STANDARD_SET, "name": "Outside Managed Standard", "isActive": True,
         "description": "Projects, and work after hours."},
    )  # fmt: skip
    for code in _LEFT_OUT["standard"]:
        left_out = {"contractExclusionSetID": _STANDARD_SET, "excludedWorkTypeID": int(code)}
        ledger.insert("ContractExclusionSetExcludedWorkTypes", left_out)
    left_out = {"contractExclusionSetID": _STANDARD_SET, "excludedRoleID": int(Role.PROJECT)}
    ledger.insert("ContractExclusionSetExcludedRoles", left_out)


class Agreements:
    """Writes the contracts of customers, and knows what they cover."""

    def __init__(self, today: date) -> None:
        self._today = today
        self.bought = Bought()
        self._left_out: set[tuple[int, int]] = set()
        """Contracts with the work types that they leave out."""
        self._beside: dict[tuple[int, int], int] = {}
        """Contract that covers a work type which another contract leaves out, by that contract and work type."""
        self._anew: set[int] = set()
        """Contracts whose blocks buy themselves anew."""

    def write(
        self, ledger: Ledger, place: int, company: int, name: str, plan: str, sla: int | None, rng: random.Random
    ) -> int | None:
        """Write the agreement of one customer, the `place`-th, and give its number; None where there is none."""
        if plan == "none":
            return None
        start = date(self._today.year - rng.randrange(1, 4), rng.randrange(1, 13), 1)
        kind, title = Kind.BLOCK, "Block hours"
        if plan != "block":
            kind, title = Kind.RECURRING, f"Managed services {plan.title()}"
        number = FIRST_CONTRACT + place
        beside = number + _BESIDE if plan == "standard" and place % 3 == 1 else None
        standing = {
            "companyID": company, "status": 1, "startDate": date_stamp(start), "endDate": self._end(),
            "timeReportingRequiresStartAndStopTimes": 1, "serviceLevelAgreementID": sla,
            "lastModifiedDateTime": date_stamp(self._today - timedelta(days=rng.randrange(10, 300))),
        }  # fmt: skip
        ledger.insert(
            "Contracts",
            {
                **standing, "id": number, "contractName": f"{title} - {name}"[:100], "contractType": int(kind),
                "isDefaultContract": True, "contractNumber": f"C-{number % 10000:04}",
                "contractExclusionSetID": _STANDARD_SET if plan == "standard" else None,
                "exclusionContractID": beside, "overageBillingRate": 125.0 if plan == "block" else None,
            },
        )  # fmt: skip
        if plan == "block":
            self._write_block(ledger, number, start, float(rng.choice((20, 40, 60))), float(rng.randrange(4, 18)))
            self._write_factors(ledger, number)
        elif plan == "gold":
            self._leave_out(ledger, number)
        if beside is not None:
            ledger.insert(
                "Contracts",
                {**standing, "id": beside, "contractName": f"Project hours - {name}"[:100],
                 "contractType": int(Kind.BLOCK), "isDefaultContract": False,
                 "contractNumber": f"C-{beside % 10000:04}", "overageBillingRate": 140.0},
            )  # fmt: skip
            self._write_block(ledger, beside, start, 10.0, 10.0)
            self._write_block(ledger, beside, self._today - timedelta(days=120), 10.0, 9.25 if place == 1 else 2.5)
            self._write_factors(ledger, beside)
            self._beside |= {(number, int(code)): beside for code in _LEFT_OUT["standard"]}
        self._left_out |= {(number, int(code)) for code in _LEFT_OUT.get(plan, ())}
        if place % 10 in _OTHERS:
            self._write_other(ledger, number + _OTHER, _OTHERS[place % 10], name, standing)
        return number

    def covering(self, contract: int, code: int) -> int:
        """The contract that covers a work type of another: the one beside it where that leaves it out."""
        return self._beside.get((contract, code), contract)

    def leaves_out(self, contract: int, code: int) -> bool:
        """Whether a contract leaves a work type out."""
        return (contract, code) in self._left_out

    def take_hours(self, ledger: Ledger, contract: int, entry: Mapping[str, Any], at: int) -> tuple[float, int | None]:
        """Take an entry out of the blocks of a contract; give the hours that are left, and the first block."""
        if not self.bought.has(BLOCKS, contract):
            return entry.get("hoursToBill") or 0.0, None
        hours = round((entry.get("hoursToBill") or 0.0) * _FACTORS.get(entry.get("roleID") or 0, 1.0), 4)
        day = worked_on(entry)
        left, block = self.bought.take(ledger, BLOCKS, contract, hours, day)
        if left > 0 and contract in self._anew:
            begin = (day or stamp(at)).date().replace(day=1)
            again = self._write_block(ledger, contract, begin, _AGAIN, left)
            return 0.0, block or again
        return left, block

    def _write_other(self, ledger: Ledger, number: int, kind: Kind, name: str, standing: Mapping[str, Any]) -> None:
        """Write what a customer has beside its agreement, with what was paid for it."""
        ledger.insert(
            "Contracts",
            {**standing, "id": number, "contractName": f"{_OTHER_NAMES[kind]} - {name}"[:100],
             "contractType": int(kind), "isDefaultContract": False, "contractNumber": f"X-{number % 10000:04}",
             "serviceLevelAgreementID": None, "setupFee": 0.0},
        )  # fmt: skip
        bought = {"contractID": number, "datePurchased": date_stamp(self._today), "endDate": self._end(),
                  "startDate": date_stamp(self._today), "status": 1, "isPaid": True}  # fmt: skip
        match kind:
            case Kind.TIME_AND_MATERIALS:
                for role in _FACTORS:
                    rate = ledger.insert(RATES, {"contractID": number, "roleID": role, "contractHourlyRate": 130.0})
                    self.bought.note(RATES, number, rate)
            case Kind.FIXED:
                due = date_stamp(self._today + timedelta(days=30))
                ledger.insert(
                    "ContractMilestones",
                    {"contractID": number, "title": "Delivery", "amount": 2500.0, "dateDue": due, "status": 1,
                     "isInitialPayment": False, "createDate": date_stamp(self._today)},
                )  # fmt: skip
            case Kind.RETAINER:
                paid = ledger.insert(RETAINERS, {**bought, "amount": 1500.0, "amountApproved": 0.0})
                self.bought.note(RETAINERS, number, paid)
            case _:
                tickets = {**bought, "ticketsPurchased": 10.0, "ticketsUsed": 0.0, "perTicketRate": 60.0}
                self.bought.note(TICKETS, number, ledger.insert(TICKETS, tickets))

    def _write_block(self, ledger: Ledger, contract: int, bought: date, hours: float, approved: float) -> int:
        number = ledger.insert(
            "ContractBlocks",
            {"contractID": contract, "datePurchased": date_stamp(bought), "startDate": date_stamp(bought),
             "endDate": self._end(), "hours": hours, "hoursApproved": approved, "hourlyRate": 95.0, "isPaid": True,
             "status": 1},
        )  # fmt: skip
        self.bought.note(BLOCKS, contract, number)
        return number

    def _write_factors(self, ledger: Ledger, contract: int) -> None:
        """Write how fast roles run the blocks of a contract down; every other one buys itself anew."""
        if contract % 2 == 0:
            self._anew.add(contract)
        for role, factor in _FACTORS.items():
            ledger.insert(
                "ContractBlockHourFactors",
                {"contractID": contract, "roleID": role, "blockHourMultiplier": factor},
            )

    def _leave_out(self, ledger: Ledger, contract: int) -> None:
        for code in _LEFT_OUT["gold"]:
            ledger.insert("ContractExclusionBillingCodes", {"contractID": contract, "billingCodeID": int(code)})
        ledger.insert("ContractExclusionRoles", {"contractID": contract, "roleID": int(Role.PROJECT)})

    def _end(self) -> object:
        return date_stamp(date(self._today.year + 1, 12, 31))
