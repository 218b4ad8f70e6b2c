"""Acts of one press, on a real outbox, from the keys to what the PSA holds."""

from autotask.entities import Ticket
from tests.tui.handed import Handed
from tests.tui.seeing import press, running, text
from tests.tui.world import STATUS_IDS, World


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
