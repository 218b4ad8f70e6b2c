"""Timers: one runs, others are parked; no time is lost, none is counted twice, and what nobody saw is asked about."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from autotask.entities import TimeEntry
from desk.acts import timers
from desk.acts.answers import Done, NotDone
from desk.acts.commands import CreateTicket, LogTime, Skip, Start
from desk.acts.timers import Stack
from desk.acts.told import IdleChoice, Timer, Timers
from desk.model import ItemId, ItemKind, View
from tests.desk.acts.bench import REMOTE, SAID, TECH, bench
from tests.desk.acts.test_doing import done
from tests.desk.shop import LENA, NEW, Shop, at, ticket, ticket_id

BEGIN = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def timer(number: int) -> Timer:
    return Timer(str(number), ItemId(ItemKind.TICKET, number), f"T{number}", BEGIN, (), None, 0)


steps = st.lists(
    st.tuples(st.sampled_from(("start", "park", "resume", "end")), st.integers(0, 4), st.integers(1, 90)), max_size=30
)


@given(steps)
def test_all_timers_together_never_count_more_than_has_passed(taken: list[tuple[str, int, int]]) -> None:
    stack, now, ended = Stack(), BEGIN, timedelta()
    for place, (step, number, minutes) in enumerate(taken):
        now += timedelta(minutes=minutes)
        if step == "start":
            stack = stack.started(timer(100 + place), now)
        elif step == "park":
            stack = stack.parked_at(now)
        elif stack.timers:
            chosen = stack.timers[number % len(stack.timers)]
            if step == "resume":
                stack = stack.resumed(chosen.timer_id, now)
            else:
                ended += timers.worked(chosen, now)
                stack = stack.without(chosen.timer_id)
        assert sum(each.running for each in stack.timers) <= 1
        assert timers.unpacked(timers.packed(stack)) == stack
    worked = sum((timers.worked(each, now) for each in stack.timers), ended)
    assert worked <= now - BEGIN


def after_steps(stack: Stack, taken: list[tuple[str, int, int]]) -> Stack:
    """Where some steps lead from a stack."""
    now = BEGIN + timedelta(minutes=5)
    for place, (step, number, minutes) in enumerate(taken):
        now += timedelta(minutes=minutes)
        if step == "start":
            stack = stack.started(timer(100 + place), now)
        elif step == "park":
            stack = stack.parked_at(now)
        elif stack.timers:
            chosen = stack.timers[number % len(stack.timers)].timer_id
            stack = stack.resumed(chosen, now) if step == "resume" else stack.without(chosen)
    return stack


@given(st.integers(1, 200), st.integers(1, 200))
def test_a_backdated_timer_takes_its_time_from_the_one_that_ran(before: int, back: int) -> None:
    now = BEGIN + timedelta(minutes=before)
    begun = now - timedelta(minutes=min(back, before))
    stack = Stack().started(timer(1), BEGIN).started(timer(2), begun)
    assert timers.worked(stack.timers[0], now) + timers.worked(stack.timers[1], now) == now - BEGIN


def test_a_bad_line_hides_no_other_timer() -> None:
    kept = timers.packed(Stack((timer(1), timer(2))))
    del kept[0]["started"]
    assert [each.timer_id for each in timers.unpacked(kept).timers] == ["2"]


async def test_a_call_stacks_over_what_runs_and_gives_way_again(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        await b.acts.start_timer(ticket_id(1))
        await b.later(30)
        call = CreateTicket(title="Printer is dead", contact_id=LENA, picked_up=at("10:08"))
        made = done(await b.acts.do(call))
        assert made.ticket_id is not None
        await b.later(5)
        running, parked = b.acts.timers.running, b.acts.timers.parked
        assert running is not None
        assert (running.item, running.seconds) == (ticket_id(made.ticket_id), 8 * 60)
        assert [(each.item, each.seconds) for each in parked] == [(ticket_id(1), 27 * 60)]
        await b.sent()
        running = b.acts.timers.running
        assert running is not None
        assert running.item is not None
        assert running.item.id > 0, "the ticket has got its id, and the timer knows it"
        assert running.what == "1001", "and is called by its number"
        form = await b.acts.time_form(running.item, from_timer=True)
        assert isinstance(form.seed, LogTime)
        saved = LogTime(
            act_id=form.act_id,
            ticket_id=form.seed.ticket_id,
            start=form.seed.start,
            end=form.seed.end,
            work_type_id=REMOTE,
            summary=SAID,
            from_timer=True,
        )
        done(await b.acts.do(saved, agreed=["gap"]))
        again = b.acts.timers.running
        assert again is not None
        assert again.item == ticket_id(1)


async def test_a_parked_timer_is_entered_without_touching_the_one_that_runs(shop: Shop) -> None:
    async with bench(shop, ticket(1), ticket(2)) as b:
        await b.acts.start_timer(ticket_id(1), at=at("09:30"))
        await b.later(5)
        await b.acts.start_timer(ticket_id(2))
        (parked,) = b.acts.timers.parked
        form = await b.acts.time_form(parked.item, timer_id=parked.timer_id)
        assert isinstance(form.seed, LogTime)
        done(await b.acts.do(replace(form.seed, work_type_id=REMOTE, summary=SAID), agreed=["gap"]))
        running = b.acts.timers.running
        assert running is not None
        assert running.item == ticket_id(2)
        assert b.acts.timers.parked == ()


async def test_minutes_that_another_timer_counts_are_asked_about_at_once(shop: Shop) -> None:
    async with bench(shop, ticket(1), ticket(2)) as b:

        async def doubts(number: int, start: str, end: str, **more: Any) -> list[str]:
            entry = LogTime(ticket_id=number, start=at(start), end=at(end), work_type_id=REMOTE, summary=SAID, **more)
            return [each.says for each in (await b.acts.check(entry)).questions if each.id == "counted"]

        await b.acts.start_timer(ticket_id(1), at=at("09:10"))
        (doubt,) = await doubts(2, "09:20", "09:40")
        assert doubt.startswith("The timer on T20261124.0001 counts these minutes too (since 09:10)")
        assert await doubts(2, "08:50", "09:10") == []
        assert await doubts(1, "09:10", "09:41", from_timer=True) == [], "it is that timer's own time"
        await b.later(5)
        await b.acts.park_timer()
        assert "(09:10-09:46)" in (await doubts(2, "09:30", "09:50"))[0]


async def test_the_first_part_of_interrupted_work_leaves_no_gap_before_the_second(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        parts = ((at("08:00"), at("08:30")), (at("08:40"), at("08:50")))
        command = LogTime(ticket_id=1, spans=parts, work_type_id=REMOTE, summary=SAID)
        assert not (await b.acts.check(command)).questions


async def test_parts_of_one_entry_do_not_overlap(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        parts = ((at("08:00"), at("08:30")), (at("08:20"), at("08:50")))
        verdict = await b.acts.check(LogTime(ticket_id=1, spans=parts, work_type_id=REMOTE, summary=SAID))
        assert [problem.says for problem in verdict.problems] == [
            "Parts of it overlap. Change the times of one of them."
        ]


async def test_a_timer_of_less_than_a_minute_proposes_no_time(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        await b.acts.start_timer(ticket_id(1))
        form = await b.acts.time_form(ticket_id(1), from_timer=True)
        assert isinstance(form.seed, LogTime)
        assert (form.seed.start, form.seed.end, form.seed.spans) == (None, None, ())


async def test_a_timer_survives_a_restart_and_the_time_away_is_asked_about(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        await b.acts.start_timer(ticket_id(1), at=at("09:30"))
        await b.later(5)
        await b.later(60, looking=False)
        acts = await b.restarted()
        running = acts.timers.running
        assert running is not None
        assert running.seconds == 76 * 60
        idle = acts.idle
        assert idle is not None
        assert idle.slept
        assert idle.says == "The app was not there since 09:46 (1 h). Keep, cut to 09:46, or split?"
        await b.later(10)
        done(await acts.answer_idle(IdleChoice.SPLIT))
        running = acts.timers.running
        assert running is not None
        assert running.seconds == (16 + 10) * 60, "what was worked before the answer stays"
        assert acts.idle is None


async def test_a_closed_lid_is_noticed(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        await b.acts.start_timer(ticket_id(1))
        await b.later(10)
        b.acts.key_pressed()
        await b.later(45, looking=False)
        await b.look()
        idle = b.acts.idle
        assert idle is not None
        assert idle.slept
        done(await b.acts.answer_idle(IdleChoice.CUT))
        assert b.acts.timers.running is None
        assert [each.seconds for each in b.acts.timers.parked] == [10 * 60]


async def test_no_key_for_long_is_asked_about_and_kept_when_it_was_work(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        await b.acts.start_timer(ticket_id(1))
        await b.later(19)
        assert not b.acts.idle
        await b.later(2)
        b.acts.key_pressed()
        idle = b.acts.idle
        assert idle is not None
        assert (idle.since, idle.slept) == (at("09:41"), False)
        done(await b.acts.answer_idle(IdleChoice.KEEP))
        assert b.acts.idle is None
        running = b.acts.timers.running
        assert running is not None
        assert running.seconds == 21 * 60


async def test_a_timer_pins_its_item_and_lets_it_go(shop: Shop) -> None:
    async with bench(shop, ticket(1, priority=4), ticket(2)) as b:
        await b.acts.start_timer(ticket_id(2))
        await b.desk.settle()
        assert b.desk.row(b.desk.queue(View.MINE).items[0], b.desk.clock.now()).flag
        running = b.acts.timers.running
        assert running is not None
        outcome = await b.acts.drop_timer(running.timer_id)
        assert isinstance(outcome, Done)
        assert b.acts.timers.running is None


async def test_a_dropped_timer_is_brought_back_with_what_it_had_counted(shop: Shop) -> None:
    async with bench(shop, ticket(1), ticket(2)) as b:
        await b.acts.start_timer(ticket_id(1))
        await b.later(10)
        await b.acts.start_timer(ticket_id(2))
        await b.later(5)
        running = b.acts.timers.running
        assert running is not None
        await b.acts.drop_timer(running.timer_id)
        assert b.acts.undoable is not None
        assert b.acts.undoable.says == "take back: timer on T20261124.0002 dropped"
        await b.later(1)
        assert done(await b.acts.undo()).says == "Taken back: timer on T20261124.0002 dropped"
        timers = b.acts.timers
        assert timers.running is not None
        assert (timers.running.item, timers.running.seconds) == (ticket_id(2), 6 * 60)
        assert [(each.item, each.seconds) for each in timers.parked] == [(ticket_id(1), 10 * 60)]
        assert b.acts.undoable is None


async def test_the_start_of_a_timer_is_taken_back_at_once_and_not_what_was_done_before_it(shop: Shop) -> None:
    async with bench(shop, ticket(1, assigned_resource_role_id=TECH), ticket(2)) as b:
        done(await b.acts.do(Skip(item=ticket_id(2), reason="on another call")))
        done(await b.acts.do(Start(ticket_id=1)))
        assert b.outbox.live == []
        assert done(await b.acts.undo()).says == "Taken back: timer runs on T20261124.0001"
        assert b.acts.timers.running is None
        done(await b.acts.do(Start(ticket_id=1)))
        await b.later(2)
        assert done(await b.acts.undo()).says == "Taken back: T20261124.0002 skipped: on another call"
        assert b.outbox.kept("skip:") == {}
        assert b.acts.timers.running is not None


async def test_no_timer_begins_in_the_future(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        assert isinstance(await b.acts.start_timer(ticket_id(1), at=at("12:00")), NotDone)


async def test_an_interrupted_timer_becomes_an_entry_for_each_part(shop: Shop) -> None:
    async with bench(shop, ticket(1), ticket(2)) as b:
        await b.acts.start_timer(ticket_id(1))
        await b.later(10)
        await b.acts.start_timer(ticket_id(2))
        await b.later(20)
        running = b.acts.timers.running
        assert running is not None
        await b.acts.drop_timer(running.timer_id)
        await b.later(5)
        form = await b.acts.time_form(None, from_timer=True)
        assert form.spans == ((at("09:41"), at("09:51")), (at("10:11"), at("10:16")))
        seed = form.seed
        assert isinstance(seed, LogTime)
        done(
            await b.acts.do(
                LogTime(
                    act_id=form.act_id,
                    ticket_id=1,
                    spans=seed.spans,
                    work_type_id=REMOTE,
                    summary=SAID,
                    from_timer=True,
                ),
                agreed=["gap"],
            )
        )
        assert [op.effect.sentence for op in b.outbox.live] == ["10 min on ticket 1", "5 min on ticket 1"]


async def test_time_that_was_taken_back_is_in_the_timer_again_and_can_be_saved_anew(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        await b.acts.start_timer(ticket_id(1), at=at("09:20"))
        for end in ("09:41", "09:46"):
            form = await b.acts.time_form(None, from_timer=True)
            seed = form.seed
            assert isinstance(seed, LogTime)
            assert (seed.start, seed.end) == (at("09:20"), at(end))
            entry = replace(seed, work_type_id=REMOTE, summary=SAID)
            done(await b.acts.do(entry, agreed=["gap"]))
            assert b.acts.timers == Timers()
            if end == "09:41":
                done(await b.acts.undo())
                await b.later(5)
        await b.sent()
        assert [row.end_date_time for row in b.server.truth(TimeEntry)] == [at("09:46")]


async def test_taking_an_act_back_leaves_timers_that_were_started_since(shop: Shop) -> None:
    async with bench(shop, ticket(1, status=NEW, assigned_resource_id=None), ticket(2)) as b:
        done(await b.acts.do(Start(ticket_id=1)))
        done(await b.acts.start_timer(ticket_id(2)))
        done(await b.acts.undo())
        assert [timer.item for timer in (b.acts.timers.running, *b.acts.timers.parked) if timer] == [ticket_id(2)]


async def test_turning_an_accept_round_throws_no_time_away_and_says_so(shop: Shop) -> None:
    async with bench(shop, ticket(1, status=NEW, assigned_resource_id=None)) as b:
        done(await b.acts.do(Start(ticket_id=1)))
        await b.sent()
        turned = done(await b.acts.undo())
        assert turned.says.startswith("undoing “timer runs on T20261124.0001” (timers stay as they are)")
        assert b.acts.timers.running is not None


@given(steps)
def test_what_an_act_did_to_the_timers_is_taken_back_whatever_came_between(taken: list[tuple[str, int, int]]) -> None:
    before = Stack().started(timer(1), BEGIN)
    left = before.without("1").started(timer(2), BEGIN + timedelta(minutes=5))
    assert left.taken_back(before, left, BEGIN) == before
    stack = after_steps(left, taken)
    back = stack.taken_back(before, left, BEGIN + timedelta(days=1))
    if stack != left:
        others = {each.timer_id for each in stack.timers} - {"2"}
        assert {each.timer_id for each in back.timers} == {"1", *others}
        assert sum(each.running for each in back.timers) <= 1


async def test_a_crash_between_the_entry_and_the_end_of_its_timer_counts_nothing_twice(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        await b.acts.start_timer(ticket_id(1), at=at("09:20"))
        kept = b.outbox.kept("timers")["timers"]
        form = await b.acts.time_form(None, from_timer=True)
        assert isinstance(form.seed, LogTime)
        done(await b.acts.do(replace(form.seed, work_type_id=REMOTE, summary=SAID), agreed=["gap"]))
        await b.outbox.keep("timers", kept)
        await b.restarted()
        await b.look()
        assert b.acts.timers == Timers()


async def test_a_restart_finds_the_id_that_the_ticket_of_a_timer_has_got(shop: Shop) -> None:
    async with bench(shop) as b:
        made = done(await b.acts.do(CreateTicket(title="Printer is dead", contact_id=LENA)))
        assert made.ticket_id is not None
        kept = b.outbox.kept("timers")["timers"]
        await b.sent()
        await b.outbox.keep("timers", kept)
        await b.restarted()
        await b.look()
        running = b.acts.timers.running
        assert running is not None
        assert running.item is not None
        assert running.item.id > 0
