"""Small founded worlds. Reading ones are shared; those that live on go on from what was founded once."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from sandbox.kept import _keep, _read
from sandbox.store import Store
from sandbox.world import World
from tests.replica.outbox.mortal import IN_MEMORY

TUESDAY = datetime(2026, 11, 24, 8, 40, tzinfo=UTC)
"""A working morning, 09:40 in Amsterdam."""

Found = Callable[..., tuple[Store, World]]


def found(seed: int = 1, size: str = "tiny", at: datetime = TUESDAY) -> tuple[Store, World]:
    """A world of one's own, as it is kept on disk: to take it from there is much quicker than to found another."""
    store = Store()
    world = _read(store, _kept(seed, size, at))
    assert world is not None
    return store, world


def founded_anew(seed: int, size: str = "tiny", at: datetime = TUESDAY) -> tuple[Store, World]:
    store = Store()
    world = World(store, seed=seed, at=at, size=size)
    world.found()
    return store, world


@cache
def _kept(seed: int, size: str, at: datetime) -> Path:
    folder = Path(tempfile.mkdtemp(dir=IN_MEMORY))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    store, world = founded_anew(seed, size, at)
    _keep(store, world, folder / f"{size}-{seed}")
    store.close()
    return folder / f"{size}-{seed}"


@pytest.fixture(scope="session")
def small() -> Store:
    """The small world at its start, only to be read."""
    return found(size="small")[0]


@pytest.fixture
def living() -> tuple[Store, World]:
    """A tiny world of one's own."""
    return found()
