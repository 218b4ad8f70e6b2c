"""Whatever somebody writes into a ticket, it stays text: on every screen, in the palette, in messages."""

import pytest

from autotask.entities import TicketChecklistItem, TicketNote
from tests.tui.hostile import HOSTILE
from tests.tui.seeing import lines, my_day, press, running, settled
from tests.tui.world import NOW, World, at, ticket

PAYLOADS = [text for text in HOSTILE if "\ud800" not in text]
"""A copy refuses lone surrogates; the widgets' own tests have them."""


def world(payload: str) -> World:
    return World(tickets=[ticket(31, payload, description=payload), ticket(32, payload, ticket_number=payload[:40])])


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_every_screen_takes_any_text(payload: str, size: tuple[int, int]) -> None:
    made = world(payload)
    async with running(made, size=size) as (app, pilot):
        await made.change("TicketNotes", [TicketNote(id=70, ticket_id=31, title=payload, description=payload,
                                                     create_date_time=at("09:40"), publish=1)])  # fmt: skip
        await made.change("TicketChecklistItems", [TicketChecklistItem(id=70, ticket_id=31, item_name=payload)])
        await settled(pilot)
        for keys in (("j",), ("w",), ("escape",), ("ctrl+p", "0", "0"), ("escape",), ("escape",), ("y",), ("enter",),
                     ("l",), ("l",), ("l",), ("l",), ("escape",)):  # fmt: skip
            await press(pilot, *keys)
            for line in lines(app):
                assert "\x1b" not in line
                assert "\x9b" not in line
                assert "\u202e" not in line
        assert app.is_running


async def test_a_click_on_a_title_runs_nothing() -> None:
    made = world("[@click=app.quit]PAY[/] [@click=app.theme('light')]HERE[/]")
    async with running(made) as (app, pilot):
        for y in range(2, 34):
            await pilot.click(offset=(50, y))
        await settled(pilot)
        assert app.is_running
        assert app.theme == "dark"
        assert "[@click=app.quit]PAY[/]" in my_day(app).queue.render_line(2).text


async def test_a_message_shows_markup_as_it_is() -> None:
    made = World(tickets=[ticket(31, "x", ticket_number="[bold]T1[/] [/foo]")])
    async with running(made) as (app, pilot):
        await press(pilot, "y")
        assert any("[bold]T1[/] [/foo]" in line for line in lines(app))
        assert made.wall == NOW
