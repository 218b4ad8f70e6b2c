"""How the screens look. A picture that differs is either a fault or a new baseline; look at it before choosing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from desk.model import SyncState, SyncStatus
from replica.status import Progress
from tests.tui.hostile import HOSTILE
from tests.tui.pictures import SIZES, SMALL, USUAL, Pictures
from tests.tui.world import NOW, World, ticket
from tui.settings import ScreenSettings


async def test_my_day(pictures: Pictures) -> None:
    await pictures(World(), "j")


async def test_ticket(pictures: Pictures) -> None:
    await pictures(World(), "j", "enter")


async def test_team_view(pictures: Pictures) -> None:
    await pictures(World(), "l")


async def test_ranking(pictures: Pictures) -> None:
    await pictures(World(), "w")


async def test_help(pictures: Pictures) -> None:
    await pictures(World(), "question_mark")


async def test_palette(pictures: Pictures) -> None:
    await pictures(World(), "ctrl+p", *"vpn", sizes=(SMALL,))


async def test_filter(pictures: Pictures) -> None:
    await pictures(World(), "slash", *"acme", sizes=(SMALL,))


@pytest.mark.parametrize("theme", ["light", "mono", "contrast"])
async def test_themes(pictures: Pictures, theme: str) -> None:
    await pictures(World(settings=ScreenSettings.model_validate({"theme": theme})), "j", sizes=(USUAL,))


async def test_ascii(pictures: Pictures) -> None:
    await pictures(World(settings=ScreenSettings(ascii=True)), "j", sizes=(SMALL,))


async def test_no_colour(pictures: Pictures, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    await pictures(World(), "j", sizes=(SMALL,))


@pytest.mark.parametrize("state", ["offline", "stale", "throttled", "unauthorised"])
async def test_trouble(pictures: Pictures, state: str) -> None:
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
    await pictures(world, "j", sizes=SIZES if state == "offline" else (SMALL,))


async def test_filling(pictures: Pictures) -> None:
    world = World(empty=True)
    world.sync.status = SyncStatus(SyncState.FILLING, since=NOW, progress=Progress(512, 1204, "open tickets"))
    await pictures(world, sizes=(SMALL,))


async def test_syncing(pictures: Pictures) -> None:
    world = World()
    world.sync.status = replace(world.sync.status, state=SyncState.SYNCING)
    await pictures(world, sizes=(SMALL,))


async def test_empty(pictures: Pictures) -> None:
    await pictures(World(tickets=[ticket(40, "Nobody's", assigned_resource_id=None)]), sizes=(SMALL,))


async def test_too_small(pictures: Pictures) -> None:
    await pictures(World(), sizes=((50, 10),))


async def test_hostile_titles(pictures: Pictures) -> None:
    titles = [text for text in HOSTILE if "\ud800" not in text]
    await pictures(World(tickets=[ticket(31 + at, text) for at, text in enumerate(titles)]), "j")
