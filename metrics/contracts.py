"""Which contract covers a piece of work: the ticket's own, else the company's default; exclusions lead elsewhere.

Autotask takes the date an entry starts on, the contract's state and dates, and its exclusions: excluded work types
and roles are billed on their own, or go to the contract named for them (domain 4.1).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from metrics.prices import Modifier, Price, PriceRule

PLAIN = Modifier(PriceRule.ROLE)
"""Of a work type that leaves the price as it is."""


class ContractKind(StrEnum):
    """Autotask's contract types, as far as time is concerned."""

    TIME_AND_MATERIALS = "time and materials"
    FIXED_PRICE = "fixed price"
    BLOCK_HOURS = "block hours"
    RETAINER = "retainer"
    RECURRING_SERVICE = "recurring service"
    PER_TICKET = "per ticket"
    OTHER = "other"

    @classmethod
    def of_label(cls, label: str) -> "ContractKind":
        """The kind that a label of the tenant's picklist names; OTHER where it names none we know."""
        words = label.casefold()
        return next((kind for stem, kind in _STEMS if stem in words), cls.OTHER)


_STEMS = (
    ("material", ContractKind.TIME_AND_MATERIALS),
    ("t&m", ContractKind.TIME_AND_MATERIALS),
    ("t and m", ContractKind.TIME_AND_MATERIALS),
    ("fixed", ContractKind.FIXED_PRICE),
    ("block", ContractKind.BLOCK_HOURS),
    ("retainer", ContractKind.RETAINER),
    ("recurring", ContractKind.RECURRING_SERVICE),
    ("ticket", ContractKind.PER_TICKET),
    ("incident", ContractKind.PER_TICKET),
)


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """What counts of a contract.

    Attributes:
        excluded_work_types: ids of billing codes that it does not cover.
        excluded_roles: ids of roles that it does not cover.
        exclusion_contract_id: where excluded work goes; None bills it on its own.
        left_us: unused time of the blocks that hold on the day, less what is entered and not yet approved; None
            where it is not known. Block hours only.
        factors: by role id, how many hours of the block one hour takes; 1 where not named.
        left_money: unused money of a retainer; None where it is not known.
        left_tickets: unused tickets of a per-ticket contract; None where it is not known.
        rates: by role id, the price of an hour; a role that is not named has none that is known.
        modifiers: by work type, what it does to that price; None for one that does something that is not known.
        overage_rate: price of an hour beyond the block; None where the contract names none.
    """

    id: int
    name: str
    kind: ContractKind
    starts: date | None = None
    ends: date | None = None
    active: bool = True
    is_default: bool = False
    excluded_work_types: frozenset[int] = frozenset()
    excluded_roles: frozenset[int] = frozenset()
    exclusion_contract_id: int | None = None
    left_us: int | None = None
    factors: Mapping[int, Decimal] = field(default_factory=dict)
    left_money: Decimal | None = None
    left_tickets: int | None = None
    rates: Mapping[int, Decimal] = field(default_factory=dict)
    modifiers: Mapping[int, Modifier | None] = field(default_factory=dict)
    overage_rate: Decimal | None = None

    def excludes(self, work_type: int | None, role: int | None) -> bool:
        return work_type in self.excluded_work_types or role in self.excluded_roles

    def price(self, work_type: int | None, role: int | None) -> Price | None:
        """What an hour of such work costs under it; None where that is not known."""
        rate = self.rates.get(role) if role is not None else None
        modifier = self.modifiers.get(work_type, PLAIN) if work_type is not None else PLAIN
        return None if modifier is None else modifier.price(rate)

    def holds_on(self, day: date) -> bool:
        """Active, and the day within its dates, both of which belong to it."""
        started = self.starts is None or self.starts <= day
        return self.active and started and (self.ends is None or day <= self.ends)


@dataclass(frozen=True, slots=True)
class Cover:
    """The contract that work falls under, if any.

    Attributes:
        contract: None where no contract covers it and it is billed on its own.
        why: how it came to that, one sentence without a full stop.
        sound: the contract holds; False is labour on an expired or absent contract, an exception to look at.
    """

    contract: ContractFacts | None
    why: str
    sound: bool = True


def covering(
    contracts: Iterable[ContractFacts],
    day: date,
    *,
    named_id: int | None,
    work_type: int | None,
    role: int | None,
) -> Cover:
    """Which contract covers work of a company.

    A named contract that does not hold is not replaced by the default: Autotask books it on the one that the ticket
    names, and somebody has to put that right.

    Args:
        contracts: those of the company.
        day: on which the work starts; Autotask bills by it.
        named_id: the contract of the ticket or of the entry.
    """
    by_id = {contract.id: contract for contract in contracts}
    named = by_id.get(named_id) if named_id is not None else None
    if named_id is not None and named is None:
        return Cover(None, f"its contract {named_id} is not among the company's", sound=False)
    contract = named or next((each for each in by_id.values() if each.is_default and each.holds_on(day)), None)
    if contract is None:
        return Cover(None, "neither the ticket nor the company has a contract", sound=False)
    if not contract.holds_on(day):
        return Cover(None, _lapsed(contract, day), sound=False)
    why = f'under "{contract.name}", the contract of the {"ticket" if named else "company"}'
    return _followed(contract, by_id, day, work_type, role, why)


def _followed(
    contract: ContractFacts,
    by_id: Mapping[int, ContractFacts],
    day: date,
    work_type: int | None,
    role: int | None,
    why: str,
) -> Cover:
    """Follow the exclusions; a circle of them covers nothing."""
    passed: set[int] = set()
    while contract.excludes(work_type, role):
        passed.add(contract.id)
        what = "work type" if work_type in contract.excluded_work_types else "role"
        why = f'"{contract.name}" excludes this {what}'
        other = by_id.get(contract.exclusion_contract_id) if contract.exclusion_contract_id is not None else None
        if other is None or other.id in passed:
            return Cover(None, why)
        if not other.holds_on(day):
            return Cover(None, f"{why}, and {_lapsed(other, day)}", sound=False)
        contract, why = other, f'{why}: under "{other.name}"'
    return Cover(contract, why)


def _lapsed(contract: ContractFacts, day: date) -> str:
    if contract.ends is not None and contract.ends < day:
        return f'"{contract.name}" ended on {contract.ends:%d %b %Y}'
    if contract.starts is not None and day < contract.starts:
        return f'"{contract.name}" begins on {contract.starts:%d %b %Y}'
    return f'"{contract.name}" is not active'
