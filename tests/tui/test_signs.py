"""What every screen says about what was entered: the timer, what is on its way, what can still be taken back."""

from desk.acts.commands import AddNote, LogTime
from desk.acts.told import Remark
from desk.pages import Interval
from tests.replica.outbox.psa import Fault
from tests.tui.handed import REMOTE, Handed
from tests.tui.seeing import front, lines, my_day, press, running, settled, text, until
from tests.tui.world import at
from tui.forms.chooser import Chooser
from tui.forms.note import Composer
from tui.remarks import SECONDS, Remarks


async def test_the_first_line_counts_the_timer_and_the_parked_ones() -> None:
    world = Handed()
    async with running(world, size=(200, 50)) as (app, pilot):
        await press(pilot, "s", "j", "s")
        await world.later(60)
        app.second_passed()
        await settled(pilot)
        assert "▶ 1124.0031 0:01 +1 parked" in lines(app)[0]


async def test_an_act_counts_its_seconds_down_in_the_last_line() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "j", "A")
        assert "u 4 s to take back" in lines(app)[-1]
        world.waiting.seconds += 2.5
        app.second_passed()
        await settled(pilot)
        assert "u 2 s to take back" in lines(app)[-1]
        world.waiting.seconds += 2
        app.second_passed()
        await settled(pilot)
        assert "to take back" not in lines(app)[-1]


async def test_a_row_is_marked_until_autotask_has_it() -> None:
    world = Handed()
    async with running(world, size=(80, 24)) as (app, pilot):
        await world.acts.do(AddNote(ticket_id=31, text="Called, no answer"))
        await settled(pilot)
        assert "○1" in lines(app)[0]
        assert next(line for line in lines(app) if "1124.0031" in line).count("○ pend VPN") == 1
        await world.later(10)
        await world.sent()
        await settled(pilot)
        assert "○" not in text(app)


async def test_a_refused_row_says_so_and_stands_in_no_line_of_the_ticket() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        world.server.planned = [Fault.REFUSED]
        await world.acts.do(AddNote(ticket_id=31, text="Called, no answer"))
        await press(pilot, "j", "enter")
        assert "○ pending" in next(line for line in lines(app) if "INTERNAL" in line and "you" in line)
        assert text(app).count("Called, no answer") == 1
        await world.later(10)
        await world.sent()
        await settled(pilot)
        assert "x refused: The timesheet is locked." in lines(app)[1]
        assert "Called, no answer" not in "\n".join(lines(app)[2:-3])


async def test_time_on_its_way_is_marked_on_the_time_tab_and_in_the_day() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        said = "Read the logs of both ends."
        entry = LogTime(ticket_id=31, start=at("08:35"), end=at("09:10"), work_type_id=REMOTE, summary=said)
        await world.acts.do(entry, agreed=["gap"])
        await world.desk.settle()
        await settled(pilot)
        assert "08:35–09:10 0:35 ○ pending" in text(app)
        await press(pilot, "j", "enter", "l")
        assert "○ pending  billable" in text(app)


async def test_grave_remarks_are_read_one_by_one() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        world.hands.remarks.take([Remark("The outbox was damaged.", grave=True), Remark("A second thing.", grave=True)])
        await press(pilot, "j")
        app.second_passed()
        await settled(pilot)
        assert "The outbox was damaged." in lines(app)[-3]
        assert "+1 more" in lines(app)[-2]
        await press(pilot, "i")
        assert "A second thing." in lines(app)[-3]
        await press(pilot, "i", "i")
        assert "i read it" not in text(app)


def test_what_became_of_what_was_entered_is_told_before_what_came_in() -> None:
    remarks = Remarks()
    remarks.take([Remark("Customers wrote.", grave=True)])
    remarks.take([Remark("Refused.", op_id="1", grave=True), Remark("A second refusal.", op_id="2", grave=True)])
    assert [remark.says for remark in remarks.grave] == ["Refused.", "A second refusal.", "Customers wrote."]


def test_what_is_told_in_passing_waits_for_what_was_told_before() -> None:
    remarks = Remarks()
    remarks.take([Remark("Autotask set the queue to Triage."), Remark("A rule changed the status.")])
    told = [remarks.second_passed() for _ in range(SECONDS + 2)]
    assert told == ["Autotask set the queue to Triage.", *[""] * (SECONDS - 1), "A rule changed the status.", ""]


async def test_time_that_nobody_saw_is_asked_about_once_and_taken_out() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "j", "s")
        for _ in range(45):
            await world.later(60)
        app.second_passed()
        await settled(pilot)
        assert front(app) is my_day(app), "no question falls between the keys of somebody who types"
        world.machine.seconds += 3
        app.second_passed()
        await until(lambda: "No key since 09:41" in text(app), pilot)
        assert isinstance(front(app), Chooser)
        assert "press a key, then choose" in text(app)
        for key in ("enter", "escape", "y", "enter"):
            await pilot.press(key)
        assert isinstance(front(app), Chooser), "who wakes the screen has not read the question yet"
        world.machine.seconds += 2
        await pilot.press("down", "down", "enter")
        await until(lambda: front(app) is my_day(app), pilot)
        await settled(pilot)
        assert "45 min taken out" in text(app)
        timer = world.acts.timers.running
        assert timer is not None
        assert timer.seconds == 0
        app.second_passed()
        await settled(pilot)
        assert front(app) is my_day(app)

        for _ in range(45):
            await world.later(60)
        world.machine.seconds += 3
        app.second_passed()
        await until(lambda: "press a key, then choose" in text(app), pilot)
        await press(pilot, "n", *"Called Lena")
        assert "what you typed waits" in text(app)
        world.machine.seconds += 2
        await pilot.press("enter")
        await until(lambda: isinstance(front(app), Composer), pilot)
        await settled(pilot)
        form = app.screen
        assert isinstance(form, Composer)
        assert form.words.value == "Called Lena"


async def test_what_is_looked_at_is_kept_for_filling_gaps() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "j")
        app.second_passed()
        for _ in range(4):
            await world.later(60)
            world.acts.key_pressed()
        await press(pilot, "L")
        app.second_passed()
        now = world.clock.now()
        form = await world.acts.fill_form(Interval(now - 600_000_000, now))
        assert [(each.item.id, each.minutes) for each in form.suggestions] == [(31, 4)]
