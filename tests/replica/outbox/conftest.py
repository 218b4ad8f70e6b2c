"""A desk whose outbox is started, in calm weather."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.replica.outbox.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Started, and ended at the end."""
    made = Desk(tmp_path / "data")
    made.start()
    yield made
    if made.running:
        made.crash()
