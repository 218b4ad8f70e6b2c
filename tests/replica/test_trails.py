"""The trails of tickets: when their status turned before this copy saw them, read a few tickets at a time."""

from datetime import timedelta

import pytest

from autotask.entities import TicketHistory
from autotask.errors import Refused
from autotask.picklists import Picklist, Picklists, PicklistValue
from replica.reach import Reach
from replica.rows import to_instant, to_micros
from replica.store import Replica
from replica.trail_words import TrailWords
from replica.trails import Trails
from replica.turns import Turn
from replica.writing import Batch
from tests.replica.double import START, ScriptedPsa, VirtualMachine
from tests.replica.world import ticket

MINUTE = timedelta(minutes=1)


def line(id_: int, minutes: int, detail: str, ticket_id: int = 1) -> TicketHistory:
    at = START + timedelta(minutes=minutes)
    return TicketHistory(id=id_, ticket_id=ticket_id, date=at, action=detail.partition(" ")[0], detail=detail)


async def test_a_line_of_a_trail_says_in_words_what_became_of_the_status(copy: Replica) -> None:
    words = {"New": 1, "In Progress": 8, "Waiting Customer": 7, "Waiting to Ship": 9}
    statuses = Picklist(tuple(PicklistValue(id_, label) for label, id_ in words.items()))
    await copy.write_picklists(Picklists({("Tickets", "status"): statuses}))
    trail = (
        line(9, 40, "Status changed from Waiting to Ship to Waiting Customer."),
        line(1, 0, "Ticket created"),
        line(2, 10, "Status changed from New to In Progress"),
        line(3, 20, "Primary resource changed to In Progress"),
        line(4, 30, 'Status changed from "In Progress" to "Waiting to Ship"'),
        line(5, 35, "Status changed from Waiting to Ship to Limbo"),
        line(11, 50, "status changed from 8 to 7"),
    )
    await copy.write(Batch("TicketHistory", trail))
    turned = [((to_instant(turn.at) - START) // MINUTE, turn.status) for turn in copy.turns([1])[1]]
    assert turned == [(10, 8), (30, 9), (40, 7), (50, 7)]


@pytest.mark.parametrize(
    ("line", "became"),
    [
        ("Edited Status: New -> In Progress", "In Progress"),
        ("Status changed: New => 'Waiting to Ship'", "Waiting to Ship"),
        ("Status Changed In Progress", "In Progress"),
        ("Status: In Progress (was New)", "In Progress"),
        ("Status changed to In Progress from New by Sam Hale", "In Progress"),
        ("Old status: In Progress, new status: New", "New"),
        ("New status: In Progress; old status: New", "In Progress"),
        ("The status is now WAITING CUSTOMER.", "Waiting Customer"),
        ("Status New to In Progress", "In Progress"),
        ("Status changed from New", None),
        ("Status: New, In Progress", None),
        ("Status report sent to New Customer Ltd", None),
        ("Statuses to New", None),
        ("Title changed to In Progress", None),
    ],
)
def test_a_line_is_read_in_whatever_words_it_says_so_and_left_alone_where_it_does_not(
    line: str, became: str | None
) -> None:
    labels = ("New", "In Progress", "Waiting Customer", "Waiting to Ship")
    assert TrailWords("status", {label.casefold(): label for label in labels}).became(line) == became
    assert TrailWords("status", {}).became(line) is None


async def test_trails_are_read_once_and_again_when_the_status_has_turned(
    copy: Replica, psa: ScriptedPsa, machine: VirtualMachine
) -> None:
    reach = Reach(copy, machine)
    reach.connection = psa
    trails = Trails(reach)

    async def asked(most: int = 5) -> list[int]:
        psa.asked.clear()
        await trails.read(most, lambda: False)
        return [condition["value"] for name, condition in psa.asked if name == "TicketHistory"]

    def tracked(id_: int, minutes: int, status: int) -> Batch:
        at = START + timedelta(minutes=minutes)
        return Batch("Tickets", [ticket(id_, status=status, last_tracked_modification_date_time=at)])

    await copy.write_picklists(psa.lists)
    for batch in (tracked(1, 30, 8), tracked(2, 40, 1), tracked(3, 50, 5)):
        await copy.write(batch)
    psa.put(line(1, 0, "Ticket created"), line(2, 5, "Status changed from New to Busy"), line(3, 9, "Title changed"))
    assert copy.turns([1])[1] == (Turn(to_micros(START + timedelta(minutes=30)), 8),)
    assert await asked(most=1) == [2]  # whose status has turned last; the third is complete
    assert await asked() == [1]
    assert await asked() == []  # one trail is empty, the other ends before the newest turn: both have been asked for it
    assert copy.turns([1])[1] == (Turn(to_micros(START + timedelta(minutes=5)), 8),)
    await copy.write(tracked(1, 60, 1))
    assert copy.turns([1])[1][-1] == Turn(to_micros(START + timedelta(minutes=60)), 1)
    assert await asked() == [1]
    psa.refusing["TicketHistory"] = Refused("not for you")
    await copy.write(tracked(1, 70, 8))
    assert (await asked(), await asked()) == ([1], [])
    assert "how long a ticket has waited" in reach.refused["TicketHistory"]
