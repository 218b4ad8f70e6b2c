"""Time, from the keys to what the PSA holds: logged, stopped from a timer, corrected, taken away."""

from datetime import date, datetime, timedelta

import pytest

from autotask.entities import TimeEntry
from replica.fill import START, TIME
from replica.writing import Batch
from tests.replica.outbox.psa import Fault
from tests.tui.handed import MEETING, ONSITE, REMOTE, Handed
from tests.tui.quiet import SOON
from tests.tui.seeing import press, running, settled, text, until
from tests.tui.world import at
from tui.acting.work import Work
from tui.forms import frame, time
from tui.screens.my_day import MyDay

SAID = "Aligned the phase 2 lifetime"


async def arrived(world: Handed) -> list[TimeEntry]:
    """My entries in the PSA that the day did not begin with, once everything is sent."""
    await world.later(20)
    await world.sent()
    return [row for row in world.server.truth(TimeEntry) if row.id > 2]


def spans(entries: list[TimeEntry]) -> list[tuple[datetime | None, datetime | None]]:
    return [(row.start_date_time, row.end_date_time) for row in entries]


async def test_time_is_logged_on_the_ticket_under_the_cursor() -> None:
    world = Handed()
    async with running(world) as (_, pilot):
        await press(pilot, "j", "t", *"9:30-9:40", "tab", *SAID, "enter")
        (entry,) = await arrived(world)
        assert (entry.ticket_id, entry.summary_notes, entry.billing_code_id) == (31, SAID, REMOTE)
        assert spans([entry]) == [(at("09:30"), at("09:40"))]


async def test_how_the_time_was_understood_and_what_it_will_cost_is_told_while_typing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(frame, "LOOK_AGAIN", 1.2 * SOON)
    world = Handed()
    async with running(world) as (app, pilot):
        await world.replica.write(Batch(remember={START: "0"}))
        await press(pilot, "j", "t", *"9:30-9:40")
        await until(lambda: "are still being read" in text(app), pilot)
        await world.replica.write(Batch(remember={TIME: "1"}))
        await until(lambda: "are still being read" not in text(app), pilot)
        assert "0:10, 09:30 to 09:40" in text(app)
        assert "0:10 worked" in text(app)
        assert "0:15 billed: rounded up to 15 min" in text(app)


async def test_a_length_that_could_begin_after_the_last_entry_is_offered_so() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "j", "t", *"5m")
        assert "^o: 0:05 from the end of your last entry" in text(app)
        await press(pilot, "ctrl+o", "tab", *SAID, "enter")
        assert spans(await arrived(world)) == [(at("09:30"), at("09:35"))]


async def test_leaving_while_an_unreadable_time_is_still_looked_at_ends_nothing() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "j", "t", *"9x")
        form = app.screen
        assert isinstance(form, time.LogForm)
        form.dismiss(None)
        form._look()
        await settled(pilot)
        assert isinstance(app.screen, MyDay)


async def test_an_overlap_is_refused_beside_the_time() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "j", "t", *"9:20-9:40", "tab", *SAID, "enter")
        assert "overlaps your entry 09:18-09:30 on T20261124.0031." in text(app)
        assert await arrived(world) == []


async def test_a_gap_is_asked_about_and_enter_alone_does_not_wave_it_through() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "j", "t", *"9:05-9:10", "tab", *SAID, "enter", "enter", "enter")
        assert "? Nothing is entered for 08:30-09:05 (35 min)." in text(app)
        assert not world.outbox.live
        await press(pilot, "y")
        assert spans(await arrived(world)) == [(at("09:05"), at("09:10"))]


async def test_no_to_a_question_goes_back_to_the_form() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "j", "t", *"9:05-9:10", "tab", *SAID, "enter", "n")
        assert "Log time" in text(app)
        assert not world.outbox.live


async def test_a_long_entry_and_one_over_midnight_are_asked_about_and_one_to_come_is_doubted() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "j", "t", "tab", *SAID, "shift+tab")
        for said, asked in (
            ("yesterday 8:00-13:00", "5 h in one entry: is that right?"),
            ("yesterday 23:30-0:15", "It passes midnight; Autotask counts all of it on Mon 23 Nov."),
        ):
            await press(pilot, "end", "ctrl+u", *said, "enter")
            assert f"? {asked}" in text(app)
            await press(pilot, "n")
            assert not world.outbox.live
        await press(pilot, "end", "ctrl+u", *"9:41-10:30", "enter")
        assert '! "9:41-10:30" is not over yet. Was it yesterday' in text(app).replace(" - ", "-")
        assert not world.outbox.live
        await press(pilot, "end", "ctrl+u", *"yesterday 23:30-0:15", "enter", "y")
        assert spans(await arrived(world)) == [(at("23:30", days=-1), at("00:15"))]


async def test_time_that_is_not_billable_needs_a_reason() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "j", "t", *"9:30-9:40", "tab", *SAID, "tab", "tab", "tab", "tab", "space", "enter")
        assert "! Say why it is not billable." in text(app)
        await press(pilot, *"good", "enter", "enter")
        (entry,) = await arrived(world)
        assert entry.is_non_billable
        assert (entry.internal_notes or "").startswith("Not billable: goodwill")


async def test_own_words_are_a_reason_too() -> None:
    world = Handed()
    async with running(world) as (_, pilot):
        await press(pilot, "j", "t", *"9:30-9:40", "tab", *SAID, "tab", "tab", "tab", "tab", "space", "tab")
        await press(pilot, *"my fault", "enter", "enter")
        (entry,) = await arrived(world)
        assert (entry.internal_notes or "").startswith("Not billable: my fault")


async def test_internal_time_has_a_work_type_and_no_price() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "T")
        shown = text(app)
        assert "the customer reads it" not in shown
        assert "! Choose a work type" not in shown
        await press(pilot, *"9:30-9:40", "tab", *"Weekly", "enter")
        assert "! Say what was done, in 15 characters or more.  " in text(app)
        await press(pilot, *" meeting of all", "enter")
        assert "! Choose a work type." in text(app)
        await press(pilot, *"meet", "enter")
        assert "Billable" not in text(app)
        await press(pilot, "enter")
        (entry,) = await arrived(world)
        assert (entry.ticket_id, entry.internal_billing_code_id) == (None, MEETING)


async def test_a_timer_is_stopped_into_its_form() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "j", "s")
        await world.later(600)
        await press(pilot, "k", "S")
        assert "Stop the timer" in text(app)
        assert "09:41-09:51" in text(app)
        await press(pilot, "tab", *SAID, "enter")
        (entry,) = await arrived(world)
        assert (entry.ticket_id, world.acts.timers.running) == (31, None)
        assert spans([entry]) == [(at("09:41"), at("09:51"))]


async def test_logging_on_a_ticket_whose_timer_runs_takes_the_time_of_the_timer() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "j", "s")
        await world.later(600)
        await press(pilot, "t")
        assert "Stop the timer" in text(app)


async def test_work_that_was_interrupted_is_an_entry_for_each_part() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "j", "s")
        await world.later(600)
        await press(pilot, "s")
        await world.later(600)
        await press(pilot, "s")
        await world.later(300)
        await press(pilot, "S")
        assert "15 min in 2 parts, an entry each" in text(app)
        await press(pilot, "tab", *SAID, "enter")
        assert spans(await arrived(world)) == [(at("09:41"), at("09:51")), (at("10:01"), at("10:06"))]


async def test_what_was_typed_for_a_timer_stays_with_it() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "j", "s")
        await world.later(600)
        await press(pilot, "S", "tab", *"half of a", "escape")
        await world.later(600)
        await press(pilot, "S")
        assert "half of a" in text(app)
        assert "09:41-10:01" in text(app)


async def test_a_draft_of_yesterday_keeps_its_day() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "j", "t", *"9:30-9:40", "tab", *"half", "escape")
        await world.later(timedelta(days=1).total_seconds())
        await press(pilot, "t")
        assert "2026-11-24 09:30-09:40" in text(app)


async def test_an_entry_is_corrected() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await edit(app.screen_stack[0], world, 2)
        await press(pilot)
        assert "09:18-09:30" in text(app)
        for _ in "09:18-09:30":
            await pilot.press("backspace")
        await press(pilot, *"9:20-9:35", "tab", "tab", "tab", *"ons", "tab", "enter", "y")
        await world.later(20)
        await world.sent()
        entry = next(row for row in world.server.truth(TimeEntry) if row.id == 2)
        assert spans([entry]) == [(at("09:20"), at("09:35"))]
        assert entry.billing_code_id == ONSITE
        assert entry.is_non_billable is None, "what was not touched is not sent"


async def test_an_entry_is_taken_away_once_that_was_said_again() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        screen = app.screen_stack[0]
        assert isinstance(screen, MyDay)
        screen.run_worker(time.delete_entry(Work(screen, world.acts, ()), 2), group="act")
        await press(pilot)
        assert "09:18-09:30 (12 min)" in text(app)
        await press(pilot, "y")
        await world.later(20)
        await world.sent()
        assert [row.id for row in world.server.truth(TimeEntry)] == [1]


async def edit(screen: object, world: Handed, entry_id: int) -> None:
    """Open the form of an entry, as the sheet and the page of the ticket do."""
    assert isinstance(screen, MyDay)
    screen.run_worker(time.edit_entry(Work(screen, world.acts, ()), entry_id), group="act")


async def test_an_entry_is_found_among_mine_on_the_ticket_and_under_the_cursor_of_its_page() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "j", "E")
        assert "09:18-09:30 0:12" in text(app)
        await press(pilot, "enter")
        assert "Change an entry · T20261124.0031" in text(app)
        theirs = TimeEntry(id=9, ticket_id=31, resource_id=2, hours_worked=0.5, date_worked=date(2026, 11, 23))
        await world.change("TimeEntries", [theirs])
        await press(pilot, "escape", "enter", "d")
        assert "New promise" in text(app), "nothing is deleted where no entry is under a cursor"
        await press(pilot, "escape", "l", "E")
        assert "Change an entry · T20261124.0031" in text(app)
        await press(pilot, "escape", "d")
        assert "Delete this time entry?" in text(app)
        await press(pilot, "escape", "j", "space")
        assert "This is an entry of Ben Cole: only your own can be changed here." in text(app)


async def test_time_that_was_refused_comes_back_in_its_form_and_replaces_what_was_refused() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        world.server.planned = [Fault.REFUSED]
        await press(pilot, "j", "t", *"9:30-9:40", "tab", *SAID, "enter")
        assert await arrived(world) == []
        await press(pilot, "L", "e")
        assert SAID in text(app)
        assert "09:30-09:40" in text(app)
        await press(pilot, "tab", *" again", "enter")
        (entry,) = await arrived(world)
        assert entry.summary_notes == f"{SAID} again"
        assert not world.outbox.live
