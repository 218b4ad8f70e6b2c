"""Which mails went out: the newest are in the copy, and they tell whether the next note will be followed by one."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from autotask.entities import ContractBlock, Notification, Resource, TicketNote
from autotask.errors import Forbidden
from autotask.kinds import KINDS
from replica.notices import KEPT, mail_follows
from replica.status import SyncState
from replica.store import Replica
from replica.writing import Batch
from tests.replica.double import START, ScriptedPsa
from tests.replica.test_fill import pull_of
from tests.replica.test_sweep import filled
from tests.replica.world import note, ticket

PUBLIC, INTERNAL = 1, 2
LINKS = 300.0
YESTERDAY = START - timedelta(days=1)


def mail(id_: int, ticket_id: int, *, minutes: float = 1, to: str = "lena@customer.example") -> Notification:
    """A mail about a ticket, so long after its note of yesterday."""
    sent = YESTERDAY + timedelta(minutes=minutes)
    return Notification(id=id_, ticket_id=ticket_id, notification_sent_time=sent, recipient_email_address=to)


def said(ticket_id: int, *, publish: int = PUBLIC) -> TicketNote:
    """What somebody of the desk wrote yesterday."""
    return note(900 + ticket_id, ticket_id, create_date_time=YESTERDAY, creator_resource_id=4, publish=publish)


async def keep(copy: Replica, *kinds: Sequence[Any]) -> None:
    """Put rows into the copy, each sequence of one kind."""
    for rows in filter(None, kinds):
        await copy.write(Batch(KINDS[type(rows[0])].name, rows))


async def test_the_mails_of_a_week_are_in_the_copy_and_only_new_ones_are_asked_for(
    copy: Replica, psa: ScriptedPsa
) -> None:
    psa.put(mail(1, 1), mail(2, 1, minutes=-60 * 24 * 9))
    pull = await filled(copy, psa)
    psa.machine.pass_time(LINKS + 1)
    await pull.once()
    assert [row.id for row in copy.rows(Notification)] == [1]
    psa.asked.clear()
    psa.put(mail(3, 1, minutes=60))
    psa.machine.pass_time(LINKS + 1)
    await pull.once()
    assert [row.id for row in copy.rows(Notification)] == [1, 3]
    (asked,) = [what for name, what in psa.asked if name == "NotificationHistory"]
    assert asked["value"] == "2026-11-22T08:51:00Z"
    psa.machine.pass_time(KEPT.total_seconds())
    await pull.once()
    assert copy.rows(Notification) == []


async def test_what_may_not_be_read_is_said_once_and_stops_nothing(copy: Replica, psa: ScriptedPsa) -> None:
    for name in ("NotificationHistory", "ContractBlocks"):
        psa.refusing[name] = Forbidden("No.", ("You have no permission.",))
    pull = await filled(copy, psa)
    psa.machine.pass_time(3601.0)
    await pull.once()
    assert pull.status.state is SyncState.LIVE
    told = f"{pull.status.sentence} {pull.status.detail}"
    assert told.count("whether mail goes out for notes is not known") == 1
    assert told.count("what is left of block hours is not known") == 1
    assert mail_follows(copy, PUBLIC, psa.time()) is None


async def test_blocks_of_hours_are_read_behind_the_desk_and_again_each_hour(copy: Replica, psa: ScriptedPsa) -> None:
    psa.put(ContractBlock(id=1, contract_id=7, hours=10.0, hours_approved=2.0, status=1))
    pull = pull_of(copy, psa)
    await pull.once()
    assert copy.count(ContractBlock) == 0
    await pull.fill_history()
    assert [block.hours_approved for block in copy.rows(ContractBlock)] == [2.0]
    psa.put(ContractBlock(id=1, contract_id=7, hours=10.0, hours_approved=9.5, status=1))
    psa.machine.pass_time(3601.0)
    await pull.once()
    assert [block.hours_approved for block in copy.rows(ContractBlock)] == [9.5]


@pytest.mark.parametrize(
    ("mails", "follows"),
    [
        ([mail(id_, id_) for id_ in range(1, 7)], True),
        ([mail(id_, id_) for id_ in range(1, 3)], None),
        ([mail(id_, id_, minutes=45) for id_ in range(1, 7)], False),
        ([mail(id_, id_, to="Tech5@desk.example") for id_ in range(1, 7)] + [mail(9, 12)], False),
        ([mail(id_, id_, to="tech5@desk.example; lena@customer.example") for id_ in range(1, 7)], True),
        ([], None),
    ],
    ids=["mail each time", "mail now and then", "mail about something else", "mail to the desk", "to both", "none"],
)
async def test_mail_is_known_to_follow_where_it_followed_of_late(
    copy: Replica, mails: list[Notification], follows: bool | None
) -> None:
    await keep(copy, [ticket(id_) for id_ in range(1, 13)], [said(id_) for id_ in range(1, 7)], mails)
    await keep(copy, [Resource(id=5, email="tech5@desk.example")])
    assert mail_follows(copy, PUBLIC, START) is follows


async def test_a_few_notes_say_nothing_of_the_next_one(copy: Replica) -> None:
    await keep(copy, [ticket(id_) for id_ in range(1, 5)], [said(id_) for id_ in range(1, 5)], [mail(1, 1)])
    assert mail_follows(copy, PUBLIC, START) is None


async def test_notes_of_another_audience_say_nothing_of_this_one(copy: Replica) -> None:
    inside = [said(id_, publish=INTERNAL) for id_ in range(1, 7)]
    await keep(copy, [ticket(id_) for id_ in range(1, 7)], inside, [mail(id_, id_) for id_ in range(1, 7)])
    assert mail_follows(copy, PUBLIC, START) is None
