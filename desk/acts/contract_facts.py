"""What counts of a company's contracts for a preview: kind, dates, exclusions, what is left of blocks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from autotask.entities import (
    Contract,
    ContractBlock,
    ContractBlockHourFactor,
    ContractExclusionBillingCode,
    ContractExclusionRole,
    TimeEntry,
)
from desk.acts.known import Known
from metrics.billing import ContractFacts, ContractKind, WorkKind
from replica.store import Replica
from sla.instants import HOUR

_ACTIVE = 1
"""Of a contract and of a block, by product rule."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """A contract, its blocks, and the time on it that the copy has."""

    contract: Contract
    blocks: Sequence[ContractBlock]
    factors: Sequence[ContractBlockHourFactor]
    codes: Sequence[ContractExclusionBillingCode]
    roles: Sequence[ContractExclusionRole]
    entries: Sequence[TimeEntry]


async def contract_facts(known: Known, company_id: int | None, day: date, *, but: int = 0) -> list[ContractFacts]:
    """The contracts of a company as they stand on a day, with what is entered and not in Autotask yet.

    Args:
        but: id of an entry that is left out, because it is the one that is about to be changed.
    """
    if company_id is None:
        return []
    found = await known.read(lambda copy: [_rows(copy, row) for row in copy.rows(Contract, company_id=company_id)])
    pending = await _pending(known)
    return [_facts(known, rows, pending.get(rows.contract.id, ()), day, but) for rows in found]


def _rows(copy: Replica, contract: Contract) -> _Rows:
    return _Rows(
        contract,
        copy.rows(ContractBlock, contract_id=contract.id),
        copy.rows(ContractBlockHourFactor, contract_id=contract.id),
        copy.rows(ContractExclusionBillingCode, contract_id=contract.id),
        copy.rows(ContractExclusionRole, contract_id=contract.id),
        copy.rows(TimeEntry, contract_id=contract.id),
    )


async def _pending(known: Known) -> Mapping[int, list[TimeEntry]]:
    """Entries that are yet to be made, by the contract that Autotask will put them on: their own, or their ticket's."""
    found: dict[int, list[TimeEntry]] = {}
    for entry in known.layer.over("TimeEntries", (), lambda _: True):
        ticket = await known.ticket(entry.ticket_id) if entry.contract_id is None and entry.ticket_id else None
        contract = entry.contract_id if ticket is None else ticket.contract_id
        if contract is not None:
            found.setdefault(contract, []).append(entry)
    return found


def _facts(known: Known, rows: _Rows, pending: Iterable[TimeEntry], day: date, but: int) -> ContractFacts:
    row = rows.contract
    facts = ContractFacts(
        id=row.id,
        name=row.contract_name or f"contract {row.id}",
        kind=ContractKind.of_label(known.labels.word(Contract, "contract_type", row.contract_type)),
        starts=row.start_date,
        ends=row.end_date,
        active=row.status in (None, _ACTIVE),
        is_default=bool(row.is_default_contract),
        excluded_work_types=frozenset(each.billing_code_id for each in rows.codes if each.billing_code_id is not None),
        excluded_roles=frozenset(each.role_id for each in rows.roles if each.role_id is not None),
        exclusion_contract_id=row.exclusion_contract_id,
        factors={
            each.role_id: Decimal(str(each.block_hour_multiplier))
            for each in rows.factors
            if each.role_id is not None and each.block_hour_multiplier is not None
        },
    )
    there = (known.layer.row("TimeEntries", entry.id, entry) for entry in rows.entries)
    entries = [entry for entry in (*there, *pending) if entry is not None and entry.id != but]
    return replace(facts, left_us=_left(known, facts, rows.blocks, entries, day))


def _left(
    known: Known, facts: ContractFacts, blocks: Sequence[ContractBlock], entries: Iterable[TimeEntry], day: date
) -> int | None:
    """What is left of the blocks that hold on a day, time that waits for approval taken off; None without a block."""
    if not blocks:
        return None
    holding = (
        each
        for each in blocks
        if each.status in (None, _ACTIVE)
        and (each.start_date is None or each.start_date <= day)
        and (each.end_date is None or day <= each.end_date)
    )
    waiting = sum(
        _to_bill(known, each) * float(facts.factors.get(each.role_id or 0, 1))
        for each in entries
        if each.billing_approval_date_time is None
        and not each.is_non_billable
        and not facts.excludes(each.billing_code_id, each.role_id)
    )
    return round((sum((each.hours or 0) - (each.hours_approved or 0) for each in holding) - waiting) * HOUR)


def _to_bill(known: Known, entry: TimeEntry) -> float:
    """Hours to bill, as Autotask has worked them out, or will where the entry waits or is being changed."""
    if entry.hours_to_bill is not None and not known.layer.ops_over("TimeEntries", entry.id):
        return entry.hours_to_bill
    kind = WorkKind.TICKET if entry.task_id is None else WorkKind.TASK
    worked, offset = (round((hours or 0) * HOUR) for hours in (entry.hours_worked, entry.offset_hours))
    return known.settings.rounding.billed_us(worked, kind, offset_us=offset) / HOUR
