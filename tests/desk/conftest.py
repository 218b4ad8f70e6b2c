"""A furnished shop for every test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.desk.shop import Shop


@pytest_asyncio.fixture
async def shop(memory: Path) -> AsyncIterator[Shop]:
    made = Shop(memory)
    await made.furnish()
    yield made
    made.copy.close()
