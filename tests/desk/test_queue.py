"""What stands in which queue, in which place, and what is told when it moves."""

from dataclasses import replace
from datetime import timedelta

from autotask.entities import Company, Resource, ServiceCall, TicketSecondaryResource
from desk.model import Alarm, ItemId, ItemKind, MilestoneName, View
from tests.desk.shop import (
    ANA,
    BEN,
    COMPLETE,
    CRITICAL,
    HIGH,
    LOW,
    NEW,
    NORTHWIND,
    ON_HOLD,
    WAITING_CUSTOMER,
    Following,
    Shop,
    at,
    resource,
    ticket,
    ticket_id,
    us,
)


def numbers(following: Following, view: View = View.MINE) -> list[int]:
    return [item.id.id for item in following.desk.queue(view).items]


def rung(following: Following, number: int) -> int:
    item = following.desk.item(ticket_id(number))
    assert item is not None
    return item.place.rung


async def test_views_show_whose_work_it_is(shop: Shop) -> None:
    await shop.put(
        ticket(1),
        ticket(2, assigned_resource_id=BEN),
        ticket(3, assigned_resource_id=None),
        ticket(4, assigned_resource_id=BEN),
        ticket(5, status=COMPLETE),
        TicketSecondaryResource(id=1, ticket_id=4, resource_id=ANA),
    )
    following = await shop.live()
    assert sorted(numbers(following)) == [1, 4]
    assert sorted(numbers(following, View.TEAM)) == [1, 2, 3, 4]
    assert numbers(following, View.UNASSIGNED) == [3]
    assert following.desk.counts(View.MINE).unassigned == 1


async def test_what_i_only_help_with_says_whose_it_is(shop: Shop) -> None:
    await shop.put(
        ticket(1),
        ticket(2, assigned_resource_id=BEN),
        ticket(3, assigned_resource_id=None),
        TicketSecondaryResource(id=1, ticket_id=2, resource_id=ANA),
        *shop.call(3, at("10:30"), 30, ANA),
    )
    desk = (await shop.live()).desk
    told = {item.id.id: desk.row(item, desk.clock.now()).helping for item in desk.queue(View.MINE).items}
    assert told == {1: "", 2: "helping Ben Cole", 3: "nobody owns it"}
    explained = desk.explain(ticket_id(2))
    assert explained is not None
    assert explained.helping == "helping Ben Cole"


async def test_a_critical_incident_that_nobody_has_stands_before_everything_of_everybody(shop: Shop) -> None:
    await shop.put(
        ticket(1, resolved_due_date_time=at("09:50")),
        ticket(2, title="Server down, nobody can work", priority=CRITICAL, status=NEW, assigned_resource_id=None,
               first_response_date_time=None),
    )  # fmt: skip
    following = await shop.live()
    following.desk.take_in_hand(timer_on=ticket_id(1))
    assert numbers(following) == [2, 1]


async def test_my_timer_my_booking_and_my_pins_stand_in_front_for_me_alone(shop: Shop) -> None:
    await shop.put(
        ticket(1, resolved_due_date_time=at("09:50")),
        ticket(2, priority=LOW),
        ticket(3, priority=LOW),
        ticket(4, priority=LOW, assigned_resource_id=BEN),
        *shop.call(2, at("09:50"), 60, ANA),
    )
    following = await shop.live()
    following.desk.take_in_hand(timer_on=ticket_id(3), pinned=frozenset({ticket_id(4)}))
    assert numbers(following) == [3, 4, 2, 1]
    assert numbers(following, View.TEAM)[0] == 1
    following.desk.take_in_hand()
    assert numbers(following) == [2, 1, 3]


async def test_a_booking_of_mine_comes_forward_a_quarter_of_an_hour_before_it_starts(shop: Shop) -> None:
    await shop.put(
        ticket(1, resolved_due_date_time=at("10:10")), ticket(2, priority=LOW), *shop.call(2, at("10:30"), 60, ANA)
    )
    following = await shop.live()
    assert numbers(following) == [1, 2]
    told = await following.move(at("10:15"))
    assert numbers(following) == [2, 1]
    assert any(delta.reordered for delta in told)


async def test_what_waits_is_never_offered_and_stands_last(shop: Shop) -> None:
    await shop.put(ticket(1, status=WAITING_CUSTOMER, priority=HIGH), ticket(2, priority=LOW))
    following = await shop.live()
    snapshot = following.desk.queue(View.MINE)
    assert [item.id.id for item in snapshot.items] == [2, 1]
    assert (snapshot.offered, snapshot.paused, snapshot.total) == (1, 1, 2)


async def test_a_hold_ends_at_its_date(shop: Shop) -> None:
    await shop.put(ticket(1, status=ON_HOLD, due_date_time=at("12:00")), ticket(2))
    following = await shop.live()
    assert rung(following, 1) == 7
    await following.move(at("12:00"))
    assert rung(following, 1) == 6
    item = following.desk.item(ticket_id(1))
    assert item is not None
    assert item.place.effective_due == us(at("16:00")), "four business hours after its release"


async def test_a_reply_asks_for_an_answer_and_an_answer_settles_it(shop: Shop) -> None:
    await shop.put(ticket(1, priority=LOW))
    following = await shop.live()
    await following.put(shop.note(1, "It still fails, please call me", at("09:40")))
    item = following.desk.item(ticket_id(1))
    assert item is not None
    assert item.reply_at == us(at("09:40"))
    assert item.place.effective_due == us(at("13:40")), "four business hours for a low incident"
    await following.put(shop.answer(1, "Calling you now", at("09:41")))
    item = following.desk.item(ticket_id(1))
    assert item is not None
    assert item.reply_at is None


async def test_a_thank_you_asks_for_nothing(shop: Shop) -> None:
    await shop.put(ticket(1, priority=LOW), shop.note(1, "Thanks, all good!", at("09:40")))
    following = await shop.live()
    item = following.desk.item(ticket_id(1))
    assert item is not None
    assert item.reply_at is None


async def test_neither_a_rule_nor_an_internal_note_answers_a_customer(shop: Shop) -> None:
    await shop.put(
        ticket(1, priority=LOW),
        shop.note(1, "It still fails, please call me", at("09:35")),
        shop.answer(1, "status changed", at("09:36"), note_type=13),
        shop.answer(1, "looks bad", at("09:37"), publish=2),
    )
    following = await shop.live()
    item = following.desk.item(ticket_id(1))
    assert item is not None
    assert item.reply_at == us(at("09:35"))
    await following.put(shop.entry(1, at("09:38"), 3))
    item = following.desk.item(ticket_id(1))
    assert item is not None
    assert item.reply_at is None, "time with a summary tells the customer"


async def test_a_breach_is_told_the_moment_it_happens(shop: Shop) -> None:
    await shop.put(ticket(1, resolved_due_date_time=at("10:22")))
    following = await shop.live()
    await following.move(at("10:02"))
    assert following.desk.next_change_at == us(at("10:07")), "within 15 minutes"
    await following.move(at("10:21"))
    assert following.desk.counts(View.MINE).late == 0
    assert following.desk.next_change_at == us(at("10:22"))
    told = await following.move(at("10:22"))
    assert [delta.alarms for delta in told] == [(Alarm(ticket_id(1), MilestoneName.RESOLVED, us(at("10:22"))),)]
    assert following.desk.counts(View.MINE).late == 1


async def test_an_unengaged_critical_incident_alarms_when_it_comes_in(shop: Shop) -> None:
    following = await shop.live()
    told = await following.put(
        ticket(2, title="Server down, nobody can work", priority=CRITICAL, status=NEW, assigned_resource_id=None,
               first_response_date_time=None, create_date=at("09:41")),
    )  # fmt: skip
    assert [one for delta in told for one in delta.alarms] == [Alarm(ticket_id(2), None, us(at("09:41")))]


async def test_a_quiet_load_alarms_nobody(shop: Shop) -> None:
    await shop.put(ticket(1, resolved_due_date_time=at("09:00")))
    following = Following(shop, shop.desk())
    await following.desk.load()
    assert [delta.alarms for delta in following.deltas] == [()]
    assert following.desk.counts(View.MINE).late == 1


async def test_a_delta_names_what_changed_and_what_is_gone(shop: Shop) -> None:
    await shop.put(ticket(1), ticket(2))
    following = await shop.live()
    (told,) = await following.put(ticket(1, title="Outlook is very slow"))
    assert (told.changed, told.gone, told.reordered) == (frozenset({ticket_id(1)}), frozenset(), False)
    (told,) = await following.put(ticket(2, status=COMPLETE))
    assert (told.changed, told.gone, told.reordered) == (frozenset(), frozenset({ticket_id(2)}), True)


async def test_a_changed_client_changes_its_items_and_no_others(shop: Shop) -> None:
    await shop.put(ticket(1), ticket(2, company_id=102))
    following = await shop.live()
    (told,) = await following.put(Company(id=NORTHWIND, company_name="Northwind Trading"))
    assert told.changed == frozenset({ticket_id(1)})
    item = following.desk.item(ticket_id(1))
    assert item is not None
    assert item.company == "Northwind Trading"


async def test_a_reopened_ticket_comes_back_with_what_was_said_while_it_was_closed(shop: Shop) -> None:
    await shop.put(ticket(1, status=COMPLETE, priority=LOW))
    following = await shop.live()
    await following.put(shop.note(1, "It fails again, please help", at("09:40")))
    assert numbers(following) == []
    await following.put(ticket(1, priority=LOW))
    item = following.desk.item(ticket_id(1))
    assert item is not None
    assert item.reply_at == us(at("09:40"))


async def test_appointments_stand_in_my_queue_from_the_morning_until_they_end(shop: Shop) -> None:
    tomorrow = shop.appointment("Review", at("11:00", 25), 30)
    await shop.put(tomorrow, shop.appointment("Not mine", at("11:00"), 30, BEN))
    following = await shop.live()
    mine = ItemId(ItemKind.APPOINTMENT, tomorrow.id)
    assert following.desk.item(mine) is None
    await following.move(at("00:00", 25))
    assert [item.id for item in following.desk.queue(View.MINE).items] == [mine]
    assert following.desk.queue(View.TEAM).items == ()
    await following.move(at("11:30", 25))
    assert following.desk.item(mine) is None


async def test_project_tasks_stand_at_their_start_while_their_project_runs(shop: Shop) -> None:
    project, task = shop.project_task("Cabling", at("14:00"))
    await shop.put(project, task, *shop.project_task("Nobody's", at("14:00"), who=None))
    following = await shop.live()
    (item,) = following.desk.queue(View.TEAM).items
    assert (item.id, item.place.effective_due, item.company) == (
        ItemId(ItemKind.TASK, task.id),
        us(at("14:00")),
        "Northwind",
    )
    closed = type(project)(id=project.id, company_id=NORTHWIND, project_name="Office move", status=5)
    await following.put(closed)
    assert following.desk.queue(View.TEAM).items == ()
    await following.put(project)
    assert len(following.desk.queue(View.TEAM).items) == 1


async def test_a_cancelled_call_books_nobody(shop: Shop) -> None:
    call, *links = shop.call(1, at("09:50"), 60, ANA)
    await shop.put(ticket(1, assigned_resource_id=BEN), call, *links)
    following = await shop.live()
    assert numbers(following) == [1]
    await following.put(
        ServiceCall(
            id=call.id,
            start_date_time=call.start_date_time,
            end_date_time=call.end_date_time,
            canceled_date_time=at("09:41"),
        )
    )
    assert numbers(following) == []


async def test_resolution_plan_counts_only_where_some_ticket_records_it(shop: Shop) -> None:
    await shop.put(ticket(1, resolution_plan_due_date_time=at("09:30")))
    following = await shop.live()
    assert following.desk.counts(View.MINE).late == 0
    assert any("Resolution Plan" in notice for notice in following.desk.notices)
    await following.put(ticket(2, status=COMPLETE, resolution_plan_date_time=at("09:20")))
    assert following.desk.counts(View.MINE).late == 1
    assert following.desk.notices == ()


async def test_a_resolution_plan_that_is_taken_back_counts_no_more(shop: Shop) -> None:
    recorded = ticket(2, resolution_plan_date_time=at("09:20"))
    await shop.put(ticket(1, resolution_plan_due_date_time=at("09:30")), recorded, replace(recorded, id=3))
    following = await shop.live()
    await following.put(replace(recorded, resolution_plan_date_time=None))
    assert following.desk.counts(View.MINE).late == 1
    await following.put(replace(recorded, id=3, resolution_plan_date_time=None))
    assert following.desk.counts(View.MINE).late == 0
    assert any("Resolution Plan" in notice for notice in following.desk.notices)


async def test_a_setting_says_whether_resolution_plan_is_mapped(shop: Shop) -> None:
    await shop.put(ticket(1, resolution_plan_due_date_time=at("09:30")))
    following = await shop.live(resolution_plan_mapped=True)
    assert following.desk.counts(View.MINE).late == 1


async def test_dates_that_no_desk_means_are_left_out(shop: Shop) -> None:
    far = at("09:00") + timedelta(days=300 * 365)
    await shop.put(ticket(1, resolved_due_date_time=far, due_date_time=far))
    following = await shop.live()
    assert numbers(following) == [1]


async def test_everything_may_be_missing_from_a_ticket(shop: Shop) -> None:
    bare = type(ticket(9))(id=9)
    await shop.put(bare)
    following = await shop.live()
    (item,) = following.desk.queue(View.TEAM).items
    assert (item.number, item.title, item.company, item.owner, item.priority_mark) == ("9", "", "", "", "")
    assert following.desk.row(item, following.desk.clock.now()).number == "9"
    assert following.desk.explain(item.id, View.TEAM) is not None
    assert await following.desk.detail(9) is not None


async def test_nobody_in_particular_still_sees_the_team(shop: Shop) -> None:
    await shop.put(ticket(1))
    following = await shop.live(me="")
    assert following.desk.me is None
    assert following.desk.me_problem == ""
    assert numbers(following) == []
    assert numbers(following, View.TEAM) == [1]


async def test_me_is_found_as_soon_as_the_copy_knows_the_people(shop: Shop) -> None:
    await shop.put(ticket(1, assigned_resource_id=55))
    following = await shop.live(me="dee@desk.example")
    before = following.desk.me, following.desk.me_problem
    assert before[0] is None
    assert "Ben Cole (ben@desk.example)" in before[1]
    dee: Resource = resource(55, "Dee", "Fox")
    await following.put(dee)
    assert following.desk.me is not None
    assert following.desk.me_problem == ""
    assert numbers(following) == [1]


async def test_find_knows_numbers_their_ends_and_titles(shop: Shop) -> None:
    await shop.put(ticket(31), ticket(131), ticket(2, title="Firewall 31 replaced"))
    following = await shop.live()
    assert [item.id.id for item in following.desk.find("#31")] == [31, 131, 2]
    assert [item.id.id for item in following.desk.find("T20261124.0131")] == [131]
    assert following.desk.find("  ") == ()


async def test_an_appointment_follows_my_name_and_my_location(shop: Shop) -> None:
    following = await shop.live()
    meeting = shop.appointment("Stand-up", at("11:00"), 15)
    await following.put(meeting)
    await following.put(resource(ANA, "Ana", "Ruiz-Lopez"))
    item = following.desk.item(ItemId(ItemKind.APPOINTMENT, meeting.id))
    assert item is not None
    assert item.owner == "Ana Ruiz-Lopez"


async def test_an_appointment_that_ends_takes_nothing_from_the_ticket_of_its_number(shop: Shop) -> None:
    following = await shop.live()
    await following.put(ticket(1), replace(shop.appointment("Stand-up", at("09:00"), 60), id=1))
    known = following.desk._beat.state.roster._tickets._judgements._classified
    await following.move(at("10:00"))
    assert 1 in known


async def test_a_page_of_a_closed_ticket_leaves_nothing_behind(shop: Shop) -> None:
    await shop.put(ticket(1, status=COMPLETE))
    following = await shop.live()
    assert await following.desk.detail(1) is not None
    assert following.desk._beat.state.roster._tickets._judgements._classified == {}
