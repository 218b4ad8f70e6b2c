"""What counts of a company's contracts for a preview: kind, dates, exclusions, prices, and what is left of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from autotask.entities import (
    Contract,
    ContractBlock,
    ContractBlockHourFactor,
    ContractExclusionBillingCode,
    ContractExclusionRole,
    ContractRate,
    ContractRetainer,
    ContractTicketPurchase,
    Role,
    TimeEntry,
    WorkTypeModifier,
)
from desk.acts.known import Known
from metrics.billing import ContractFacts, ContractKind, WorkKind
from metrics.prices import BY_NUMBER, Modifier, PriceRule
from replica.store import Replica
from sla.instants import HOUR

BoughtT = TypeVar("BoughtT", ContractBlock, ContractRetainer, ContractTicketPurchase)

_ACTIVE = 1
"""Of a contract and of what was bought under it, by product rule."""
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class _Rows:
    """A contract, what was bought under it, and the time on it that the copy has."""

    contract: Contract
    blocks: Sequence[ContractBlock]
    factors: Sequence[ContractBlockHourFactor]
    retainers: Sequence[ContractRetainer]
    purchases: Sequence[ContractTicketPurchase]
    rates: Sequence[ContractRate]
    codes: Sequence[ContractExclusionBillingCode]
    excluded_roles: Sequence[ContractExclusionRole]
    entries: Sequence[TimeEntry]


@dataclass(frozen=True, slots=True)
class _Prices:
    """What an hour costs where a contract says nothing else.

    Attributes:
        rates: by role.
        modifiers: by work type, what it does to a rate.
    """

    rates: Mapping[int, Decimal]
    modifiers: Mapping[int, Modifier | None]


async def contract_facts(
    known: Known, company_id: int | None, day: date, *, but: int = 0, on: int | None = None
) -> list[ContractFacts]:
    """The contracts of a company as they stand on a day, with what is entered and not in Autotask yet.

    Args:
        but: id of an entry that is left out, because it is the one that is about to be changed.
        on: id of the ticket that work is to be entered on, which needs one bought ticket and not another.
    """
    if company_id is None:
        return []
    found, prices = await known.read(
        lambda copy: ([_rows(copy, row) for row in copy.rows(Contract, company_id=company_id)], _prices(copy, known))
    )
    pending = await _pending(known)
    return [_Account(known, rows, prices, pending.get(rows.contract.id, ()), day, but).facts(on) for rows in found]


def _rows(copy: Replica, contract: Contract) -> _Rows:
    return _Rows(
        contract,
        copy.rows(ContractBlock, contract_id=contract.id),
        copy.rows(ContractBlockHourFactor, contract_id=contract.id),
        copy.rows(ContractRetainer, contract_id=contract.id),
        copy.rows(ContractTicketPurchase, contract_id=contract.id),
        copy.rows(ContractRate, contract_id=contract.id),
        copy.rows(ContractExclusionBillingCode, contract_id=contract.id),
        copy.rows(ContractExclusionRole, contract_id=contract.id),
        copy.rows(TimeEntry, contract_id=contract.id),
    )


def _prices(copy: Replica, known: Known) -> _Prices:
    rates = {role.id: Decimal(str(role.hourly_rate)) for role in copy.rows(Role) if role.hourly_rate is not None}
    modifiers: dict[int, Modifier | None] = {}
    for row in copy.rows(WorkTypeModifier):
        word = known.labels.picklist(WorkTypeModifier, "modifier_type").get(row.modifier_type)
        rule = BY_NUMBER.get(row.modifier_type or 0) if word is None else PriceRule.of_label(word.label)
        modifiers[row.id] = None if rule is None else Modifier(rule, Decimal(str(row.modifier_value or 0)))
    return _Prices(rates, modifiers)


async def _pending(known: Known) -> Mapping[int, list[TimeEntry]]:
    """Entries that are yet to be made, by the contract that Autotask will put them on: their own, or their ticket's."""
    found: dict[int, list[TimeEntry]] = {}
    for entry in known.layer.over("TimeEntries", (), lambda _: True):
        ticket = await known.ticket(entry.ticket_id) if entry.contract_id is None and entry.ticket_id else None
        contract = entry.contract_id if ticket is None else ticket.contract_id
        if contract is not None:
            found.setdefault(contract, []).append(entry)
    return found


class _Account:
    """One contract on a day: what was bought, less what approved time has used and what waits for approval."""

    def __init__(
        self,
        known: Known,
        rows: _Rows,
        prices: _Prices,
        pending: Iterable[TimeEntry],
        day: date,
        but: int,
    ) -> None:
        self._known = known
        self._rows = rows
        self._day = day
        self._bare = _bare(known, rows, prices)
        there = (known.layer.row("TimeEntries", entry.id, entry) for entry in rows.entries)
        entries = [entry for entry in (*there, *pending) if entry is not None and entry.id != but]
        counted = [
            each
            for each in entries
            if not each.is_non_billable and not self._bare.excludes(each.billing_code_id, each.role_id)
        ]
        self._waiting = [each for each in counted if each.billing_approval_date_time is None]
        self._approved = [each for each in counted if each.billing_approval_date_time is not None]

    def facts(self, on: int | None) -> ContractFacts:
        """The contract with what is left under it; `on` as for `contract_facts`."""
        return replace(
            self._bare, left_us=self._left_us, left_money=self._left_money, left_tickets=self._left_tickets(on)
        )

    @property
    def _left_us(self) -> int | None:
        """Of blocks; None without one."""
        if not self._rows.blocks:
            return None
        waiting = sum(
            self._to_bill(each) * float(self._bare.factors.get(each.role_id or 0, 1)) for each in self._waiting
        )
        bought = self._holding(self._rows.blocks)
        return round((sum((each.hours or 0) - (each.hours_approved or 0) for each in bought) - waiting) * HOUR)

    @property
    def _left_money(self) -> Decimal | None:
        """Of retainers; None without one, and where time waits whose price is not known."""
        if not self._rows.retainers:
            return None
        left = sum((each.amount or 0) - (each.amount_approved or 0) for each in self._holding(self._rows.retainers))
        money = Decimal(str(left))
        for each in self._waiting:
            if (price := self._bare.price(each.billing_code_id, each.role_id)) is None:
                return None
            money -= price.of(Decimal(str(self._to_bill(each))))
        return money.quantize(_CENT)

    def _left_tickets(self, on: int | None) -> int | None:
        """Of tickets bought beforehand; None without any. A ticket with approved time has taken its own already."""
        if not self._rows.purchases:
            return None
        bought = self._holding(self._rows.purchases)
        left = sum((each.tickets_purchased or 0) - (each.tickets_used or 0) for each in bought)
        waiting = {each.ticket_id for each in self._waiting if each.ticket_id is not None}
        return int(left) - len(waiting - {each.ticket_id for each in self._approved} - {on})

    def _holding(self, bought: Sequence[BoughtT]) -> list[BoughtT]:
        """What of it can be used on the day."""
        return [
            each
            for each in bought
            if each.status in (None, _ACTIVE)
            and (each.start_date is None or each.start_date <= self._day)
            and (each.end_date is None or self._day <= each.end_date)
        ]

    def _to_bill(self, entry: TimeEntry) -> float:
        """Hours to bill, as Autotask has worked them out, or will where the entry waits or is being changed."""
        known = self._known
        if entry.hours_to_bill is not None and not known.layer.ops_over("TimeEntries", entry.id):
            return entry.hours_to_bill
        kind = WorkKind.TICKET if entry.task_id is None else WorkKind.TASK
        worked, offset = (round((hours or 0) * HOUR) for hours in (entry.hours_worked, entry.offset_hours))
        return known.settings.rounding.billed_us(worked, kind, offset_us=offset) / HOUR


def _bare(known: Known, rows: _Rows, prices: _Prices) -> ContractFacts:
    """The contract without what is left under it."""
    row = rows.contract
    return ContractFacts(
        id=row.id,
        name=row.contract_name or f"contract {row.id}",
        kind=ContractKind.of_label(known.labels.word(Contract, "contract_type", row.contract_type)),
        starts=row.start_date,
        ends=row.end_date,
        active=row.status in (None, _ACTIVE),
        is_default=bool(row.is_default_contract),
        excluded_work_types=frozenset(each.billing_code_id for each in rows.codes if each.billing_code_id is not None),
        excluded_roles=frozenset(each.role_id for each in rows.excluded_roles if each.role_id is not None),
        exclusion_contract_id=row.exclusion_contract_id,
        factors={
            each.role_id: Decimal(str(each.block_hour_multiplier))
            for each in rows.factors
            if each.role_id is not None and each.block_hour_multiplier is not None
        },
        rates={
            **prices.rates,
            **{
                each.role_id: Decimal(str(each.contract_hourly_rate))
                for each in rows.rates
                if each.role_id is not None and each.contract_hourly_rate is not None
            },
        },
        modifiers=prices.modifiers,
    )
