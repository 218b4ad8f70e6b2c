"""A furnished shop for every test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.desk.shop import Shop


@pytest_asyncio.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    made = Shop(tmp_path)
    await made.furnish()
    yield made
    made.copy.close()
