"""A furnished shop for every test."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from replica.files import DATABASE
from tests.desk.shop import Shop


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of a copy that was furnished and closed."""
    made = Shop(tmp_path_factory.mktemp("furnished"))
    asyncio.run(made.furnish())
    made.copy.close()
    assert made.copy.path is not None
    return made.copy.path.read_bytes()


@pytest.fixture
def shop(memory: Path, furnished: bytes) -> Iterator[Shop]:
    folder = memory / "copy"
    folder.mkdir(mode=0o700)
    (folder / DATABASE).write_bytes(furnished)
    made = Shop(memory)
    yield made
    made.copy.close()
