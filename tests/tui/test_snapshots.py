"""How the screens look. A picture that differs is either a fault or a new baseline; look at it before choosing."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from textual.pilot import Pilot

from desk.model import SyncState, SyncStatus
from replica.status import Progress
from tests.tui.hostile import HOSTILE
from tests.tui.seeing import press, settled
from tests.tui.world import NOW, World, ticket
from tui.settings import ScreenSettings

Compare = Callable[..., bool]
SIZES = [(80, 24), (120, 36), (200, 50)]


def pressing(*keys: str) -> Callable[[Pilot[Any]], Awaitable[None]]:
    """Fill the screen, then press keys."""

    async def run_before(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        if keys:
            await press(pilot, *keys)

    return run_before


def looks(snap_compare: Compare, world: World, size: tuple[int, int], *keys: str) -> bool:
    return snap_compare(world.app(demo=True), terminal_size=size, run_before=pressing(*keys))


@pytest.fixture(autouse=True)
def _the_same_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "COLORTERM", "TEXTUAL_THEME", "TEXTUAL_COLOR_SYSTEM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")


@pytest.mark.parametrize("size", SIZES)
def test_my_day(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert looks(snap_compare, World(), size, "j")


@pytest.mark.parametrize("size", SIZES)
def test_ticket(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert looks(snap_compare, World(), size, "j", "enter")


@pytest.mark.parametrize("size", SIZES)
def test_team_view(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert looks(snap_compare, World(), size, "l")


@pytest.mark.parametrize("size", SIZES)
def test_ranking(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert looks(snap_compare, World(), size, "w")


@pytest.mark.parametrize("size", SIZES)
def test_help(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert looks(snap_compare, World(), size, "question_mark")


def test_palette(snap_compare: Compare) -> None:
    assert looks(snap_compare, World(), (80, 24), "ctrl+p", *"vpn")


def test_filter(snap_compare: Compare) -> None:
    assert looks(snap_compare, World(), (80, 24), "slash", *"acme")


@pytest.mark.parametrize("theme", ["light", "mono", "contrast"])
def test_themes(snap_compare: Compare, theme: str) -> None:
    assert looks(snap_compare, World(settings=ScreenSettings.model_validate({"theme": theme})), (120, 36), "j")


def test_ascii(snap_compare: Compare) -> None:
    assert looks(snap_compare, World(settings=ScreenSettings(ascii=True)), (80, 24), "j")


def test_no_colour(snap_compare: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert looks(snap_compare, World(), (80, 24), "j")


@pytest.mark.parametrize(
    ("state", "size"),
    [*(("offline", size) for size in SIZES), ("stale", SIZES[0]), ("throttled", SIZES[0]), ("unauthorised", SIZES[0])],
)
def test_trouble(snap_compare: Compare, state: str, size: tuple[int, int]) -> None:
    world = World()
    world.sync.status = SyncStatus(
        SyncState(state),
        since=NOW - timedelta(minutes=6),
        last_good=NOW - timedelta(minutes=6),
        next_try=NOW + timedelta(seconds=40),
        sentence="TLS: the certificate of webservices5.autotask.net is signed by Zscaler Root, which is not trusted.",
        detail="Set ca_file under [autotask] to your company's certificate, or leave it out to use the system's store."
        " Check with: servicedeck doctor",
        tries=4,
    )
    assert looks(snap_compare, world, size, "j")


def test_filling(snap_compare: Compare) -> None:
    world = World(empty=True)
    world.sync.status = SyncStatus(SyncState.FILLING, since=NOW, progress=Progress(512, 1204, "open tickets"))
    assert looks(snap_compare, world, (80, 24))


def test_syncing(snap_compare: Compare) -> None:
    world = World()
    world.sync.status = replace(world.sync.status, state=SyncState.SYNCING)
    assert looks(snap_compare, world, (80, 24))


def test_empty(snap_compare: Compare) -> None:
    assert looks(snap_compare, World(tickets=[ticket(40, "Nobody's", assigned_resource_id=None)]), (80, 24))


def test_too_small(snap_compare: Compare) -> None:
    assert looks(snap_compare, World(), (50, 10))


@pytest.mark.parametrize("size", SIZES)
def test_hostile_titles(snap_compare: Compare, size: tuple[int, int]) -> None:
    titles = [text for text in HOSTILE if "\ud800" not in text]
    assert looks(snap_compare, World(tickets=[ticket(31 + at, text) for at, text in enumerate(titles)]), size, "j")
