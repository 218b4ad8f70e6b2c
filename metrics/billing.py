"""What saving a time entry will mean: worked, billed, covered, exceeding, shown on the invoice (domain 4.2, 6b).

Autotask works all of this out for itself, after saving; this says beforehand what it will find. Hours are rounded by
`metrics.rounding`, the contract is found by `metrics.contracts`; here they meet. Always covered + exceeding = billed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from metrics.contracts import ContractFacts, ContractKind, Cover, covering
from metrics.rounding import Rounding, WorkKind
from sla.instants import HOUR, MINUTE

__all__ = ["ContractFacts", "ContractKind", "Figure", "Preview", "Rounding", "Shown", "Work", "WorkKind", "preview"]


@dataclass(frozen=True, slots=True)
class Work:
    """An entry about to be saved.

    Attributes:
        day: on which it starts, in the time zone of the person.
        work_type: id of its billing code.
        role: id of the role it is done in.
        parts_us: the entries that it becomes, where it was interrupted; Autotask rounds each by itself.
        offset_us: Autotask's offset hours, of the first entry; negative takes away.
        billable: False is Autotask's "non-billable".
        free: its work type is one that is not billed, whatever the entry says.
        shown: Autotask's "show on invoice".
        contract_id: contract of the entry, or of its ticket or task.
    """

    kind: WorkKind
    worked_us: int
    day: date
    work_type: int | None = None
    role: int | None = None
    parts_us: tuple[int, ...] = ()
    offset_us: int = 0
    billable: bool = True
    free: bool = False
    shown: bool = True
    contract_id: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A length in microseconds, and the sentence that goes with it, without a full stop."""

    us: int
    said: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Whether the entry shows on the customer's invoice, and the sentence."""

    on_invoice: bool
    said: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What saving will mean.

    Attributes:
        worked: as the timesheet will show it.
        billed: Autotask's hours to bill; nothing for internal and non-billable time.
        covered: the part of `billed` that an agreement pays for.
        exceeding: the rest of it, invoiced on its own: beyond the block, or under no agreement at all.
        shown: on the invoice or not.
        contract: the one that it falls under.
        certain: False where a balance, a rate or the kind of the contract is not known; the sentence says which.
        sound: False for labour on an expired or absent contract.
        reading: contracts and time were not all read when this was worked out: what covers it is not known yet.
    """

    worked: Figure
    billed: Figure
    covered: Figure
    exceeding: Figure
    shown: Shown
    contract: ContractFacts | None = None
    certain: bool = True
    sound: bool = True
    reading: bool = False


def preview(work: Work, contracts: Iterable[ContractFacts], rounding: Rounding, *, reading: bool = False) -> Preview:
    """What saving the entry will mean.

    Args:
        contracts: those of the company that the work is for.
        reading: contracts, or time on them, are still being read: nothing is said of what is left of one.
    """
    if reading:
        contracts = [replace(each, left_us=None, left_money=None, left_tickets=None) for each in contracts]
    worked = _worked(work, rounding)
    unbilled = _unbilled(work)
    if unbilled is not None:
        shown = Shown(work.shown and work.kind is not WorkKind.INTERNAL, _shown_text(work))
        nothing = Figure(0, "nothing to cover")
        return Preview(worked, Figure(0, unbilled), nothing, Figure(0, "nothing exceeds"), shown)
    first, *rest = work.parts_us or (work.worked_us,)
    billed = rounding.billed_us(first, work.kind, offset_us=work.offset_us)
    billed += sum(rounding.billed_us(part, work.kind) for part in rest)
    cover = covering(contracts, work.day, named_id=work.contract_id, work_type=work.work_type, role=work.role)
    split = _split(work, billed, cover)
    if reading:
        split, cover = _while_reading(billed, split, cover), replace(cover, sound=True)
    return Preview(
        worked=worked,
        billed=Figure(billed, _billed_text(work, billed, rounding)),
        covered=Figure(split.covered_us, split.covered),
        exceeding=Figure(billed - split.covered_us, split.exceeding),
        shown=Shown(work.shown, _shown_text(work)),
        contract=cover.contract,
        certain=split.certain,
        sound=cover.sound,
        reading=reading,
    )


@dataclass(frozen=True, slots=True)
class _Split:
    """What of the billed time is covered, and the two sentences."""

    covered_us: int
    covered: str
    exceeding: str = "nothing exceeds"
    certain: bool = True


def _split(work: Work, billed: int, cover: Cover) -> _Split:
    contract = cover.contract
    if contract is None:
        return _on_its_own(billed, cover.why)
    match contract.kind:
        case ContractKind.TIME_AND_MATERIALS:
            return _on_its_own(billed, f"{cover.why}: time and materials covers nothing")
        case ContractKind.FIXED_PRICE | ContractKind.RECURRING_SERVICE:
            return _Split(billed, f"{_clock(billed)} covered, {cover.why} ({contract.kind})")
        case ContractKind.BLOCK_HOURS:
            return _from_block(work, billed, contract)
        case ContractKind.RETAINER:
            return _from_retainer(work, billed, contract)
        case ContractKind.PER_TICKET:
            return _from_tickets(billed, contract)
    return _Split(0, f'what "{contract.name}" covers is not known', _billed_alone(billed), certain=False)


def _while_reading(billed: int, split: _Split, cover: Cover) -> _Split:
    """The same, while what covers it, and what is used of that, may be among what is not read yet."""
    if cover.contract is None:
        alone = f"{_billed_alone(billed)}, unless a contract covers it"
        return _Split(0, "what covers it is not known yet: contracts are still being read", alone, certain=False)
    return replace(split, covered=f"{split.covered}; contracts and their time are still being read", certain=False)


def _on_its_own(billed: int, why: str) -> _Split:
    return _Split(0, f"nothing covered: {why}", _billed_alone(billed))


def _billed_alone(billed: int) -> str:
    return f"{_clock(billed)} billed on its own" if billed else "nothing exceeds"


def _from_block(work: Work, billed: int, contract: ContractFacts) -> _Split:
    """Take the time out of the block, a role's hour as many times as its factor says."""
    if contract.left_us is None:
        said = f'{_clock(billed)} covered by the block "{contract.name}", as far as it reaches: not known'
        return _Split(billed, said, certain=False)
    factor = Fraction(contract.factors.get(work.role, Decimal(1)) if work.role is not None else 1)
    left = max(0, contract.left_us)
    covered = min(billed, int(left / factor)) if factor > 0 else billed
    remaining = left - int(covered * factor)
    counted = "" if factor == 1 else f", each hour as {float(factor):g}"
    said = (
        f'{_clock(covered)} covered by the block "{contract.name}" with {_clock(left)} left, '
        f"{_clock(remaining)} after it{counted}"
    )
    if covered == billed:
        return _Split(covered, said)
    return _Split(covered, said, f"{_clock(billed - covered)} exceeds the block: {_beyond(contract)}")


def _beyond(contract: ContractFacts) -> str:
    """What the contract does with hours that the block does not hold."""
    if contract.overage_rate is None:
        return "the contract names no rate for it, so a new block or the role's rate is decided at billing"
    return f"billed at {contract.overage_rate:.2f} an hour"


def _from_retainer(work: Work, billed: int, contract: ContractFacts) -> _Split:
    price = contract.price(work.work_type, work.role)
    if contract.left_money is None or price is None or price.amount < 0:
        unknown = "its balance" if contract.left_money is None else "the price of an hour"
        said = (
            f'{_clock(billed)} covered by the retainer "{contract.name}", as far as it reaches: {unknown} is not known'
        )
        return _Split(billed, said, certain=False)
    left = max(Decimal(0), contract.left_money)
    parts = len(work.parts_us or (1,)) if price.flat else 1
    cost = price.of(Decimal(billed) / HOUR) * parts
    covered = billed if cost <= left else int(billed * Fraction(left) / Fraction(cost))
    said = f'{_clock(covered)} covered by the retainer "{contract.name}" with {left:.2f} left'
    if covered == billed:
        return _Split(covered, said)
    return _Split(covered, said, f"{_clock(billed - covered)} exceeds the retainer: {price.said}")


def _from_tickets(billed: int, contract: ContractFacts) -> _Split:
    left = contract.left_tickets
    if left is not None and left <= 0:
        said = f'nothing covered: "{contract.name}" has no ticket left'
        return _Split(0, said, _billed_alone(billed))
    known = "as far as it reaches: not known" if left is None else f"{left} left with this one"
    said = f'{_clock(billed)} covered by a ticket of "{contract.name}", {known}'
    return _Split(billed, said, certain=left is not None)


def _worked(work: Work, rounding: Rounding) -> Figure:
    on_sheet = sum(rounding.worked_us(part, work.kind) for part in work.parts_us or (work.worked_us,))
    said = f"{_clock(work.worked_us)} worked"
    return Figure(on_sheet, said if on_sheet == work.worked_us else f"{said}, {_clock(on_sheet)} on the timesheet")


def _unbilled(work: Work) -> str | None:
    if work.kind is WorkKind.INTERNAL:
        return "not billed: internal time never is"
    if work.free:
        return "not billed: its work type never is"
    return None if work.billable else "not billed: marked as non-billable"


def _billed_text(work: Work, billed: int, rounding: Rounding) -> str:
    step, parts = rounding.step_us(work.kind) // MINUTE, []
    if work.offset_us:
        parts.append(f"an offset of {'-' if work.offset_us < 0 else '+'}{_clock(abs(work.offset_us))}")
    if billed != max(0, work.worked_us + work.offset_us):
        each = f"each of {len(work.parts_us)} entries " if len(work.parts_us) > 1 else ""
        parts.append(f"{each}rounded up to {step} min" if step else f"{each}at least {rounding.minimum_minutes} min")
    return f"{_clock(billed)} billed" + (f": {', '.join(parts)}" if parts else "")


def _shown_text(work: Work) -> str:
    if work.kind is WorkKind.INTERNAL:
        return "not on any invoice"
    if not work.shown:
        return "does not show on the invoice"
    return "shows on the invoice" if work.billable and not work.free else "shows on the invoice, without a price"


def _clock(length_us: int) -> str:
    """Whole minutes as h:mm, seconds cut off."""
    minutes = length_us // MINUTE
    return f"{minutes // 60}:{minutes % 60:02}"
