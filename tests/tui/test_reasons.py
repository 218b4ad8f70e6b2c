"""Reasons where there is little room: what is due goes before what may be cut, and what comes next is named."""

import pytest

from autotask.entities import TicketSecondaryResource
from desk.model import Explanation, ItemId, ItemKind, RowText, View
from tests.tui.seeing import lines, my_day, press, running, settled, text
from tests.tui.world import World
from tui.widgets.columns import lay_out
from tui.words.queue import columns
from tui.words.reasons import panel, strip

WHY = Explanation(
    ItemId(ItemKind.TICKET, 31), 1, "your timer is running on it",
    ("your timer is running on it: stays in front until you stop it", "resolution plan due 10:22, 0:41 left"),
)  # fmt: skip
NEXT = RowText("!!", "T20261124.0032", "P1", "LATE 0:12", "Acme", "UPS", "", "Ana")


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (100, "your timer is running on it · resolution plan due 10:22, 0:41 left · then 1124.0032 (LATE 0:12)"),
        (76, "your timer is running on it · resolution plan due 10:22 · then 1124.0032"),
        (58, "your timer is running on it · then 1124.0032 (LATE 0:12)"),
        (46, "your timer is running on it · then 1124.0032"),
        (30, "your timer is running on it"),
    ],
)
def test_the_line_under_a_narrow_list_says_why_and_what_comes_next(width: int, said: str) -> None:
    line = "".join(part.text for part in strip(WHY, NEXT, width))
    assert line == said
    assert len(line) <= width


LONG = "not offered: Waiting Materials, with no release date set; resolution missed 23 Nov 16:00"
CLOCK = "resolution due 2 Dec 12:45, 6d 3h of business time left (Autotask's date, Mon-Fri 08:00-17:30); plan met"


def test_a_reason_without_room_ends_after_a_whole_clause_and_shows_that_it_was_longer() -> None:
    why = Explanation(WHY.item, 1, LONG, (f"{LONG}: it waits", CLOCK, "first of 24", "W09 Install"))
    line = "".join(part.text for part in strip(why, NEXT, 71))
    assert line == "not offered: Waiting Materials, with no release date set …"
    rows = ["".join(part.text for part in row) for row in panel(why, 90, 4)]
    assert rows == [
        "1  not offered: Waiting Materials, with no release date set …",
        "2  resolution due 2 Dec 12:45, 6d 3h of business time left …",
        "3  first of 24",
        "4  W09 Install",
    ]
    spared = " ".join("".join(part.text for part in row).strip() for row in panel(why, 85, 6))
    assert f"{LONG}: it waits" in spared
    assert CLOCK in spared


def test_what_is_due_is_said_once() -> None:
    said = "resolution due tomorrow 12:45, 6d 3h left"
    why = Explanation(WHY.item, 1, said, (f"{said}: stands by that", CLOCK, "first of 24"))
    line = "".join(part.text for part in strip(why, NEXT, 76))
    assert line == f"{said} · first of 24 · then 1124.0032"


def test_the_last_row_has_nothing_after_it() -> None:
    assert "then" not in "".join(part.text for part in strip(WHY, None, 100))


async def test_at_80_columns_the_strip_names_the_next_ticket_and_whom_one_helps() -> None:
    world = World()
    async with running(world, size=(80, 24)) as (app, pilot):
        await press(pilot, "j")
        assert "resolution plan due 10:22, 0:41 left" in text(app)
        assert "then 1124.0034 (10:30 appt)" in text(app)
        assert "+ " not in text(app)
        await world.change("TicketSecondaryResources", [TicketSecondaryResource(id=1, ticket_id=42, resource_id=1)])
        await press(pilot, "r")
        assert "+ Scanner to e-mail fails" in text(app)
        my_day(app).queue.move_to(ItemId(ItemKind.TICKET, 42))
        await settled(pilot)
        assert "; helping Ben" in lines(app)[-5]


@pytest.mark.parametrize("view", [View.MINE, View.TEAM])
def test_a_wide_list_gives_the_reason_its_share_of_the_room(view: View) -> None:
    def why(available: int) -> int:
        return next(each.width for each in lay_out(columns(view, short=False), available) if each.column.name == "why")

    assert why(196) >= why(126) + 30
    assert why(126) >= len("resolution plan missed today at 08:01")


async def test_the_ranking_tells_the_whole_reason_of_the_line_under_the_cursor() -> None:
    async with running(World(), size=(80, 24)) as (app, pilot):
        await press(pilot, "w")
        assert "critical and nobody is on it yet, opened…" in text(app)
        assert "critical and nobody is on it yet, opened 27 min ago" in text(app)
        await press(pilot, *"jjjjjjj")
        assert "not offered: Waiting Customer, with no release date set" in text(app)
