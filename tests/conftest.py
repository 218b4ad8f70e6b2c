"""Every run tries the same examples; to look for new ones: HYPOTHESIS_PROFILE=explore .venv/bin/pytest."""

import gc
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import settings

from tests.engines import statements_compiled_once
from tests.replica.outbox.mortal import IN_MEMORY

HERE = Path(__file__).parent

# To compile the tests takes longer than to collect them: their bytecode is kept, also where usually none is wished for.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

settings.register_profile("suite", derandomize=True, deadline=None, print_blob=False)
settings.register_profile("explore", deadline=None, max_examples=1_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than processors: the tests in terminals mostly wait for another process."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Let each worker compile a share of the tests, and find those of the others compiled when it collects them all."""
    worker, workers = os.environ.get("PYTEST_XDIST_WORKER"), int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    if worker is None or session.config.args_source is not pytest.Config.ArgsSource.TESTPATHS:
        return
    for path in sorted(HERE.rglob("test_*.py"))[int(worker.removeprefix("gw")) :: workers]:
        with suppress(Exception, pytest.skip.Exception):  # collecting it tells why
            import_module(".".join(path.relative_to(HERE.parent).with_suffix("").parts))


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
