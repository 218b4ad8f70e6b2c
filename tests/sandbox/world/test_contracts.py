"""What customers pay for: agreements, what they leave out, and blocks of hours that run down as time is approved."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sandbox.store import Store
from sandbox.world import World
from sandbox.world.contracts import Agreements
from sandbox.world.instants import seconds
from sandbox.world.labels import Role, WorkType
from sandbox.world.ledger import MemoryLedger
from sandbox.world.posting import Posting
from tests.sandbox.world.conftest import TUESDAY

BLOCK_HOURS = 4


def test_what_a_standard_agreement_leaves_out_is_in_its_exclusion_set(small: Store) -> None:
    (standard,) = {row["contractExclusionSetID"] for row in small.select("Contracts") if row["contractExclusionSetID"]}
    codes = small.select("ContractExclusionSetExcludedWorkTypes", "contractExclusionSetID = ?", (standard,))
    roles = small.select("ContractExclusionSetExcludedRoles", "contractExclusionSetID = ?", (standard,))

    assert {row["excludedWorkTypeID"] for row in codes} == {WorkType.PROJECT, WorkType.AFTER_HOURS}
    assert {row["excludedRoleID"] for row in roles} == {Role.PROJECT}


def test_some_customers_have_a_block_of_hours_that_covers_what_is_left_out(small: Store) -> None:
    covered = small.select("Contracts", "exclusionContractID IS NOT NULL")

    assert len(covered) > 3
    for row in covered:
        beside = small.get("Contracts", row["exclusionContractID"])
        assert beside is not None
        assert (beside["contractType"], beside["companyID"]) == (BLOCK_HOURS, row["companyID"])


def test_blocks_are_never_more_than_used_up_and_some_are(small: Store) -> None:
    blocks = small.select("ContractBlocks")
    left = [block["hours"] - block["hoursApproved"] for block in blocks]

    assert min(left) == 0
    assert any(0 < hours < 5 for hours in left), "one is about to run out"
    assert {block["contractID"] for block in blocks} == {
        row["id"] for row in small.select("Contracts", "contractType = ?", (BLOCK_HOURS,))
    }


def test_every_work_type_says_what_it_does_to_the_rate(small: Store) -> None:
    sold = small.select("BillingCodes", "useType = 1 AND isActive = 1")

    assert {row["id"] for row in sold} == {row["id"] for row in small.select("WorkTypeModifiers")}


def entry(store: Store, contract: int, work_type: int, role: int, start: datetime, **more: object) -> int:
    ticket = store.select("Tickets", limit=1)[0]["id"]
    return store.insert("TimeEntries", {
        "ticketID": ticket, "contractID": contract, "billingCodeID": int(work_type), "roleID": int(role),
        "startDateTime": start, "hoursWorked": 1.0, "hoursToBill": 1.0, "createDateTime": start, **more,
    })  # fmt: skip


def used_up(store: Store, contract: int) -> float:
    return float(sum(row["hoursApproved"] for row in store.select("ContractBlocks", "contractID = ?", (contract,))))


def test_a_clients_time_is_approved_the_week_after_and_taken_out_of_the_block(living: tuple[Store, World]) -> None:
    store, world = living
    agreement = store.select("Contracts", "exclusionContractID IS NOT NULL")[-1]
    beside = agreement["exclusionContractID"]
    before = used_up(store, beside)
    rows = [
        entry(store, agreement["id"], WorkType.PROJECT, Role.LEVEL_1, TUESDAY),
        entry(store, agreement["id"], WorkType.REMOTE, Role.LEVEL_1, TUESDAY),
        entry(store, agreement["id"], WorkType.PROJECT, Role.LEVEL_1, TUESDAY, isNonBillable=True),
    ]
    by_client = entry(store, agreement["id"], WorkType.REMOTE, Role.LEVEL_1, TUESDAY, billingApprovalDateTime=TUESDAY)
    task = {"ticketID": None, "taskID": store.select("Tasks", limit=1)[0]["id"]}
    on_task = entry(store, agreement["id"], WorkType.REMOTE, Role.LEVEL_1, TUESDAY, **task)
    world.advance(TUESDAY + timedelta(days=6))
    waiting = [store.select("TimeEntries", "id = ?", (row,))[0]["billingApprovalDateTime"] for row in rows]
    world.advance(TUESDAY + timedelta(days=7, hours=2))
    approved = [store.select("TimeEntries", "id = ?", (row,))[0]["billingApprovalDateTime"] for row in rows]

    assert waiting == [None] * 3
    assert None not in approved
    assert before < used_up(store, beside) <= before + 1.0
    project, remote, free = (billed(store, row) for row in rows)
    assert (project["contractID"], project["contractBlockID"] is None) == (beside, False)
    assert (remote["contractID"], remote["extendedPrice"], remote["nonBillable"]) == (agreement["id"], 0, 0)
    assert (free["extendedPrice"], free["nonBillable"]) == (0, 1)
    assert billed(store, by_client)["postedDate"] > TUESDAY
    assert billed(store, on_task)["taskID"] == task["taskID"]


def billed(store: Store, entry: int) -> dict[str, Any]:
    (item,) = store.select("BillingItems", "timeEntryID = ?", (entry,))
    return item


def test_every_kind_of_contract_runs_down_in_its_own_way(living: tuple[Store, World]) -> None:
    store, world = living
    company = store.select("Companies", "companyType = 1 AND id <> 0", limit=1)[0]["id"]
    common = {"companyID": company, "status": 1, "startDate": TUESDAY, "endDate": TUESDAY + timedelta(days=300)}
    hours, fixed, block, retainer, tickets = (
        store.insert("Contracts", {**common, "contractType": kind, "overageBillingRate": 80.0})
        for kind in (1, 3, 4, 6, 8)
    )
    store.insert("ContractRates", {"contractID": hours, "roleID": int(Role.LEVEL_1), "contractHourlyRate": 70.0})
    store.insert("ContractBlocks", {"contractID": block, "hours": 0.25})
    store.insert("ContractRetainers", {"contractID": retainer, "amount": 20.0})
    store.insert("ContractTicketPurchases", {"contractID": tickets, "ticketsPurchased": 1.0})
    every = (hours, fixed, block, retainer, tickets)
    rows = {contract: entry(store, contract, WorkType.REMOTE, Role.LEVEL_1, TUESDAY) for contract in every}
    entry(store, tickets, WorkType.REMOTE, Role.LEVEL_1, TUESDAY)
    another = store.select("Tickets", limit=2)[1]["id"]
    beyond = entry(store, tickets, WorkType.REMOTE, Role.LEVEL_1, TUESDAY, ticketID=another)
    world.advance(TUESDAY + timedelta(days=7, hours=2))

    role = (store.get("Roles", int(Role.LEVEL_1)) or {})["hourlyRate"]
    prices = {contract: billed(store, row)["extendedPrice"] for contract, row in rows.items()}
    assert prices == {hours: 70.0, fixed: 0, block: 0.75 * 80, retainer: role - 20, tickets: 0}
    assert billed(store, beyond)["extendedPrice"] == 80.0
    assert [
        used_up(store, block),
        (store.select("ContractRetainers", "contractID = ?", (retainer,)))[0]["amountApproved"],
        (store.select("ContractTicketPurchases", "contractID = ?", (tickets,)))[0]["ticketsUsed"],
    ] == [0.25, 20, 1]


def test_services_and_bundles_are_billed_by_their_units_at_the_turn_of_the_month(living: tuple[Store, World]) -> None:
    store, world = living
    agreement = store.select("Contracts", "contractType = 7")[0]["id"]
    own = {"contractID": agreement, "serviceID": 3}
    service = store.insert("ContractServices", {**own, "unitPrice": 10.0})
    (present, *_) = store.select("ContractServiceUnits", "approveAndPostDate IS NULL")
    dates = {name: present[name] for name in ("startDate", "endDate")}
    adjusted = store.insert(
        "ContractServiceUnits", {**own, "contractServiceID": service, "units": 7, "price": 70.0, "cost": 0.0, **dates}
    )
    world.advance(TUESDAY + timedelta(days=10))

    (item,) = store.select("BillingItems", "contractServicePeriodID = ?", (adjusted,))
    assert (item["quantity"], item["rate"], item["extendedPrice"], item["billingItemType"]) == (7, 10, 70, 5)
    assert item["invoiceID"] is not None
    (following,) = store.select("ContractServiceUnits", "contractServiceID = ?", (service,), after_id=adjusted)
    assert (following["units"], following["approveAndPostDate"], following["startDate"].day) == (7, None, 1)
    bundles = store.select("BillingItems", "contractServiceBundlePeriodID IS NOT NULL AND itemDate = ?",
                           (present["startDate"],))  # fmt: skip
    units = [store.select("ContractServiceBundleUnits", "id = ?", (row["contractServiceBundlePeriodID"],))[0]
             for row in bundles]  # fmt: skip
    assert [row["quantity"] for row in bundles] == [row["units"] for row in units] != []
    assert all(row["approveAndPostDate"] == following["startDate"] for row in units)


DAYS = st.integers(0, 4).map(lambda day: TUESDAY + timedelta(days=day))
BLOCKS_BOUGHT = st.lists(
    st.fixed_dictionaries(
        {
            "startDate": DAYS,
            "endDate": DAYS,
            "hours": st.integers(1, 12).map(lambda n: n / 4),
            "status": st.integers(0, 1),
        }
    ),
    max_size=4,
)
WORKED = st.lists(
    st.fixed_dictionaries({"dateWorked": DAYS, "hoursToBill": st.integers(0, 8).map(lambda n: n / 4)}), max_size=6
)


@given(blocks=BLOCKS_BOUGHT, worked=WORKED)
def test_every_hour_is_taken_out_of_a_block_that_holds_on_its_day_or_billed_at_the_overage(
    blocks: list[dict[str, Any]], worked: list[dict[str, Any]]
) -> None:
    ledger = MemoryLedger({})
    contract = ledger.insert("Contracts", {"contractType": BLOCK_HOURS, "overageBillingRate": 8.0})
    for block in blocks:
        ledger.insert("ContractBlocks", {**block, "contractID": contract, "hoursApproved": 0.0})
    for entry in worked:
        ledger.insert("TimeEntries", {**entry, "contractID": contract, "ticketID": 1, "roleID": int(Role.LEVEL_1)})
    entries = list(ledger.after("TimeEntries", 0))
    Posting(Agreements(TUESDAY.date())).post(ledger, entries, seconds(TUESDAY + timedelta(days=7)))

    standing = list(ledger.after("ContractBlocks", 0))
    overage = {item["timeEntryID"]: item["extendedPrice"] / 8.0 for item in ledger.after("BillingItems", 0)}
    taken = sum(block["hoursApproved"] for block in standing)
    assert taken + sum(overage.values()) == sum(entry["hoursToBill"] for entry in entries)
    assert len(standing) == len(blocks), "a client's contract buys nothing by itself"
    for bought in standing:
        days = [e for e in entries if bought["status"] and bought["startDate"] <= e["dateWorked"] <= bought["endDate"]]
        assert 0 <= bought["hoursApproved"] <= min(bought["hours"], sum(entry["hoursToBill"] for entry in days))
        assert bought["hoursApproved"] == bought["hours"] or not any(overage[entry["id"]] for entry in days)
