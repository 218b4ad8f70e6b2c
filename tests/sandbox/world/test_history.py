"""Years of history: the lived weeks again, further back, and worlds kept on disk."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sandbox.kept import founded
from sandbox.store import Store
from sandbox.world.history import REPEATED, STRIDE
from sandbox.world.labels import Status
from sandbox.world.sizes import SIZES, Size

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
LITTLE = Size(techs=3, companies=8, days=14, arrivals=10, projects=1, repeats=3)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="module", autouse=True)
def little() -> object:
    """A desk of three with a history of eight weeks, by the name of the one of thirty."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(SIZES, "medium", LITTLE)
        yield


@pytest.fixture(scope="module")
def store(folder: Path) -> Store:
    made = Store()
    founded(made, seed=1, at=AT, size="medium", folder=folder)
    return made


def test_the_lived_weeks_come_again_on_the_same_days_at_the_same_hours(store: Store) -> None:
    amsterdam = ZoneInfo("Europe/Amsterdam")
    tickets = store.select("Tickets")
    local = [ticket["createDate"].astimezone(amsterdam).replace(tzinfo=None) for ticket in tickets]

    lived = [at for at in local if at >= local[-1] - timedelta(days=LITTLE.days - 1)]
    for turn in range(1, LITTLE.repeats + 1):
        before = Counter(at + turn * timedelta(days=LITTLE.days) for at in local)
        assert all(before[at] for at in lived[:-20]), "also across the end of summer time, on 25 October"
    assert len(tickets) > LITTLE.repeats * len(lived)


def test_the_laws_of_numbers_hold_in_history(store: Store) -> None:
    tickets = store.select("Tickets")
    numbers = [ticket["ticketNumber"] for ticket in tickets]
    days = [ticket["createDate"].astimezone(ZoneInfo("Europe/Amsterdam")) for ticket in tickets]

    assert len(set(numbers)) == len(numbers)
    assert days == sorted(days), "ids ascend with time"
    assert all(abs(int(number[1:9]) - int(f"{day:%Y%m%d}")) <= 1 for number, day in zip(numbers, days, strict=True))


def test_what_hangs_on_a_ticket_hangs_on_its_copy(store: Store) -> None:
    by_id = {ticket["id"]: ticket for ticket in store.select("Tickets")}

    for entity in REPEATED[1:]:
        rows = [row for row in store.select(entity, f"id < {LITTLE.repeats * STRIDE}") if row["ticketID"] is not None]
        assert rows, entity
        assert all(row["ticketID"] in by_id for row in rows), entity
    assert all(mail["entityTitle"] == by_id[mail["ticketID"]]["title"] for mail in store.select("NotificationHistory"))
    lived = {ticket["title"] for ticket in by_id.values() if ticket["id"] >= LITTLE.repeats * STRIDE}
    copies = [ticket["title"] for ticket in by_id.values() if ticket["id"] < LITTLE.repeats * STRIDE]
    assert sum(title in lived for title in copies) < len(copies) / 4, "titles tell the copies apart"
    for note in store.select("TicketNotes"):
        ticket = by_id[note["ticketID"]]
        assert note["createDateTime"] >= ticket["createDate"]
        assert "[T" not in note["title"] or ticket["ticketNumber"] in note["title"]
    companies = {company["id"]: company for company in store.select("Companies")}
    assert all(
        (companies[ticket["companyID"]]["createDate"] or ticket["createDate"]) <= ticket["createDate"]
        for ticket in by_id.values()
    )


def test_what_lay_open_for_weeks_was_answered_and_is_mostly_not_past_due(store: Store) -> None:
    old = store.select("Tickets", f"status <> 5 AND id < {LITTLE.repeats * STRIDE}")
    late = [row for row in old if row["dueDateTime"] < AT and row["status"] != Status.WAITING_CUSTOMER]

    assert len(old) > 40
    assert all(row["createDate"] <= row["firstResponseDateTime"] < AT - timedelta(days=LITTLE.days - 1) for row in old)
    assert len(late) < len(old) / 3
    assert max(row["lastActivityDate"] for row in old) > AT - timedelta(days=4)


def test_time_of_earlier_weeks_is_posted_and_dated_by_its_day(store: Store) -> None:
    entries = [
        entry for entry in store.select("TimeEntries") if entry["startDateTime"] < AT - timedelta(days=LITTLE.days + 7)
    ]

    assert entries
    assert all(entry["billingApprovalDateTime"] for entry in entries if entry["ticketID"])
    billed = {item["timeEntryID"]: item for item in store.select("BillingItems", "timeEntryID IS NOT NULL")}
    assert all(entry["id"] in billed for entry in entries if entry["ticketID"])
    assert len(billed) == store.count("TimeEntries", "billingApprovalDateTime IS NOT NULL")
    assert all(entry["dateWorked"].hour == 0 for entry in entries)
    assert all(abs(entry["dateWorked"] - entry["startDateTime"]) < timedelta(days=1) for entry in entries)


def test_a_kept_world_is_the_same_and_lives_on_the_same(store: Store, folder: Path) -> None:
    kept = list(folder.iterdir())
    lives, tomorrow = [], AT + timedelta(days=1)
    for place in (folder, folder / "none yet"):
        other = Store()
        world = founded(other, seed=1, at=AT, size="medium", folder=place)
        stood = everything(other)
        world.advance(tomorrow)
        lives.append((stood, everything(other)))

    assert lives[0][0] == everything(store)
    assert lives[0] == lives[1]
    assert [place for place in folder.iterdir() if place.is_dir() and place.name.startswith("medium")] == kept


def test_a_damaged_world_counts_as_none_and_another_seed_is_another_world(
    store: Store, folder: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(folder, tmp_path / "kept")
    (place,) = folder.glob("medium-*")
    (place / "store.db").write_bytes(b"no database")

    again = Store()
    founded(again, seed=1, at=AT, size="medium", folder=folder)
    assert (place / "store.db").stat().st_size > 100_000, "it is kept anew"
    other = Store()
    founded(other, seed=2, at=AT, size="medium", folder=folder)

    assert everything(again) == everything(store)
    assert everything(other) != everything(store)
    assert [each.name for each in folder.glob("medium-*")] != [place.name], "one of a size is kept"


def everything(store: Store) -> dict[str, list[tuple[int, bytes]]]:
    return {entity: store.json_rows(entity) for entity in (*REPEATED, "Companies", "Contracts", "Projects", "Tasks")}
