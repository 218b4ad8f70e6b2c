"""What customers pay for: agreements, what these leave out, blocks of hours, and how the blocks run down.

Managed agreements leave out projects, the standard one work after hours too; a third of the standard customers has a
block of hours beside it that covers what is left out. Half of the blocks buy themselves anew when they are used up,
the others run out and are billed at the overage rate.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sandbox.world.instants import date_stamp, stamp
from sandbox.world.labels import Role, WorkType
from sandbox.world.ledger import Ledger

FIRST_CONTRACT = 29684100
_BESIDE = 5_000
"""How far the number of a block beside an agreement lies behind the number of the agreement."""

_BLOCK, _RECURRING = 4, 7
"""Values of `Contracts.contractType`."""

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
    """Writes the contracts of customers, and takes approved time out of their blocks of hours."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._blocks: dict[int, list[int]] = {}
        """Blocks of a contract, oldest first."""
        self._beside: dict[tuple[int, int], int] = {}
        """Contract that covers a work type which another contract leaves out, by that contract and work type."""

    def write(
        self, ledger: Ledger, place: int, company: int, name: str, plan: str, sla: int | None, rng: random.Random
    ) -> int | None:
        """Write the agreement of one customer, the `place`-th, and give its number; None where there is none."""
        if plan == "none":
            return None
        start = date(self._today.year - rng.randrange(1, 4), rng.randrange(1, 13), 1)
        kind, title = (_BLOCK, "Block hours") if plan == "block" else (_RECURRING, f"Managed services {plan.title()}")
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
                **standing, "id": number, "contractName": f"{title} - {name}"[:100], "contractType": kind,
                "isDefaultContract": True, "contractNumber": f"C-{number % 10000:04}",
                "contractExclusionSetID": _STANDARD_SET if plan == "standard" else None,
                "exclusionContractID": beside, "overageBillingRate": 125.0 if plan == "block" else None,
            },
        )  # fmt: skip
        if plan == "block":
            self._write_block(ledger, number, start, float(rng.choice((20, 40, 60))), float(rng.randrange(4, 18)))
            self._write_rates(ledger, number)
        elif plan == "gold":
            self._leave_out(ledger, number)
        if beside is not None:
            ledger.insert(
                "Contracts",
                {**standing, "id": beside, "contractName": f"Project hours - {name}"[:100], "contractType": _BLOCK,
                 "isDefaultContract": False, "contractNumber": f"C-{beside % 10000:04}", "overageBillingRate": 140.0},
            )  # fmt: skip
            self._write_block(ledger, beside, start, 10.0, 10.0)
            self._write_block(ledger, beside, self._today - timedelta(days=30), 10.0, 9.25 if place == 1 else 2.5)
            self._write_rates(ledger, beside)
            self._beside |= {(number, int(code)): beside for code in _LEFT_OUT["standard"]}
        return number

    def approve(self, ledger: Ledger, entry: Mapping[str, Any], at: int) -> None:
        """Take an approved time entry out of the blocks of the contract that covers it, the oldest first."""
        code, contract = entry.get("billingCodeID") or 0, entry.get("contractID") or 0
        contract = self._beside.get((contract, code), contract)
        if contract not in self._blocks or entry.get("isNonBillable"):
            return
        left = round((entry.get("hoursToBill") or 0.0) * _FACTORS.get(entry.get("roleID") or 0, 1.0), 4)
        for number in self._blocks[contract]:
            block = ledger.get("ContractBlocks", number)
            if block is not None:
                taken = min(left, max(0.0, block["hours"] - block["hoursApproved"]))
                ledger.update("ContractBlocks", number, {"hoursApproved": round(block["hoursApproved"] + taken, 4)})
                left = round(left - taken, 4)
        if left > 0 and contract % 2 == 0:
            self._write_block(ledger, contract, stamp(at).date(), _AGAIN, left)

    def _write_block(self, ledger: Ledger, contract: int, bought: date, hours: float, approved: float) -> None:
        number = ledger.insert(
            "ContractBlocks",
            {"contractID": contract, "datePurchased": date_stamp(bought), "startDate": date_stamp(bought),
             "endDate": self._end(), "hours": hours, "hoursApproved": approved, "hourlyRate": 95.0, "isPaid": True,
             "status": 1},
        )  # fmt: skip
        self._blocks.setdefault(contract, []).append(number)

    def _write_rates(self, ledger: Ledger, contract: int) -> None:
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
