"""What a person skips stands behind in their own queue, and for how long."""

from desk.model import View
from desk.putting_aside import PutAside, looks
from tests.desk.shop import CRITICAL, HIGH, LOW, NEW, WAITING_CUSTOMER, Following, Shop, at, ticket, ticket_id
from workflows.order import Reason


def numbers(following: Following, view: View = View.MINE) -> list[int]:
    return [item.id.id for item in following.desk.queue(view).items]


def skip(following: Following, number: int, reason: str = "on another call") -> None:
    entry = following.desk.state.roster.entries[ticket_id(number)]
    aside = PutAside(following.shop.clock.now(), reason, looks(entry.item, entry.facts))
    following.desk.put_aside({**following.desk.state.viewing.aside, ticket_id(number): aside})


async def test_what_i_skipped_stands_behind_all_that_is_offered_for_me_alone_until_it_changes(shop: Shop) -> None:
    due = {"first_response_date_time": None, "first_response_due_date_time": at("11:00"), "status": NEW}
    await shop.put(
        ticket(1, resolved_due_date_time=at("09:50")),
        ticket(2, **due),
        ticket(3, priority=LOW),
        ticket(4, status=WAITING_CUSTOMER),
    )
    following = await shop.live()
    desk = following.desk
    skip(following, 1)
    skip(following, 2)
    assert numbers(following) == [3, 1, 2, 4], "what is never offered stays last"
    assert numbers(following, View.TEAM)[:2] == [1, 2]
    explained = desk.explain(ticket_id(2))
    assert explained is not None
    assert explained.lines[0] == (
        "you skipped it at 09:41 (on another call): "
        "back 10:45 for its first response, or when it changes or the customer writes"
    )
    assert "without your skip 1st" in explained.lines[2]
    await following.move(at("09:49"))
    assert numbers(following) == [3, 1, 2, 4], "it was within a quarter of an hour when it was skipped"
    await following.move(at("09:50"))
    assert numbers(following) == [1, 3, 2, 4], "and is missed now"
    await following.move(at("10:45"))
    assert numbers(following) == [1, 2, 3, 4]
    skip(following, 2)
    skip(following, 3)
    assert numbers(following) == [1, 2, 3, 4]
    await following.put(shop.note(3, "Any news?", at("10:46")))
    assert numbers(following) == [1, 3, 2, 4]
    await following.put(ticket(2, **due, priority=HIGH))
    assert [item.place.code for item in desk.queue(View.MINE).items if item.id.id == 2] == [Reason.DUE_SOON]


async def test_a_skip_lasts_a_day_survives_a_reading_anew_and_hides_no_critical_incident(shop: Shop) -> None:
    await shop.put(
        ticket(1),
        ticket(2, priority=LOW),
        ticket(3, title="Server down, nobody can work", priority=CRITICAL, status=NEW, first_response_date_time=None),
    )
    following = await shop.live()
    for number in (3, 1):
        skip(following, number)
    assert numbers(following) == [3, 2, 1]
    await following.desk.load()
    assert numbers(following) == [3, 2, 1]
    following.desk.take_in_hand(timer_on=ticket_id(1))
    assert numbers(following) == [3, 1, 2], "what is in hand is in front, skipped or not"
    following.desk.take_in_hand()
    await following.move(at("00:00", 25))
    assert numbers(following) == [3, 1, 2]
