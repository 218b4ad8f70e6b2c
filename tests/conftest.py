"""Every run tries the same examples; to look for new ones: HYPOTHESIS_PROFILE=explore .venv/bin/pytest."""

import gc
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.engines import statements_compiled_once
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
def quick_databases() -> Iterator[None]:
    """Every test opens databases of its own."""
    with statements_compiled_once():
        yield


@pytest.fixture
def memory() -> Iterator[Path]:
    """A folder in memory where the system has one, for databases that are opened and synced a thousand times."""
    with tempfile.TemporaryDirectory(dir=IN_MEMORY) as name:
        yield Path(name)
