"""Whatever somebody writes into a ticket, it stays text: on every screen, in the palette, in messages."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import pytest

from autotask.entities import TicketChecklistItem, TicketNote
from desk.model import ItemId, ItemKind
from desk.pages import PlannedPage
from tests.tui.hostile import HOSTILE
from tests.tui.seeing import lines, my_day, press, running, settled
from tests.tui.world import NOW, World, at, ticket
from tui.app import ServiceDesk
from tui.words import planned
from tui.words.reader import Reader

PAYLOADS = [text for text in HOSTILE if "\ud800" not in text]
"""A copy refuses lone surrogates; the widgets' own tests have them."""


CLICKED = ("PAY", "HERE")
TABS = ("notes", "time", "checklist", "service level", "facts")


def world(payloads: Sequence[str]) -> World:
    stale = at("09:00", days=-6)
    rows = [ticket(id_, text, description=text, last_activity_date=stale) for id_, text in enumerate(payloads, 31)]
    return World(tickets=rows)


async def tell_everywhere(made: World, payloads: Sequence[str]) -> None:
    """Write each text where else somebody may write one: into a note and onto the checklist of its ticket."""
    await made.change("TicketNotes", [TicketNote(id=70 + at_, ticket_id=31 + at_, title=text, description=text,
                                                 create_date_time=at("09:40"), publish=1)
                                      for at_, text in enumerate(payloads)])  # fmt: skip
    await made.change(
        "TicketChecklistItems",
        [TicketChecklistItem(id=70 + at_, ticket_id=31 + at_, item_name=text) for at_, text in enumerate(payloads)],
    )


def harmless(app: ServiceDesk) -> bool:
    return app.is_running and not any(acting in line for line in lines(app) for acting in ("\x1b", "\x9b", "\u202e"))


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_every_screen_takes_any_text(size: tuple[int, int]) -> None:
    made = world(PAYLOADS)
    async with running(made, size=size) as (app, pilot):
        await tell_everywhere(made, PAYLOADS)
        await settled(pilot)
        for keys in (*[("j",)] * len(PAYLOADS), ("w",), ("G",), ("escape",), ("ctrl+p", "0", "0"), ("escape",),
                     ("escape",), ("g",), ("2",), *[("j",)] * len(PAYLOADS), ("1",)):  # fmt: skip
            await press(pilot, *keys)
            assert harmless(app), keys
        await press(pilot, "enter")
        for place in range(len(PAYLOADS)):
            assert f"ticket {place + 1} of {len(PAYLOADS)}" in lines(app)[1]
            for tab in TABS:
                assert harmless(app), (place, tab)
                await press(pilot, "l")
            await press(pilot, "right_square_bracket")


async def test_a_number_is_copied_and_told_whatever_is_in_it() -> None:
    rows = [ticket(id_, "x", ticket_number=text[:40]) for id_, text in enumerate(PAYLOADS, 31)]
    async with running(World(tickets=rows)) as (app, pilot):
        for _ in PAYLOADS:
            await press(pilot, "y", "j")
            assert harmless(app)
        assert len([notice for notice in app._notifications if notice.message.startswith("Copied ")]) == len(PAYLOADS)


async def test_a_click_on_a_title_runs_nothing() -> None:
    made = world(["[@click=app.quit]PAY[/] [@click=app.theme('light')]HERE[/]"])
    async with running(made, size=(200, 50)) as (app, pilot):
        places = [(line.index(word) + 1, y) for y, line in enumerate(lines(app)) for word in CLICKED if word in line]
        assert len(places) > len(CLICKED)
        for place in places:
            await pilot.click(offset=place)
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


def test_facts_of_a_task_that_are_nothing_but_blanks_are_left_out() -> None:
    task = ItemId(ItemKind.TASK, 1)
    page = PlannedPage(task, "Task", "  ", "\u2028", " ", "Ana Ruiz", None, None, 0, None, "\n \n")
    lines = planned.panel(page, Reader(0, ZoneInfo("UTC")), 40)
    assert ["".join(part.text for part in line).strip() for line in lines] == [
        "Owner     Ana Ruiz",
        "",
        "Nothing more is written on it.",
    ]
