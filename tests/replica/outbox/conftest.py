"""A desk whose outbox is started, in calm weather."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.replica.outbox.desk import Desk


@pytest.fixture
def desk(memory: Path) -> Iterator[Desk]:
    """Started, and ended at the end."""
    made = Desk(memory / "data")
    made.start()
    yield made
    if made.running:
        made.crash()
