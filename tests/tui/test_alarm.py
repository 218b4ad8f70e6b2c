"""The alarm above the list: its words at every width, and what takes it away."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from rich.cells import cell_len

from desk.model import Alarm, ItemId, ItemKind, MilestoneName, SyncState
from sla.instants import micros
from tests.tui.seeing import lines, my_day, press, running, settled
from tests.tui.world import World, at, ticket
from tui.words.alarm import event, strip, together
from tui.words.reader import Reader
from workflows.on_call_file import read_rota

MISSED = Alarm(ItemId(ItemKind.TICKET, 31), MilestoneName.RESOLVED, micros(datetime(2026, 11, 24, 14, 47, tzinfo=UTC)))
ALWAYS_ANA = """
team = "Service desk"
zone = "UTC"
[[weekly]]
days = "mon-sun"
from = "00:00"
to = "24:00"
who = "Ana Ruiz"
"""
READER = Reader(micros(datetime(2026, 11, 24, 15, 0, tzinfo=UTC)), ZoneInfo("UTC"))


@pytest.mark.parametrize(
    ("room", "text"),
    [
        (90, " !! 1124.0031 resolution missed 14:47 · VPN drops every 10 min · ! opens "),
        (64, " !! 1124.0031 resolution missed 14:47 · VPN drops eve… · ! opens "),
        (52, " !! 1124.0031 missed 14:47 · VPN drops ev… · ! opens "),
        (38, " !! 1124.0031 missed 14:47 · ! opens "),
        (27, " !! 1124.0031 missed 14:47"),
    ],
)
def test_the_event_stays_when_the_title_has_no_room(room: int, text: str) -> None:
    told = strip(MISSED, "T20261124.0031", "VPN drops every 10 min", 0, READER, room)
    assert cell_len(told) <= room
    assert told.split(" · ")[0] == text.split(" · ")[0]
    assert ("VPN" in told) == ("VPN" in text)
    assert ("! opens" in told) == ("! opens" in text)


def test_a_critical_one_says_since_when() -> None:
    assert event(Alarm(MISSED.item, None, MISSED.at), READER) == "critical, nobody on it since 14:47"


@pytest.mark.parametrize(
    ("room", "text"),
    [
        (100, " !! 2 milestones were missed while offline: 1124.0032, 1124.0031 +1 · ! opens "),
        (66, " !! 2 milestones were missed while offline: 1124… +1 · ! opens "),
        (46, " !! 2 missed while offline: 1124.… +1 · ! opens "),
        (27, " !! 2 missed while offline"),
    ],
)
def test_what_was_missed_while_nobody_could_look_is_one_sentence(room: int, text: str) -> None:
    told = together(["T20261124.0032", "T20261124.0031"], 2, 1, room)
    assert cell_len(told) <= room
    assert told.split(":")[0] == text.split(":")[0]
    assert ("! opens" in told) == ("! opens" in text)


@pytest.mark.parametrize("width", [60, 120])
async def test_an_hour_offline_is_told_in_one_sentence(width: int) -> None:
    world = World()
    async with running(world, size=(width, 24)) as (app, pilot):
        await world.desk.settle()
        world.say(replace(world.sync.status, state=SyncState.OFFLINE))
        await world.desk.settle()
        world.clock.advance(minutes=30)
        missed = {"resolution_plan_due_date_time": at("17:00"), "resolved_due_date_time": at("10:05")}
        await world.change("Tickets", [ticket(51, "Scanner", **missed), ticket(52, "Mailbox", **missed)])
        await settled(pilot)
        assert "!! 2 m" in lines(app)[1]
        assert "missed while offline" in lines(app)[1]
        await press(pilot, "exclamation_mark")
        await press(pilot, "escape")
        assert "missed 10:05" in lines(app)[1]


@pytest.mark.parametrize("width", [60, 80, 120, 200])
async def test_the_alarm_is_told_at_every_width_and_goes_with_its_cause(width: int) -> None:
    world = World()
    async with running(world, size=(width, 24)) as (app, pilot):
        await press(pilot, "j", "j", "j")
        world.clock.advance(minutes=42)
        await world.desk.settle()
        await settled(pilot)
        told = lines(app)[1]
        assert "!! 1124.0031" in told
        assert "missed 10:22" in told
        assert "! opens" in told
        assert "VPN" in told or width <= 80
        await press(pilot, "2")
        assert "!! 1124.0031" in lines(app)[1], "on every screen, one that was just opened too"
        await press(pilot, "1")
        vpn = ticket(31, "VPN drops", resolution_plan_due_date_time=at("15:00"))
        await world.change("Tickets", [vpn])
        await settled(pilot)
        assert "!!" not in lines(app)[1]
        assert not my_day(app).head.context.alarms


async def test_an_alarm_that_was_read_on_one_screen_stands_on_none() -> None:
    world = World()
    async with running(world) as (app, pilot):
        await press(pilot, "2")
        world.clock.advance(minutes=42)
        await world.desk.settle()
        await settled(pilot)
        await press(pilot, "1")
        assert "!! 1124.0031" in lines(app)[1]
        await press(pilot, "exclamation_mark", "escape", "2")
        assert "!! 1124.0031" not in lines(app)[1]
        assert "! alarm" not in lines(app)[-1]


async def test_at_80_columns_an_alarm_leaves_the_other_views_their_names_and_none_to_who_is_on_call() -> None:
    world = World(rotas=(read_rota(ALWAYS_ANA, name="desk.toml"),))
    async with running(world, size=(80, 24)) as (app, pilot):
        await press(pilot, "l")
        assert lines(app)[1].rstrip().endswith("you are on call")
        world.clock.advance(minutes=42)
        await world.desk.settle()
        await settled(pilot)
        assert " Mine [Team 14] Unassigned " in lines(app)[1]
        assert "on call" not in lines(app)[1]
        assert "!! 1124.0031 missed 10:22" in lines(app)[1]
        assert "! opens" in lines(app)[1]
        await pilot.click(offset=(lines(app)[1].index("Unassigned"), 1))
        await settled(pilot)
        assert "[Unassigned 2]" in lines(app)[1]
