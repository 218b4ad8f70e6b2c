"""What counts of a company's contracts for a preview: kind, dates, exclusions, what is left of blocks."""

from collections.abc import Iterable
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
from metrics.billing import ContractFacts, ContractKind
from replica.store import Replica
from sla.instants import HOUR

_ACTIVE = 1
"""Of a contract and of a block, by product rule."""


async def contract_facts(known: Known, company_id: int | None, day: date) -> list[ContractFacts]:
    """The contracts of a company as they stand on a day."""
    if company_id is None:
        return []
    labels = known.labels

    def kind(row: Contract) -> ContractKind:
        return ContractKind.of_label(labels.word(Contract, "contract_type", row.contract_type))

    return await known.read(
        lambda copy: [_facts(copy, row, kind(row), day) for row in copy.rows(Contract, company_id=company_id)]
    )


def _facts(copy: Replica, row: Contract, kind: ContractKind, day: date) -> ContractFacts:
    codes = copy.rows(ContractExclusionBillingCode, contract_id=row.id)
    roles = copy.rows(ContractExclusionRole, contract_id=row.id)
    factors = copy.rows(ContractBlockHourFactor, contract_id=row.id)
    return ContractFacts(
        id=row.id,
        name=row.contract_name or f"contract {row.id}",
        kind=kind,
        starts=row.start_date,
        ends=row.end_date,
        active=row.status in (None, _ACTIVE),
        is_default=bool(row.is_default_contract),
        excluded_work_types=frozenset(each.billing_code_id for each in codes if each.billing_code_id is not None),
        excluded_roles=frozenset(each.role_id for each in roles if each.role_id is not None),
        exclusion_contract_id=row.exclusion_contract_id,
        left_us=_left(copy.rows(ContractBlock, contract_id=row.id), copy.rows(TimeEntry, contract_id=row.id), day),
        factors={
            each.role_id: Decimal(str(each.block_hour_multiplier))
            for each in factors
            if each.role_id is not None and each.block_hour_multiplier is not None
        },
    )


def _left(blocks: Iterable[ContractBlock], entries: Iterable[TimeEntry], day: date) -> int | None:
    """What is left of the blocks that hold on a day, time that waits for approval taken off; None without a block."""
    known = list(blocks)
    if not known:
        return None
    holding = (
        each
        for each in known
        if each.status in (None, _ACTIVE)
        and (each.start_date is None or each.start_date <= day)
        and (each.end_date is None or day <= each.end_date)
    )
    waiting = sum(
        each.hours_to_bill or 0
        for each in entries
        if each.billing_approval_date_time is None and not each.is_non_billable
    )
    return round((sum((each.hours or 0) - (each.hours_approved or 0) for each in holding) - waiting) * HOUR)
