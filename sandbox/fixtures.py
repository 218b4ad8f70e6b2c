"""A sandbox for tests of other programs: `pytest_plugins = ["sandbox.fixtures"]`, and ask for `autotask_sandbox`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from sandbox.process import Running, start

_AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def autotask_sandbox() -> Iterator[Running]:
    """A small tenant in a process of its own, the same in each run: a working Tuesday whose clock stands still.

    Its back door is open, so that a test may set the clock, arm faults and read what was written.
    """
    with start(size="tiny", seed=1, at=_AT, speed=0, admin=True) as running:
        yield running
