"""Before saving: worked, billed, covered, exceeding, shown. The sentences are what a tech reads in the form."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.billing import ContractFacts, ContractKind, Preview, Rounding, Work, WorkKind, preview
from metrics.prices import Modifier, PriceRule

MINUTE = 60_000_000
HOUR = 60 * MINUTE
DAY = date(2026, 11, 20)
REMOTE, ONSITE = 1, 2
ENGINEER, SENIOR = 7, 8


def contract(kind: ContractKind, **facts: object) -> ContractFacts:
    return ContractFacts(**({"id": 1, "name": "Gold", "kind": kind, "is_default": True} | facts))  # type: ignore[arg-type]


def saved(minutes: int, *contracts: ContractFacts, kind: WorkKind = WorkKind.TICKET, **facts: object) -> Preview:
    work = Work(kind, minutes * MINUTE, DAY, **({"work_type": REMOTE, "role": ENGINEER} | facts))  # type: ignore[arg-type]
    return preview(work, contracts, Rounding())


BLOCK = contract(ContractKind.BLOCK_HOURS, left_us=2 * HOUR, overage_rate=Decimal(140))


def test_fixed_price_and_recurring_services_cover_everything() -> None:
    for kind in (ContractKind.FIXED_PRICE, ContractKind.RECURRING_SERVICE):
        read = saved(20, contract(kind))
        assert (read.billed.us, read.covered.us, read.exceeding.us) == (30 * MINUTE, 30 * MINUTE, 0)
        assert read.covered.said == f'0:30 covered, under "Gold", the contract of the company ({kind})'


def test_work_that_was_interrupted_is_rounded_entry_by_entry() -> None:
    read = saved(15, parts_us=(5 * MINUTE, 10 * MINUTE), offset_us=15 * MINUTE)
    assert read.worked.us == 15 * MINUTE
    assert read.billed.us == 45 * MINUTE
    assert read.billed.said == "0:45 billed: an offset of +0:15, each of 2 entries rounded up to 15 min"


def test_a_work_type_that_is_not_billed_makes_the_entry_so() -> None:
    read = saved(20, BLOCK, free=True)
    assert (read.billed.us, read.exceeding.us, read.billed.said) == (0, 0, "not billed: its work type never is")
    assert read.shown.said == "shows on the invoice, without a price"


def test_time_and_materials_cover_nothing() -> None:
    read = saved(20, contract(ContractKind.TIME_AND_MATERIALS))
    assert (read.covered.us, read.exceeding.us) == (0, 30 * MINUTE)
    assert read.exceeding.said == "0:30 billed on its own"


def test_a_block_says_what_is_left_after_the_entry() -> None:
    read = saved(50, BLOCK)
    assert (read.covered.us, read.exceeding.us) == (HOUR, 0)
    assert read.covered.said == '1:00 covered by the block "Gold" with 2:00 left, 1:00 after it'


def test_a_block_that_runs_out_splits_the_entry_and_names_the_rate_beyond() -> None:
    read = saved(150, BLOCK)
    assert (read.billed.us, read.covered.us, read.exceeding.us) == (150 * MINUTE, 120 * MINUTE, 30 * MINUTE)
    assert read.exceeding.said == "0:30 exceeds the block: billed at 140.00 an hour"


def test_a_block_without_a_rate_beyond_says_who_decides() -> None:
    read = saved(150, contract(ContractKind.BLOCK_HOURS, left_us=0))
    assert read.exceeding.us == 150 * MINUTE
    assert "decided at billing" in read.exceeding.said


def test_a_dearer_role_takes_more_of_the_block() -> None:
    dear = contract(ContractKind.BLOCK_HOURS, left_us=90 * MINUTE, factors={SENIOR: Decimal("1.5")})
    assert saved(60, dear, role=SENIOR).covered.said == (
        '1:00 covered by the block "Gold" with 1:30 left, 0:00 after it, each hour as 1.5'
    )
    assert saved(120, dear, role=SENIOR).exceeding.us == HOUR
    assert saved(60, dear, role=ENGINEER).covered.said.endswith("0:30 after it")


def test_an_unknown_balance_is_said_and_never_taken_for_nothing() -> None:
    read = saved(60, contract(ContractKind.BLOCK_HOURS))
    assert (read.covered.us, read.certain) == (HOUR, False)
    assert "not known" in read.covered.said


def test_a_retainer_covers_as_long_as_its_money_lasts() -> None:
    money = contract(ContractKind.RETAINER, left_money=Decimal(150), rates={ENGINEER: Decimal(100)})
    read = saved(120, money)
    assert (read.covered.us, read.exceeding.us) == (90 * MINUTE, 30 * MINUTE)
    assert read.exceeding.said == "0:30 exceeds the retainer: billed at 100.00 an hour"
    assert not saved(120, money, role=SENIOR).certain


def test_a_ticket_contract_covers_the_ticket_while_it_has_one() -> None:
    assert saved(60, contract(ContractKind.PER_TICKET, left_tickets=3)).covered.us == HOUR
    assert saved(60, contract(ContractKind.PER_TICKET, left_tickets=0)).exceeding.us == HOUR


def test_the_contract_of_the_ticket_goes_before_the_default() -> None:
    own = contract(ContractKind.TIME_AND_MATERIALS, id=2, name="Project", is_default=False)
    default = contract(ContractKind.FIXED_PRICE)
    assert saved(15, default, own, contract_id=2).covered.us == 0
    assert saved(15, default, own).covered.us == 15 * MINUTE


def test_an_excluded_work_type_is_billed_on_its_own() -> None:
    read = saved(60, contract(ContractKind.FIXED_PRICE, excluded_work_types=frozenset({ONSITE})), work_type=ONSITE)
    assert read.exceeding.us == HOUR
    assert read.covered.said == 'nothing covered: "Gold" excludes this work type'
    assert read.sound


def test_an_exclusion_may_lead_to_another_contract() -> None:
    gold = contract(ContractKind.FIXED_PRICE, excluded_roles=frozenset({SENIOR}), exclusion_contract_id=2)
    hours = contract(ContractKind.BLOCK_HOURS, id=2, name="Project hours", is_default=False, left_us=5 * HOUR)
    read = saved(60, gold, hours, role=SENIOR)
    assert read.contract == hours
    assert read.covered.us == HOUR


def test_exclusions_in_a_circle_cover_nothing() -> None:
    out = {"excluded_work_types": frozenset({ONSITE})}
    gold = contract(ContractKind.FIXED_PRICE, exclusion_contract_id=2, **out)
    silver = contract(ContractKind.FIXED_PRICE, id=2, name="Silver", exclusion_contract_id=1, **out)
    assert saved(60, gold, silver, work_type=ONSITE).covered.us == 0


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"ends": date(2026, 9, 30)}, '"Gold" ended on 30 Sep 2026'),
        ({"starts": date(2026, 12, 1)}, '"Gold" begins on 01 Dec 2026'),
        ({"active": False}, '"Gold" is not active'),
    ],
)
def test_a_contract_of_the_ticket_that_does_not_hold_is_an_exception(facts: dict[str, object], said: str) -> None:
    other = contract(ContractKind.FIXED_PRICE, id=2)
    read = saved(60, contract(ContractKind.FIXED_PRICE, **facts), other, contract_id=1)
    assert (read.covered.us, read.sound) == (0, False)
    assert read.covered.said == f"nothing covered: {said}"


def test_both_dates_of_a_contract_belong_to_it() -> None:
    assert contract(ContractKind.FIXED_PRICE, starts=DAY, ends=DAY).holds_on(DAY)


def test_labour_without_any_contract_is_an_exception_once_contracts_are_read() -> None:
    read = saved(60)
    assert (read.exceeding.us, read.sound) == (HOUR, False)
    early = preview(Work(WorkKind.TICKET, HOUR, DAY), [], Rounding(), reading=True)
    assert (early.covered.said, early.sound, early.certain) == (
        "what covers it is not known yet: contracts are still being read",
        True,
        False,
    )


def test_a_default_that_has_ended_is_no_default() -> None:
    assert not saved(60, contract(ContractKind.FIXED_PRICE, ends=date(2026, 1, 1))).sound


def test_non_billable_work_bills_nothing_and_may_still_show() -> None:
    read = saved(60, BLOCK, billable=False)
    assert (read.worked.us, read.billed.us, read.covered.us, read.exceeding.us) == (HOUR, 0, 0, 0)
    assert read.shown.said == "shows on the invoice, without a price"
    assert saved(60, BLOCK, billable=False, shown=False).shown.said == "does not show on the invoice"


def test_internal_time_is_on_no_invoice() -> None:
    read = saved(60, BLOCK, kind=WorkKind.INTERNAL)
    assert (read.billed.us, read.shown.on_invoice) == (0, False)
    assert read.billed.said == "not billed: internal time never is"


def test_the_sentences_name_rounding_and_offset() -> None:
    assert saved(20, BLOCK).billed.said == "0:30 billed: rounded up to 15 min"
    assert saved(30, BLOCK).billed.said == "0:30 billed"
    assert saved(30, BLOCK, offset_us=-15 * MINUTE).billed.said == "0:15 billed: an offset of -0:15"
    work = Work(WorkKind.TICKET, 20 * MINUTE, DAY)
    assert preview(work, [BLOCK], Rounding(round_worked=True)).worked.said == "0:20 worked, 0:30 on the timesheet"


def test_a_kind_of_contract_that_we_do_not_know_is_said() -> None:
    read = saved(60, contract(ContractKind.of_label("Umbrella")))
    assert (read.certain, read.covered.said) == (False, 'what "Gold" covers is not known')


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Time and Materials", ContractKind.TIME_AND_MATERIALS),
        ("T & M / Materials", ContractKind.TIME_AND_MATERIALS),
        ("Fixed Price", ContractKind.FIXED_PRICE),
        ("Block Hours", ContractKind.BLOCK_HOURS),
        ("Retainer", ContractKind.RETAINER),
        ("Recurring Service", ContractKind.RECURRING_SERVICE),
        ("Per Ticket", ContractKind.PER_TICKET),
        ("Incident", ContractKind.PER_TICKET),
    ],
)
def test_a_kind_is_read_from_its_label(label: str, kind: ContractKind) -> None:
    assert ContractKind.of_label(label) is kind


money = st.decimals(0, 10_000, places=2)
contracts = st.builds(
    ContractFacts,
    id=st.integers(1, 3),
    name=st.just("Gold"),
    kind=st.sampled_from(ContractKind),
    starts=st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    ends=st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    active=st.booleans(),
    is_default=st.booleans(),
    excluded_work_types=st.frozensets(st.integers(1, 3)),
    excluded_roles=st.frozensets(st.integers(7, 9)),
    exclusion_contract_id=st.none() | st.integers(1, 3),
    left_us=st.none() | st.integers(-HOUR, 40 * HOUR),
    factors=st.dictionaries(st.integers(7, 9), st.decimals(0, 3, places=2)),
    left_money=st.none() | money,
    left_tickets=st.none() | st.integers(-1, 5),
    rates=st.dictionaries(st.integers(7, 9), money),
    modifiers=st.dictionaries(
        st.integers(1, 3), st.none() | st.builds(Modifier, st.sampled_from(PriceRule), st.decimals(-50, 300, places=2))
    ),
    overage_rate=st.none() | money,
)
works = st.builds(
    Work,
    kind=st.sampled_from(WorkKind),
    worked_us=st.integers(1, 24 * HOUR),
    day=st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    work_type=st.none() | st.integers(1, 3),
    role=st.none() | st.integers(7, 9),
    offset_us=st.integers(-5 * HOUR, 5 * HOUR),
    billable=st.booleans(),
    shown=st.booleans(),
    contract_id=st.none() | st.integers(1, 4),
)


@given(
    works,
    st.lists(contracts, max_size=4),
    st.builds(Rounding, st.sampled_from([0, 6, 15]), round_worked=st.booleans()),
    st.booleans(),
)
def test_what_is_covered_and_what_exceeds_make_up_what_is_billed(
    work: Work, contracts: list[ContractFacts], rounding: Rounding, reading: bool
) -> None:
    read = preview(work, contracts, rounding, reading=reading)
    assert read.covered.us + read.exceeding.us == read.billed.us
    assert read.covered.us >= 0
    assert read.exceeding.us >= 0
    assert read.worked.us >= work.worked_us
    assert all((read.worked.said, read.billed.said, read.covered.said, read.exceeding.said, read.shown.said))


@given(works, contracts)
def test_a_block_is_never_drawn_below_nothing(work: Work, block: ContractFacts) -> None:
    read = preview(work, [block], Rounding())
    if block.kind is ContractKind.BLOCK_HOURS and block.left_us is not None and read.contract is not None:
        factor = block.factors.get(work.role or 0, Decimal(1))
        assert read.covered.us * factor <= max(0, block.left_us)
