from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.sandbox.tenant import Tenant


@pytest.fixture
async def tenant() -> AsyncIterator[Tenant]:
    made = Tenant()
    yield made
    await made.client.aclose()
    made.store.close()
