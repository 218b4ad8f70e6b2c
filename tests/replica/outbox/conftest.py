"""A desk whose outbox is started, in calm weather, and a folder where syncing costs nothing."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.replica.outbox.desk import Desk
from tests.replica.outbox.mortal import IN_MEMORY


@pytest.fixture
def memory() -> Iterator[Path]:
    """A folder in memory where the system has one: schedules open and sync thousands of files."""
    with tempfile.TemporaryDirectory(dir=IN_MEMORY) as name:
        yield Path(name)


@pytest.fixture
def desk(memory: Path) -> Iterator[Desk]:
    """Started, and ended at the end."""
    made = Desk(memory / "data")
    made.start()
    yield made
    if made.running:
        made.crash()
