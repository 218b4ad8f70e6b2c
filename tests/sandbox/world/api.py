"""One client at a tiny desk whose clock stands until it is moved."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx

from sandbox.access import Credentials
from sandbox.clock import WorldClock
from sandbox.server import app
from sandbox.store import Store
from sandbox.world import World
from tests.sandbox.world.conftest import TUESDAY


class Client:
    """Writes through the API, and reads back through it or from the store."""

    def __init__(self, store: Store, world: World) -> None:
        credentials = Credentials()
        self.store = store
        self.clock = WorldClock(TUESDAY, 0)
        headers = {"ApiIntegrationCode": credentials.integration_code, "UserName": credentials.user,
                   "Secret": credentials.secret}  # fmt: skip
        transport = httpx.ASGITransport(app(store, world, self.clock, credentials))
        self.http = httpx.AsyncClient(transport=transport, base_url="http://test/ATServicesRest/V1.0/", headers=headers)

    async def patch(self, ticket: int, **changes: object) -> dict[str, Any]:
        """Change a ticket, and give its record."""
        answer = await self.http.patch("Tickets", json={"id": ticket, **changes})
        assert answer.status_code == 200, answer.text
        return self.record(ticket)

    async def post(self, path: str, **body: object) -> int:
        """Create something, and give its id."""
        answer = await self.http.post(path, json=body)
        assert answer.status_code == 200, answer.text
        number: int = answer.json()["itemId"]
        return number

    async def after(self, ticket: int, seconds: int) -> dict[str, Any]:
        """The ticket as it reads so many seconds later."""
        self.clock.set(self.clock.now() + timedelta(seconds=seconds))
        item: dict[str, Any] = (await self.http.get(f"Tickets/{ticket}")).json()["item"]
        return item

    def record(self, ticket: int) -> dict[str, Any]:
        """The ticket as it stands in the store."""
        found = self.store.get("Tickets", ticket)
        assert found is not None
        return found
