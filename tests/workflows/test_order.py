"""The ladder of domain 1.5: who stands before whom, and why."""

import pytest

from sla.instants import HOUR, MINUTE
from tests.workflows.rank_facts import NOW, UTC, at, first_response, plan, resolution, ticket
from workflows.order import ItemId, ItemKind, Place, RankFacts, Reason, Viewer, ladder, overlay, place, sentence


def said(facts: RankFacts) -> str:
    return sentence(place(facts, NOW), NOW, UTC)


def order(*facts: RankFacts) -> list[int]:
    return [each.item.id for each in sorted(facts, key=lambda each: place(each, NOW).key)]


def test_a_critical_that_nobody_is_on_stands_above_everything() -> None:
    critical = ticket(1, "W01", created=at(9, 56))
    late = ticket(2, "W02", pending=(first_response(at(9, 29)),))
    assert order(late, critical) == [1, 2]
    assert place(critical, NOW).rung == 1
    assert said(critical) == "critical and nobody is on it yet, opened 4 min ago"


def test_criticals_go_by_impact_then_age() -> None:
    older = ticket(1, "W01", impact=1, created=at(8))
    wider = ticket(2, "W01", impact=0, created=at(9))
    younger = ticket(3, "W01", impact=0, created=at(9, 30))
    assert order(older, younger, wider) == [2, 3, 1]


def test_a_critical_appointment_stands_above_everything_until_it_ends() -> None:
    call = ticket(1, "W01", item=ItemId(ItemKind.APPOINTMENT, 1), booked_start=at(9), booked_end=at(11))
    assert (place(call, NOW).rung, place(call, NOW).changes_at) == (1, at(11))
    assert place(call, at(11)).rung == 7


def test_an_engaged_critical_is_ordered_by_its_milestones() -> None:
    engaged = ticket(1, "W01", engaged=True, pending=(resolution(at(13)),))
    assert place(engaged, NOW).rung == 6
    assert said(engaged) == "resolution due 13:00, 3:00 left"


def test_due_within_fifteen_minutes_goes_by_workflow_before_due() -> None:
    normal = ticket(1, "W05", pending=(first_response(at(10, 1)),))
    medium = ticket(2, "W04", pending=(first_response(at(10, 14)),))
    backup = ticket(3, "W03", pending=(first_response(at(10, 15)),))
    later = ticket(4, "W02", pending=(first_response(at(10, 16)),))
    assert order(normal, medium, backup, later) == [3, 2, 1, 4]
    assert [place(each, NOW).rung for each in (normal, medium, backup, later)] == [4, 4, 4, 6]


def test_a_due_soon_says_when_and_how_long() -> None:
    assert said(ticket(pending=(first_response(at(10, 8)),))) == "first response due 10:08, 0:08 left"


def test_a_miss_of_today_blocks_and_an_older_one_asks_for_a_new_promise() -> None:
    today = ticket(1, pending=(plan(at(9, 29)),))
    older = ticket(2, pending=(plan(at(16, 40, day=-1)),))
    assert order(older, today) == [1, 2]
    assert said(today) == "resolution plan missed today at 09:29"
    assert said(older) == "resolution plan missed yesterday 16:40, needs a new promise"
    assert place(older, NOW).rung == 6


def test_a_missed_first_response_stops_counting_once_engaged() -> None:
    pending = (first_response(at(9, 20)), plan(at(13)), resolution(at(17)))
    assert place(ticket(pending=pending), NOW).rung == 4
    engaged = place(ticket(pending=pending, engaged=True), NOW)
    assert (engaged.rung, engaged.effective_due) == (6, at(13))


def test_a_first_response_that_still_runs_counts_even_when_somebody_is_on_it() -> None:
    pending = (first_response(at(10, 10)), resolution(at(17)))
    running = ticket(pending=pending, engaged=True)
    assert place(running, NOW).rung == 4
    assert place(running, NOW).changes_at == at(10, 10)
    assert place(running, at(10, 10)).effective_due == at(17)


def test_a_later_milestone_that_nears_is_not_hidden_by_an_old_miss() -> None:
    facts = ticket(pending=(plan(at(9, day=-2)), resolution(at(10, 10))), engaged=True)
    assert place(facts, NOW).rung == 4
    assert said(facts) == "resolution due 10:10, 0:10 left"


def test_a_termination_within_two_hours_stands_before_the_rest() -> None:
    leaver = ticket(1, "W07", offboarding=True, effective_at=at(12), pending=(resolution(at(17, day=3)),))
    other = ticket(2, "W02", pending=(resolution(at(10, 40)),))
    assert order(other, leaver) == [1, 2]
    assert said(leaver) == "a leaver's access ends 12:00, 2:00 left"
    assert place(ticket(1, "W07", offboarding=True, effective_at=at(12, 1)), NOW).rung == 6


def test_an_unanswered_reply_is_the_due_when_it_is_sooner() -> None:
    facts = ticket(pending=(resolution(at(16)),), reply_at=at(9, 56), reply_due=at(10, 36))
    assert place(facts, NOW).effective_due == at(10, 36)
    assert said(facts) == "customer replied 4 min ago, answer due 10:36"
    sooner = ticket(pending=(resolution(at(10, 30)),), reply_at=at(9, 56), reply_due=at(10, 36))
    assert said(sooner) == "resolution due 10:30, 0:30 left"


def test_a_hold_is_not_offered_until_its_release_and_then_is_due() -> None:
    facts = ticket(waiting="Waiting Customer", hold_release=at(12), release_due=at(16), pending=())
    held = place(facts, NOW)
    assert (held.rung, held.offered, held.changes_at) == (7, False, at(12))
    assert sentence(held, NOW, UTC) == "not offered: Waiting Customer, until 12:00"
    back = place(facts, at(12))
    assert (back.rung, back.offered, back.effective_due) == (6, True, at(16))
    assert sentence(back, at(13), UTC) == "back from hold since 12:00, next step due 16:00"


def test_a_reply_ends_a_wait() -> None:
    facts = ticket(waiting="Waiting Customer", hold_release=at(8, day=2), reply_at=at(9, 50), reply_due=at(13, 50))
    assert place(facts, NOW).offered
    assert said(facts) == "customer replied 10 min ago, answer due 13:50"


def test_waiting_without_a_release_says_so() -> None:
    assert said(ticket(waiting="Waiting Vendor")) == "not offered: Waiting Vendor, with no release date set"


@pytest.mark.parametrize("workflow", ["W08", "W09", "W10", "W11"])
def test_scheduled_work_is_offered_only_when_booked(workflow: str) -> None:
    open_ = ticket(workflow=workflow, pending=(first_response(at(10, 5)),))
    assert not place(open_, NOW).offered
    assert said(open_) == "not offered: needs booking"
    booked = ticket(workflow=workflow, booked_start=at(10, 30), booked_end=at(12))
    assert place(booked, NOW).effective_due == at(10, 30)
    assert said(booked) == "booked 10:30 today"


def test_an_answer_that_is_owed_before_the_booking_comes_first() -> None:
    facts = ticket(
        workflow="W09", booked_start=at(9, day=2), booked_end=at(11, day=2), reply_at=at(8), reply_due=at(12)
    )
    assert place(facts, NOW).effective_due == at(12)
    assert said(facts).startswith("customer replied")


def test_a_booking_that_is_over_needs_another() -> None:
    facts = ticket(workflow="W09", booked_start=at(8), booked_end=at(9))
    assert said(facts) == "not offered: needs booking, the booking of 08:00 is over"


def test_a_task_stands_at_its_start() -> None:
    facts = ticket(workflow="W11", item=ItemId(ItemKind.TASK, 7), task_start=at(9, day=1))
    assert said(facts) == "task starts tomorrow 09:00"
    assert place(facts, NOW).effective_due == at(9, day=1)


def test_an_appointment_ends_by_itself() -> None:
    facts = ticket(item=ItemId(ItemKind.APPOINTMENT, 7), workflow="U", booked_start=at(9), booked_end=at(11))
    assert place(facts, NOW).changes_at == at(11)
    assert not place(facts, at(11)).offered


def test_ties_go_by_workflow_contract_vip_minutes_age() -> None:
    due = (resolution(at(15)),)
    facts = [
        ticket(1, "W02", pending=due),
        ticket(2, "W04", pending=due, has_contract=True, estimated_minutes=90),
        ticket(3, "W04", pending=due, vip=True),
        ticket(4, "W04", pending=due, estimated_minutes=10),
        ticket(5, "W04", pending=due, estimated_minutes=30, created=at(7)),
        ticket(6, "W04", pending=due, created=at(7)),
        ticket(7, "W04", pending=due, created=at(8)),
    ]
    assert order(*reversed(facts)) == [1, 2, 3, 4, 5, 6, 7]


def test_quick_hits_due_in_the_same_hour_go_shortest_first() -> None:
    long = ticket(1, "W06", pending=(resolution(at(10, 2)),), estimated_minutes=30)
    short = ticket(2, "W06", pending=(resolution(at(10, 9)),), estimated_minutes=5)
    assert order(long, short) == [2, 1]


def test_backups_go_by_the_next_window() -> None:
    tonight = ticket(1, "W03", pending=(plan(at(10, 9)),), next_window=at(20))
    noon = ticket(2, "W03", pending=(plan(at(10, 12)),), next_window=at(12))
    assert order(tonight, noon) == [2, 1]


def test_alerts_go_by_device_then_duplicates() -> None:
    due = (first_response(at(10, 5)),)
    desk = ticket(1, "A", pending=due, device_class=2, duplicates=9)
    once = ticket(2, "A", pending=due, device_class=0)
    often = ticket(3, "A", pending=due, device_class=0, duplicates=4)
    assert order(desk, once, often) == [3, 2, 1]


def test_what_has_no_due_stands_last_and_oldest_first() -> None:
    young = ticket(1, created=at(9))
    old = ticket(2, created=at(9, day=-3))
    dated = ticket(3, ticket_due=at(9, day=5))
    assert order(young, old, dated) == [3, 2, 1]
    assert said(old) == "no due date, opened 3 days ago"


class TestViewer:
    me = Viewer(resource_id=9)

    def seen(self, facts: RankFacts, viewer: Viewer) -> Place:
        return overlay(facts, place(facts, NOW), viewer, NOW)

    def test_my_timer_stands_before_my_pins_and_both_before_a_miss(self) -> None:
        running, pinned = ticket(1, waiting="Waiting Vendor"), ticket(2)
        late = ticket(3, "W02", pending=(first_response(at(9, 50)),))
        viewer = Viewer(9, timer_on=running.item, pinned=frozenset({pinned.item}))
        places = {each.item.id: self.seen(each, viewer) for each in (late, pinned, running)}
        assert sorted(places, key=lambda id_: places[id_].key) == [1, 2, 3]
        assert sentence(places[1], NOW, UTC) == "your timer is running on it"
        assert places[1].offered

    def test_nothing_of_mine_stands_before_an_unengaged_critical(self) -> None:
        critical = ticket(1, "W01")
        assert self.seen(critical, Viewer(9, timer_on=critical.item)).rung == 1

    def test_my_booking_counts_from_fifteen_minutes_before_until_its_end(self) -> None:
        facts = ticket(1, "W09", booked_start=at(10, 15), booked_end=at(11))
        viewer = Viewer(9, booked={facts.item: at(10, 15)})
        near = self.seen(facts, viewer)
        assert (near.rung, near.changes_at) == (3, at(11))
        assert sentence(near, NOW, UTC) == "your booking starts 10:15, in 15 min"
        early = overlay(facts, place(facts, NOW - MINUTE), viewer, NOW - MINUTE)
        assert (early.rung, early.effective_due, early.changes_at) == (6, at(10, 15), at(10))
        after = overlay(facts, place(facts, at(11)), viewer, at(11))
        assert (after.rung, after.code) == (7, Reason.NEEDS_BOOKING)

    def test_my_booking_later_today_is_its_due(self) -> None:
        facts = ticket(1, pending=(resolution(at(17, day=2)),))
        mine = self.seen(facts, Viewer(9, booked={facts.item: at(14)}))
        assert (mine.rung, mine.effective_due) == (6, at(14))
        assert sentence(mine, NOW, UTC) == "booked 14:00 today"

    def test_who_has_nothing_of_their_own_sees_the_shared_order(self) -> None:
        facts = ticket(1, pending=(resolution(at(17)),))
        shared = place(facts, NOW)
        assert overlay(facts, shared, self.me, NOW) is shared

    def test_the_ladder_names_every_rung_down_to_the_one_it_stands_on(self) -> None:
        facts = ticket(1, pending=(resolution(at(17)),))
        steps = ladder(facts, place(facts, NOW), self.me, NOW, UTC)
        assert [(step.rung, step.hit) for step in steps] == [
            (1, False),
            (2, False),
            (3, False),
            (4, False),
            (5, False),
            (6, True),
        ]
        assert [step.words for step in steps] == [
            "workflow is W04",
            "no timer of yours runs on it and it is not pinned",
            "you have no booking on it",
            "resolution due 17:00",
            "not a leaver",
            "resolution due 17:00, 7:00 left",
        ]

    def test_the_ladder_of_a_held_item_ends_in_the_last_rung(self) -> None:
        facts = ticket(1, waiting="Waiting Customer", hold_release=NOW + 30 * HOUR)
        steps = ladder(facts, place(facts, NOW), None, NOW, UTC)
        assert steps[-1].hit
        assert steps[-1].words == "not offered: Waiting Customer, until tomorrow 16:00"
