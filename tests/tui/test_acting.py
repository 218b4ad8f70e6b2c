"""Acts of one press, on a real outbox, from the keys to what the PSA holds."""

from textual import events

from autotask.entities import Ticket
from tests.tui.handed import Handed
from tests.tui.seeing import my_day, press, running, settled, text
from tests.tui.world import STATUS_IDS, World
from tui.forms.form import Form


async def test_taking_a_ticket_is_shown_at_once_and_reaches_autotask() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "l", "l", "A")
        assert "u takes it back" in text(app)
        await world.later(10)
        await world.sent()
        mine = [row for row in world.server.truth(Ticket) if row.id in (40, 41) and row.assigned_resource_id == 1]
        assert len(mine) == 1


async def test_nothing_can_be_entered_while_the_desk_opens() -> None:
    async with running(World()) as (app, pilot):
        await press(pilot, "A")
        assert "still opening" in text(app)


async def test_an_act_taken_back_in_time_never_reaches_autotask() -> None:
    world = Handed()
    async with running(world) as (_app, pilot):
        await press(pilot, "j", "s")
        assert world.acts.timers.running is not None
        await press(pilot, "u")
        await world.later(60)
        await world.sent()
        assert world.server.writes == 0
        assert next(row for row in world.server.truth(Ticket) if row.id == 32).status == STATUS_IDS["New"]


async def test_what_is_typed_before_its_form_is_there_is_typed_into_it() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        for key in ("t", *"25m", "tab", *"sax"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await settled(pilot)
        assert isinstance(app.screen, Form)
        assert "sax" in text(app)
        assert "25m" in text(app)
        assert world.acts.timers.running is None


async def test_keys_behind_an_act_without_a_form_come_in_their_turn() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        for key in "jsj":
            app.post_message(events.Key(key, key))
        await settled(pilot)
        running_on = world.acts.timers.running
        assert running_on is not None
        assert running_on.item != my_day(app).queue.cursor_key
