"""The why strip: four lines that stand by themselves, and the whole ladder."""

from datetime import timedelta

import pytest

from desk.model import Explanation, ItemId, View
from tests.desk.shop import (
    ANA,
    BEN,
    CRITICAL,
    HIGH,
    LOW,
    NEW,
    ON_HOLD,
    WAITING_CUSTOMER,
    Following,
    Shop,
    at,
    ticket,
    ticket_id,
)


def why(following: Following, item: int | ItemId, view: View = View.MINE) -> Explanation:
    found = following.desk.explain(ticket_id(item) if isinstance(item, int) else item, view)
    assert found is not None
    return found


async def test_a_timer_holds_its_ticket_in_front_and_says_where_it_would_stand(shop: Shop) -> None:
    await shop.put(
        ticket(1, priority=LOW, resolved_due_date_time=at("15:00")),
        ticket(2, resolved_due_date_time=at("10:22")),
        ticket(3, first_response_date_time=None, first_response_due_date_time=at("09:05"), status=NEW),
        ticket(4, resolved_due_date_time=at("16:00")),
    )
    following = await shop.live()
    following.desk.take_in_hand(timer_on=ticket_id(1))
    said = why(following, 1)
    assert (said.position, said.sentence) == (1, "your timer is running on it")
    assert said.lines[0] == "your timer is running on it: stays in front until you stop it"
    assert said.lines[2] == (
        "first of 4, before T20261124.0003 (first response missed today at 09:05);"
        " without the timer 3rd, behind T20261124.0002 (resolution due 10:22)"
    )
    assert "timer" not in why(following, 1, View.TEAM).sentence
    assert following.desk.explain(ticket_id(77)) is None


async def test_an_overlay_that_changes_no_position_says_so(shop: Shop) -> None:
    await shop.put(ticket(1, resolved_due_date_time=at("10:22")), ticket(2, resolved_due_date_time=at("11:51")))
    following = await shop.live()
    following.desk.take_in_hand(pinned=frozenset({ticket_id(1)}))
    assert why(following, 1).lines[2].endswith("; as high without the pin: resolution due 10:22, 0:41 left")


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            {"resolved_due_date_time": at("10:22")},
            "resolution due 10:22, 0:41 of business time left (Autotask's date, Mon-Fri 08:00-18:00);"
            " first response met 09:10; plan not applicable",
        ),
        (
            {"priority": HIGH, "title": "Cannot log in at all", "assigned_resource_id": ANA},
            "resolution due 17:00, 7:19 of business time left (W02 target 1 bd, Mon-Fri 08:00-18:00);"
            " first response met 09:10; plan not applicable",
        ),
        (
            {"resolved_due_date_time": at("09:05")},
            "resolution missed 09:05, late by 0:36 of business time (Autotask's date, Mon-Fri 08:00-18:00);"
            " first response met 09:10; plan not applicable",
        ),
        (
            {"status": WAITING_CUSTOMER, "resolved_due_date_time": at("12:30")},
            "paused with 3:00 of business time left to resolution (Autotask's date, Mon-Fri 08:00-18:00);"
            " first response met 09:10; plan not applicable",
        ),
        (
            {"status": WAITING_CUSTOMER, "resolved_due_date_time": at("09:05")},
            "paused; resolution was missed 09:05, before the pause (Autotask's date, Mon-Fri 08:00-18:00);"
            " first response met 09:10; plan not applicable",
        ),
        (
            {"resolved_date_time": at("09:20"), "first_response_due_date_time": at("09:05")},
            "no milestone is open; first response met 09:10 late; resolution met 09:20; plan not applicable",
        ),
    ],
)
async def test_the_clock_says_what_is_next_and_whose_promise_it_is(
    shop: Shop, changes: dict[str, object], line: str
) -> None:
    await shop.put(ticket(1, **changes))
    following = await shop.live()
    assert why(following, 1).lines[1] == line


async def test_a_critical_ticket_counts_round_the_clock(shop: Shop) -> None:
    await shop.put(ticket(1, priority=CRITICAL, title="Server down, nobody can work", first_response_date_time=None,
                          status=NEW))  # fmt: skip
    following = await shop.live()
    said = why(following, 1)
    assert said.lines[0].startswith("critical and nobody is on it yet, opened 41 min ago: interrupts everything")
    assert said.lines[1].startswith("first response missed 09:15, late by 0:26 (W01 target 15 min 24x7)")
    assert "; resolution due 13:00" in said.lines[1]
    assert said.lines[2] == "the only one in this queue"


async def test_time_that_never_stands_still_is_not_called_business_time(shop: Shop) -> None:
    await shop.put(ticket(1, priority=CRITICAL, title="Server down, nobody can work",
                          resolved_due_date_time=at("17:00") + timedelta(days=6)))  # fmt: skip
    following = await shop.live()
    assert why(following, 1).lines[1].startswith("resolution due Mon 17:00, 6d 7h left (Autotask's date, 24x7)")


async def test_a_reply_says_what_it_goes_before(shop: Shop) -> None:
    await shop.put(ticket(1, resolved_due_date_time=at("17:30")), shop.note(1, "It still fails", at("09:37")))
    following = await shop.live()
    assert why(following, 1).lines[0] == (
        "customer replied 4 min ago, answer due 13:37: stands by that, sooner than its resolution 17:30"
    )


async def test_what_waits_says_when_it_comes_back(shop: Shop) -> None:
    await shop.put(ticket(1, status=ON_HOLD, due_date_time=at("09:00", 26)), ticket(2, status=WAITING_CUSTOMER))
    following = await shop.live()
    assert why(following, 1).lines[0].endswith("until Thu 09:00: comes back then, due Thu 13:00")
    assert why(following, 2).lines[0].endswith(": comes back when the customer writes")
    assert why(following, 2).lines[2].endswith(", last of 2")


async def test_what_is_not_mine_is_not_in_my_queue(shop: Shop) -> None:
    await shop.put(ticket(1, assigned_resource_id=BEN), ticket(2, assigned_resource_id=None))
    following = await shop.live()
    assert why(following, 1).lines[2] == "not in this queue: it is with Ben Cole"
    assert why(following, 2).lines[2] == "not in this queue: nobody has it"


async def test_the_workflow_names_the_evidence_that_weighed_most(shop: Shop) -> None:
    await shop.put(ticket(1, title="New employee starts Monday", ticket_type=1))
    following = await shop.live()
    line = why(following, 1).lines[3]
    assert line.startswith('W07 Minor service request: type "Service Request", title says "new employee" (0.')


async def test_tasks_and_appointments_have_no_service_level(shop: Shop) -> None:
    rows = shop.project_task("Cabling", at("14:00", 26), end_date_time=at("17:00", 26))
    meeting = shop.appointment("Stand-up", at("11:00"), 15)
    await shop.put(*rows, meeting)
    following = await shop.live()
    appointment, task = (item.id for item in following.desk.queue(View.MINE).items)
    assert why(following, task).lines[1] == (
        "no service level: a project task, to be done by Thu 17:00, 2:00 of work left"
    )
    assert why(following, task).lines[3] == "W11 Project work: every project task is"
    assert why(following, appointment).lines[1] == "no service level: an appointment has its hour"
    assert why(following, appointment).lines[3] == "no workflow: an appointment of your own"


async def test_every_rung_is_kept_for_who_wants_all_of_it(shop: Shop) -> None:
    await shop.put(ticket(1, resolved_due_date_time=at("15:00")))
    following = await shop.live()
    steps = why(following, 1).steps
    assert [step.rung for step in steps] == [1, 4, 5, 6]
    assert [step.hit for step in steps] == [False, False, False, True]
