"""A value that nobody has named yet: the labels of its kind are read again, once, before the row is shown."""

from autotask.entities import Ticket
from autotask.errors import Unreachable
from autotask.picklists import Picklist, Picklists, PicklistValue
from replica.feed import Change
from replica.pull import Pull
from replica.status import SyncState
from replica.store import PICKLISTS, Replica
from tests.replica.double import ScriptedPsa
from tests.replica.test_fill import pull_of
from tests.replica.world import furnish, ticket

WAITING = 30


async def filled(copy: Replica, psa: ScriptedPsa) -> Pull:
    furnish(psa)
    pull = pull_of(copy, psa)
    await pull.once()
    psa.machine.pass_time(120.0)
    await pull.once()
    psa.asked.clear()
    return pull


def name_it(psa: ScriptedPsa, id_: int = WAITING, label: str = "Waiting Customer") -> None:
    """The administrator adds a status."""
    known = psa.lists.of(Ticket, "status")
    psa.lists |= Picklists({("Tickets", "status"): Picklist((*known, PicklistValue(id_, label)))})


def use_it(psa: ScriptedPsa, ticket_id: int, status: int = WAITING) -> None:
    psa.put(ticket(ticket_id, status=status, last_activity_date=psa.time()))


def readings(psa: ScriptedPsa) -> int:
    return sum(name == "Tickets/fields" for name, _ in psa.asked)


def label(copy: Replica, id_: int = WAITING) -> str:
    return copy.picklists(Ticket).of(Ticket, "status").label(id_)


async def poll(pull: Pull, psa: ScriptedPsa, seconds: float = 16.0) -> None:
    psa.machine.pass_time(seconds)
    await pull.once()


async def test_a_new_status_is_named_before_the_first_row_with_it_is_told(copy: Replica, psa: ScriptedPsa) -> None:
    pull = await filled(copy, psa)
    heard: list[Change] = []
    copy.subscribe(heard.extend)
    name_it(psa)
    use_it(psa, 3)
    await poll(pull, psa)
    assert label(copy) == "Waiting Customer"
    assert [change.kind for change in heard] == [PICKLISTS, "Tickets"]
    for _ in range(9):
        await poll(pull, psa)
    assert readings(psa) == 1


async def test_a_value_that_autotask_does_not_name_either_is_asked_for_once(copy: Replica, psa: ScriptedPsa) -> None:
    pull = await filled(copy, psa)
    use_it(psa, 3)
    for _ in range(20):
        await poll(pull, psa)
    assert readings(psa) == 1
    assert copy.one(Ticket, 3) == psa.all(Ticket)[2]


async def test_labels_are_read_at_most_once_a_minute_and_the_second_value_comes_then(
    copy: Replica, psa: ScriptedPsa
) -> None:
    pull = await filled(copy, psa)
    name_it(psa)
    use_it(psa, 3)
    await poll(pull, psa)
    name_it(psa, 31, "Parts ordered")
    use_it(psa, 4, 31)
    await poll(pull, psa)
    assert (readings(psa), label(copy, 31)) == (1, "31")
    for _ in range(3):
        await poll(pull, psa)
    assert (readings(psa), label(copy, 31)) == (2, "Parts ordered")


async def test_labels_that_cannot_be_read_keep_no_row_away(copy: Replica, psa: ScriptedPsa) -> None:
    pull = await filled(copy, psa)
    psa.refusing["Tickets/fields"] = Unreachable("The line is cut.")
    name_it(psa)
    use_it(psa, 3)
    await poll(pull, psa)
    assert copy.one(Ticket, 3) == psa.all(Ticket)[2]
    assert pull.status.state is SyncState.LIVE
    psa.refusing.clear()
    await poll(pull, psa, 61.0)
    assert label(copy) == "Waiting Customer"


async def test_a_person_who_asks_has_the_labels_read_again(copy: Replica, psa: ScriptedPsa) -> None:
    pull = await filled(copy, psa)
    name_it(psa)
    pull.refresh_now()
    await poll(pull, psa, 1.0)
    assert label(copy) == "Waiting Customer"
    for _ in range(10):
        pull.refresh_now()
        await poll(pull, psa, 1.0)
    assert readings(psa) == 1
