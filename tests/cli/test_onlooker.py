"""A desk that only looks says how true the copy is by what its keeper leaves in it, and hears of each change."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cli.onlooker import Onlooker
from desk.model import SyncState, SyncStatus
from replica.rows import to_micros
from replica.store import Replica
from replica.telling import LAST_GOOD
from replica.writing import Batch

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


class Turns:
    """Machine time of which a test grants each pause."""

    def now(self) -> float:
        return 0.0

    async def sleep(self, seconds: float) -> None:
        raise NotImplementedError


class Wall:
    """A clock on the wall that stands still until it is set."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Replica]:
    """A copy, and the one who keeps it."""
    with Replica.open(tmp_path) as copy:
        yield copy


@pytest.fixture
def seen(kept: Replica, tmp_path: Path) -> Iterator[Replica]:
    """The same copy, for whoever looks."""
    with Replica.open(tmp_path, read_only=True) as copy:
        yield copy


async def brought_up_to_date(kept: Replica, at: datetime) -> None:
    """The keeper had an answer of Autotask at that instant."""
    await kept.write(Batch(remember={LAST_GOOD: str(to_micros(at))}))


def looking(seen: Replica, wall: Wall) -> SyncStatus:
    """What a desk says that looks at the copy now."""
    return Onlooker(seen, Turns(), wall, interval=15.0).status


async def test_before_the_first_reading_has_ended_it_says_so(seen: Replica) -> None:
    status = looking(seen, Wall())
    assert status.state is SyncState.FILLING
    assert "for the first time (process " in status.sentence


async def test_it_is_live_while_its_keeper_has_news(kept: Replica, seen: Replica) -> None:
    wall = Wall()
    await brought_up_to_date(kept, NOON)
    wall.at = NOON + timedelta(seconds=100)
    status = looking(seen, wall)
    assert status.state is SyncState.LIVE
    assert status.last_good == NOON


async def test_it_is_stale_when_its_keeper_has_had_none_for_long(kept: Replica, seen: Replica) -> None:
    wall = Wall()
    await brought_up_to_date(kept, NOON)
    wall.at = NOON + timedelta(minutes=4)
    status = looking(seen, wall)
    assert status.state is SyncState.STALE
    assert "has had no news for a while" in status.sentence
    assert "takes its place" in status.detail
    assert status.firm, "r changes nothing here"


async def test_it_is_stale_at_once_when_its_keeper_has_ended(kept: Replica, seen: Replica) -> None:
    await brought_up_to_date(kept, NOON)
    kept.close()
    status = looking(seen, Wall())
    assert status.state is SyncState.STALE
    assert "has ended" in status.sentence
    assert "takes its place" in status.detail
