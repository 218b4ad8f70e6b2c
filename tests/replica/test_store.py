"""What the copy keeps and how it is asked."""

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from autotask.entities import BillingCode, Ticket, TicketNote, TimeEntry
from autotask.kinds import KINDS, kind_of
from autotask.picklists import Picklist, Picklists, PicklistValue
from autotask.text import Cleaned, clean, raw_of
from replica.feed import Change
from replica.rows import Codec, to_instant
from replica.store import PICKLISTS, Replica
from replica.writing import Batch
from tests.replica.samples import AT, fill, tickets


async def test_every_kind_of_field_comes_back_as_it_went(copy: Replica) -> None:
    entry = TimeEntry(id=7, date_worked=date(2026, 11, 23), start_date_time=AT, hours_worked=0.25, is_non_billable=True)
    await copy.write(Batch("TimeEntries", [entry]))
    assert copy.one(TimeEntry, 7) == entry
    found = copy.rows(TimeEntry)[0]
    assert type(found.is_non_billable) is bool
    assert found.start_date_time == AT
    assert found.start_date_time is not None
    assert found.start_date_time.tzinfo is UTC


async def test_every_kind_has_a_table_that_takes_its_entities(copy: Replica) -> None:
    values = {int: 1, float: 0.5, bool: True, str: "text", datetime: AT, date: AT.date()}
    for kind in KINDS.values():
        entity = kind.entity(**{field.attr: values[field.type] for field in kind.fields})
        await copy.write(Batch(kind.name, [entity]))
        assert copy.rows(kind.entity) == [entity]


async def test_the_raw_text_stays_beside_the_cleaned_one(copy: Replica) -> None:
    hostile = clean("printer\x1b]52;c;aGk=\x07 \ud800 broken")
    await copy.write(Batch("Tickets", [Ticket(id=1, title=hostile, description="fine")]))
    found = copy.one(Ticket, 1)
    assert found is not None
    assert isinstance(found.title, Cleaned)
    assert found.title == hostile
    assert raw_of(found.title) == "printer\x1b]52;c;aGk=\x07 \ud800 broken"
    assert type(found.description) is str


async def test_only_rows_that_differ_become_changes(copy: Replica) -> None:
    first = await copy.write(Batch("Tickets", tickets(1, 2, 3)))
    assert [(c.seq, c.id, c.before) for c in first] == [(1, 1, None), (2, 2, None), (3, 3, None)]
    assert await copy.write(Batch("Tickets", tickets(1, 2, 3))) == []
    moved = tickets(2, priority=4)
    assert await copy.write(Batch("Tickets", [*tickets(1), *moved])) == [
        Change(4, "Tickets", 2, tickets(2)[0], moved[0])
    ]


async def test_a_text_whose_raw_form_alone_changed_is_a_change(copy: Replica) -> None:
    await copy.write(Batch("Tickets", [Ticket(id=1, title=clean("a\x00b"))]))
    assert len(await copy.write(Batch("Tickets", [Ticket(id=1, title="a\u2400b")]))) == 1


async def test_a_gone_row_is_hidden_and_may_come_back(copy: Replica) -> None:
    await fill(copy, 1, 2)
    gone = await copy.write(Batch("Tickets", gone=[1, 99]))
    assert [(c.id, c.after) for c in gone] == [(1, None)]
    assert copy.one(Ticket, 1) is None
    assert copy.rows(Ticket) == tickets(2)
    assert await copy.write(Batch("Tickets", gone=[1])) == []
    back = await copy.write(Batch("Tickets", tickets(1)))
    assert [(c.id, c.before) for c in back] == [(1, None)]
    assert copy.count(Ticket) == 2


async def test_rows_are_found_by_what_they_equal(copy: Replica) -> None:
    await copy.write(Batch("Tickets", [*tickets(1, 2, queue_id=5), *tickets(3)]))
    assert copy.rows(Ticket, queue_id=5) == tickets(1, 2, queue_id=5)
    assert copy.rows(Ticket, queue_id=None) == tickets(3)
    assert copy.rows(Ticket, create_date=AT, id=3) == tickets(3)
    assert copy.rows_in(Ticket, "id", range(2, 2_000)) == [*tickets(2, queue_id=5), *tickets(3)]


async def test_open_is_what_the_tenant_does_not_call_complete(copy: Replica) -> None:
    rows = [Ticket(id=1, status=5), Ticket(id=2, status=13), Ticket(id=3, status=1), Ticket(id=4)]
    await copy.write(Batch("Tickets", rows))
    assert [ticket.id for ticket in copy.open_tickets()] == [2, 3, 4]
    labels = Picklist((PicklistValue(5, "Parked"), PicklistValue(13, "Complete")))
    assert await copy.write_picklists(Picklists({("Tickets", "status"): labels}))
    assert [ticket.id for ticket in copy.open_tickets()] == [1, 3, 4]


async def test_picklists_survive_a_restart_and_tell_when_they_change(folder: Path) -> None:
    heard: list[Change] = []
    lists = Picklists(
        {("Tickets", "status"): Picklist((PicklistValue(1, "New", 3, True, True, True, 7),), "issueType")}
    )
    with Replica.open(folder) as copy:
        copy.subscribe(heard.extend)
        assert await copy.write_picklists(lists)
        assert not await copy.write_picklists(lists)
        await copy.reading(lambda c: c.count(Ticket))
    assert [(change.kind, change.after) for change in heard] == [(PICKLISTS, lists)]
    with Replica.open(folder) as copy:
        assert copy.picklists() == lists


async def test_the_last_words_of_tickets_are_found_in_one_go(copy: Replica) -> None:
    def note(id_: int, hour: int, ticket: int = 1, **who: Any) -> TicketNote:
        return TicketNote(id=id_, ticket_id=ticket, create_date_time=AT.replace(hour=hour), **who)

    notes = [
        note(1, 8, created_by_contact_id=4),
        note(2, 11, created_by_contact_id=4),
        note(3, 9, creator_resource_id=6),
        note(4, 12, creator_resource_id=6, note_type=13),
        note(5, 10, ticket=2, creator_resource_id=6),
    ]
    entry = TimeEntry(id=9, ticket_id=1, end_date_time=AT)
    await copy.write(Batch("TicketNotes", notes))
    await copy.write(Batch("TimeEntries", [entry]))
    words = copy.last_words([1, 2, 3], not_types=[13])
    assert (words[1].customer, words[1].resource, words[1].entry) == (notes[1], notes[2], entry)
    assert (words[2].customer, words[2].resource) == (None, notes[4])
    assert 3 not in words


async def test_time_entries_are_found_by_day_and_person(copy: Replica) -> None:
    entries = [TimeEntry(id=day, date_worked=date(2026, 11, day), resource_id=day % 2) for day in range(20, 26)]
    await copy.write(Batch("TimeEntries", entries))
    assert copy.time_entries_between(date(2026, 11, 21), date(2026, 11, 23)) == entries[1:4]
    assert copy.time_entries_between(date(2026, 11, 21), date(2026, 11, 23), [0]) == [entries[2]]


async def test_a_late_reader_learns_what_it_slept_through(copy: Replica) -> None:
    await fill(copy, 1, 2)
    known = copy.changes_since(0)
    await copy.write(Batch("BillingCodes", [BillingCode(id=1, name="Remote")]))
    await copy.write(Batch("Tickets", [*tickets(1, priority=1)], gone=[2]))
    await copy.write(Batch("Tickets", tickets(1, priority=2)))
    news = copy.changes_since(known.last_seq)
    assert news.store_uuid == known.store_uuid == copy.uuid
    assert [(ref.kind, ref.id) for ref in news.refs] == [("BillingCodes", 1), ("Tickets", 2), ("Tickets", 1)]
    assert news.last_seq == copy.seq
    assert copy.changes_since(news.last_seq).refs == ()
    assert copy.changes_since(0, limit=1).refs[0].seq == 3


async def test_numbers_go_on_after_a_restart(folder: Path) -> None:
    with Replica.open(folder) as copy:
        await fill(copy, 1, 2)
    with Replica.open(folder) as copy:
        assert [c.seq for c in await copy.write(Batch("Tickets", tickets(3)))] == [3]


async def test_what_is_long_gone_is_purged_and_a_reader_that_missed_it_is_told(folder: Path) -> None:
    now = AT
    with Replica.open(folder, now=lambda: now) as copy:
        await fill(copy, 1, 2)
        await copy.write(Batch("Tickets", gone=[1]))
        now = AT.replace(year=2027)
        assert await copy.purge() == 1
        assert copy.changes_since(2).complete is False
        assert copy.changes_since(3).complete is True
        assert copy.changes_since(0).complete is True
    with Replica.open(folder) as copy:
        assert copy.seq == 3


async def test_a_row_that_sqlite_cannot_hold_does_not_stop_the_others(copy: Replica) -> None:
    changes = await copy.write(Batch("Tickets", [*tickets(1), Ticket(id=2, monitor_id=2**70), Ticket(id=2**80)]))
    assert [change.id for change in changes] == [1]
    assert [(row.kind, row.id) for row in copy.quarantined()] == [("Tickets", str(2**80)), ("Tickets", "2")]
    await copy.write(Batch("Tickets", tickets(2)))
    assert copy.quarantined_count() == 1


@pytest.mark.parametrize(
    ("at", "hours"), [(datetime.max.replace(tzinfo=UTC), -12), (datetime.min.replace(tzinfo=UTC), 12)]
)
async def test_an_instant_that_utc_cannot_say_is_rejected_and_hides_nothing(
    copy: Replica, at: datetime, hours: int
) -> None:
    odd = at.replace(tzinfo=timezone(timedelta(hours=hours)))
    await copy.write(Batch("Tickets", [*tickets(1), *tickets(2, create_date=odd)]))
    assert [row.id for row in copy.rows(Ticket)] == [1]
    assert [row.id for row in copy.quarantined()] == ["2"]


def test_a_cell_that_cannot_be_read_is_none(copy: Replica) -> None:
    codec = Codec(kind_of(Ticket))
    cells = list(codec.cells(tickets(1)[0]))
    cells[next(n for n, spec in enumerate(codec.kind.fields) if spec.attr == "create_date")] = 2**62
    assert codec.entity(cells).create_date is None


async def test_when_the_status_of_a_ticket_turned_is_kept_with_the_row(copy: Replica) -> None:
    def tracked(minutes: int, status: int, **fields: Any) -> Ticket:
        at = AT + timedelta(minutes=minutes)
        return tickets(1, status=status, last_tracked_modification_date_time=at, **fields)[0]

    closed = tickets(2, status=5, completed_date=AT)[0]
    for row in (tickets(1)[0], tracked(10, 7), tracked(20, 7, priority=2), tracked(15, 8), closed):
        await copy.write(Batch("Tickets", [row]))
    assert {
        id_: [(to_instant(turn.at), turn.status) for turn in turns] for id_, turns in copy.turns([1, 2]).items()
    } == {1: [(AT, 1), (AT + timedelta(minutes=10), 7), (AT + timedelta(minutes=15), 8)]}
    await copy.write(Batch("Tickets", gone=[1]))
    assert len(copy.turns([1])[1]) == 3  # it may come back
