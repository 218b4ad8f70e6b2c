"""Small founded worlds. Reading ones are shared; those that live on are made anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from sandbox.store import Store
from sandbox.world import World

TUESDAY = datetime(2026, 11, 24, 8, 40, tzinfo=UTC)
"""A working morning, 09:40 in Amsterdam."""

Found = Callable[..., tuple[Store, World]]


def found(seed: int = 1, size: str = "tiny", at: datetime = TUESDAY) -> tuple[Store, World]:
    store = Store()
    world = World(store, seed=seed, at=at, size=size)
    world.found()
    return store, world


@pytest.fixture(scope="session")
def small() -> Store:
    """The small world at its start, only to be read."""
    return found(size="small")[0]


@pytest.fixture
def living() -> tuple[Store, World]:
    """A tiny world of one's own."""
    return found()
