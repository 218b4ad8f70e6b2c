"""Every run tries the same examples; to look for new ones: HYPOTHESIS_PROFILE=explore .venv/bin/pytest."""

import gc
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import settings
from sqlalchemy import Engine, create_engine

from tests.replica.outbox.mortal import IN_MEMORY

settings.register_profile("suite", derandomize=True, deadline=None, print_blob=False)
settings.register_profile("explore", deadline=None, max_examples=1_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than processors: the tests in terminals mostly wait for another process."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """Spare the collector what stays to the end: it went over all that was imported again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


@pytest.fixture(scope="session", autouse=True)
def statements_compiled_once() -> Iterator[None]:
    """Every test opens databases of its own, and SQLAlchemy compiles each statement anew for each of them."""
    first: list[Engine] = []

    def engine(*given: Any, **options: Any) -> Engine:
        made = create_engine(*given, **options)
        first.append(made)
        made.dialect, made._compiled_cache = first[0].dialect, first[0]._compiled_cache
        del first[1:]
        return made

    with patch("replica.database.create_engine", engine), patch("replica.outbox.file.create_engine", engine):
        yield


@pytest.fixture
def memory() -> Iterator[Path]:
    """A folder in memory where the system has one, for databases that are opened and synced a thousand times."""
    with tempfile.TemporaryDirectory(dir=IN_MEMORY) as name:
        yield Path(name)
