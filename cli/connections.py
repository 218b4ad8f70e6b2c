"""The connection to Autotask, which whoever reads and whoever writes share: its budget and its limits are one."""

import asyncio

from autotask.client import Client
from autotask.machine import SystemMachine
from cli.plan import Plan
from cli.server_clock import ServerClock


class Connections:
    """Makes connections and closes them all in the end.

    Whoever asks again has found his connection wanting. He gets the one that the other has had made since, or a new
    one, and the old one is closed.
    """

    def __init__(self, plan: Plan, machine: SystemMachine) -> None:
        self._plan = plan
        self._machine = machine
        self._client: Client | None = None
        self._read: Client | None = None
        self._written: Client | None = None
        self._making = asyncio.Lock()

    async def to_read(self) -> Client:
        """Reach Autotask; raises `AutotaskError`."""
        self._read = await self._other_than(self._read)
        return self._read

    async def to_write(self) -> Client:
        """Reach Autotask for whoever writes; raises `AutotaskError`."""
        self._written = await self._other_than(self._written)
        return self._written.for_writing()

    async def at_hand(self) -> Client:
        """The connection that there is; one is made where there is none. Raises `AutotaskError`."""
        return (self._client or await self._other_than(None)).for_writing()

    async def _other_than(self, wanting: Client | None) -> Client:
        async with self._making:
            if self._client is None or self._client is wanting:
                await self.close()
                plan = self._plan
                self._client = await Client.connect(
                    plan.tenant,
                    plan.secret(),
                    machine=self._machine,
                    wall=plan.server_wall,
                    server_speed=plan.server_speed,
                    user_fields={"Tickets": plan.acts.hold_field} if plan.acts.hold_field else {},
                )
            return self._client

    def tell_time(self, clock: ServerClock) -> None:
        """Tell what time it is at Autotask, once an answer has said."""
        if self._client is not None:
            clock.heard(self._client.server_now(), self._client.clock_skew())

    @property
    def web_url(self) -> str:
        """The tenant's zone in the browser; empty before the first connection."""
        return self._client.zone.web_url if self._client is not None else ""

    async def close(self) -> None:
        """Close what is open."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()
