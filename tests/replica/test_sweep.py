"""What no poll shows: deletions are found, confirmed and hidden; links and labels are read again."""

from datetime import timedelta

from autotask.entities import (
    Appointment,
    Company,
    Contact,
    DeletedTicketActivityLog,
    DeletedTicketLog,
    Role,
    ServiceCallTicketResource,
    Ticket,
    TicketChecklistItem,
    TicketNote,
    TicketSecondaryResource,
    TimeEntry,
)
from autotask.errors import Forbidden
from autotask.pages import Quarantined
from autotask.picklists import Picklist, Picklists, PicklistValue
from replica.feed import Change
from replica.pull import Pull
from replica.store import Replica
from tests.replica.double import START, ScriptedPsa
from tests.replica.test_fill import pull_of
from tests.replica.world import CLOSED_TICKETS, OPEN_TICKETS, differences, furnish, ticket

QUARTER = 900.0


async def filled(copy: Replica, psa: ScriptedPsa, **settings: float) -> Pull:
    """A pull whose copy has everything."""
    furnish(psa)
    pull = pull_of(copy, psa, **settings)
    await pull.once()
    await pull.fill_history()
    psa.asked.clear()
    return pull


async def test_a_sweep_hides_what_was_deleted_of_the_open_work(copy: Replica, psa: ScriptedPsa) -> None:
    pull = await filled(copy, psa)
    heard: list[Change] = []
    copy.subscribe(heard.extend)
    for cls, id_ in ((Ticket, 4), (TimeEntry, 20), (Appointment, 1)):
        psa.drop(cls, id_)
    psa.machine.pass_time(QUARTER + 1)
    await pull.once()
    assert differences(copy, psa) == {}
    assert {(change.kind, change.id, change.after) for change in heard} == {
        ("Tickets", 4, None),
        ("TimeEntries", 20, None),
        ("Appointments", 1, None),
    }


async def test_who_was_on_a_visit_long_ago_is_not_asked_again_and_again(copy: Replica, psa: ScriptedPsa) -> None:
    pull = await filled(copy, psa)
    psa.machine.pass_time(QUARTER + 1)
    await pull.once()
    asked = [what["value"] for name, what in psa.asked if name == "ServiceCallTicketResources"]
    assert asked == [[1]]


async def test_a_ticket_that_left_the_open_ones_is_asked_for_before_it_is_hidden(
    copy: Replica, psa: ScriptedPsa
) -> None:
    pull = await filled(copy, psa)
    # Closed by something that does not move the watermark: only the list of open ids shows it.
    psa.put(ticket(6, status=5, completed_date=START))
    psa.machine.pass_time(QUARTER + 1)
    await pull.once()
    found = copy.one(Ticket, 6)
    assert found is not None
    assert found.status == 5
    assert copy.count(Ticket) == OPEN_TICKETS + CLOSED_TICKETS


async def test_a_ticket_that_appeared_without_moving_is_read(copy: Replica, psa: ScriptedPsa) -> None:
    pull = await filled(copy, psa)
    psa.put(ticket(77, last_activity_date=START - timedelta(days=3)))
    psa.machine.pass_time(QUARTER + 1)
    await pull.once()
    assert copy.one(Ticket, 77) is not None


async def test_the_log_of_deleted_tickets_hides_one_at_the_next_poll(copy: Replica, psa: ScriptedPsa) -> None:
    pull = await filled(copy, psa)
    psa.drop(Ticket, 101)
    psa.machine.pass_time(130.0)
    psa.put(DeletedTicketLog(id=1, ticket_id=101, deleted_date_time=psa.time()))
    await pull.once()
    assert copy.one(Ticket, 101) is None


async def test_the_log_of_deleted_entries_reads_the_ticket_again(copy: Replica, psa: ScriptedPsa) -> None:
    pull = await filled(copy, psa)
    psa.drop(TimeEntry, 1020)
    psa.drop(TicketNote, 1020)
    psa.machine.pass_time(130.0)
    psa.put(DeletedTicketActivityLog(id=1, ticket_id=102, deleted_date_time=psa.time()))
    await pull.once()
    assert copy.one(TimeEntry, 1020) is None
    assert copy.one(TicketNote, 1020) is None
    assert copy.one(TimeEntry, 1010) is not None


async def test_a_long_sweep_hides_what_was_deleted_of_the_past(copy: Replica, psa: ScriptedPsa) -> None:
    pull = await filled(copy, psa, long_sweep_every=3600.0)
    for cls, id_ in ((Ticket, 103), (TimeEntry, 1040), (TicketNote, 1050), (Company, 29), (Contact, 539)):
        psa.drop(cls, id_)
    psa.machine.pass_time(3601.0)
    await pull.once()
    assert differences(copy, psa) == {}


async def test_links_are_read_again_with_their_deletions(copy: Replica, psa: ScriptedPsa) -> None:
    pull = await filled(copy, psa)
    psa.drop(TicketSecondaryResource, 3)
    psa.put(TicketSecondaryResource(id=40, ticket_id=3, resource_id=7))
    psa.drop(ServiceCallTicketResource, 1)
    psa.put(TicketChecklistItem(id=2, ticket_id=2, item_name="Check the backup", is_completed=True))
    psa.machine.pass_time(301.0)
    await pull.once()
    assert differences(copy, psa) == {}


async def test_a_touched_ticket_brings_its_links_at_once(copy: Replica, psa: ScriptedPsa) -> None:
    pull = await filled(copy, psa)
    psa.machine.pass_time(20.0)
    psa.drop(TicketSecondaryResource, 3)
    psa.put(ticket(3, last_activity_date=psa.time()))
    await pull.once()
    assert copy.one(TicketSecondaryResource, 3) is None


async def test_reference_data_is_read_again_with_its_deletions(copy: Replica, psa: ScriptedPsa) -> None:
    pull = await filled(copy, psa)
    psa.drop(Role, 1)
    psa.put(Role(id=2, name="Architect"))
    psa.machine.pass_time(3601.0)
    await pull.once()
    assert [role.name for role in copy.rows(Role)] == ["Architect"]


async def test_a_list_that_we_may_no_longer_read_hides_nothing(copy: Replica, psa: ScriptedPsa) -> None:
    pull = await filled(copy, psa)
    psa.refusing["TimeEntries"] = Forbidden("Not for you.")
    psa.machine.pass_time(QUARTER + 1)
    await pull.once()
    assert differences(copy, psa) == {}
    assert "Not for you." in pull.status.detail


async def test_labels_are_read_again(copy: Replica, psa: ScriptedPsa) -> None:
    pull = await filled(copy, psa)
    psa.lists |= Picklists({("Tickets", "status"): Picklist((PicklistValue(5, "Done"), PicklistValue(1, "Complete")))})
    psa.machine.pass_time(4 * 3600.0 + 1)
    await pull.once()
    assert copy.complete_statuses() == {1}


async def test_an_odd_row_is_kept_for_the_doctor_and_not_taken_for_deleted(copy: Replica, psa: ScriptedPsa) -> None:
    pull = await filled(copy, psa)
    psa.machine.pass_time(20.0)
    psa.odd["Tickets"] = [
        Quarantined("Tickets", 5, "status: a number is wanted", '{"id": 5}'),
        Quarantined("Tickets", None, "the row is not an object", "[]"),
    ]
    psa.drop(Ticket, 5)  # its row on the page is the odd one
    await pull.once()
    assert [(row.id, row.reason) for row in copy.quarantined()] == [
        ("", "the row is not an object"),
        ("5", "status: a number is wanted"),
    ]
    assert pull.status.quarantined == 2
    psa.machine.pass_time(QUARTER + 1)
    await pull.once()
    assert copy.one(Ticket, 5) is not None
    psa.odd.clear()
    psa.put(ticket(5, last_activity_date=psa.time()))
    psa.machine.pass_time(20.0)
    await pull.once()
    assert [row.id for row in copy.quarantined()] == [""]
