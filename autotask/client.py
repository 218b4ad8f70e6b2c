"""Asking Autotask, and telling it.

One `Client` a process reads pages, records, counts and metadata into entities, and writes by the names of their fields.
How a tenant is found is `autotask.session`'s business, how patiently it is asked `autotask.reads`', and what a write
looks like `autotask.writes`'.
"""

import random
from collections.abc import Callable
from datetime import UTC, datetime
from types import MappingProxyType, TracebackType
from typing import Self

from pydantic import SecretStr

from autotask.bare_httpx import httpx
from autotask.describing import Describing
from autotask.machine import MachineClock, SystemMachine
from autotask.reading import Reading
from autotask.session import Session
from autotask.settings import AutotaskSettings
from autotask.user_fields import UserFields
from autotask.writing import Writing


class Client(Reading, Describing, Writing):
    """A tenant's Autotask. Make one with `connect`; use it as an async context manager."""

    @classmethod
    async def connect(
        cls,
        settings: AutotaskSettings,
        secret: SecretStr,
        *,
        machine: MachineClock | None = None,
        rng: random.Random | None = None,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
        server_speed: float = 1.0,
        wire: httpx.AsyncBaseTransport | None = None,
        user_fields: UserFields = MappingProxyType({}),
    ) -> Self:
        """Find the tenant and prove the key.

        Args:
            settings: Where and as whom.
            secret: The API user's secret.
            machine: The machine's clock.
            rng: Chance for the jitter of retries.
            wall: This machine's idea of the time, for its difference from the server's.
            server_speed: Seconds that pass at the server in one of ours; not 1 only for a look-alike in a hurry.
            wire: Replaces the network in tests.
            user_fields: The user-defined field of a collection that is read and written; the others are left alone.
        """
        machine = machine or SystemMachine()
        session = Session(settings, secret, machine, rng or random.SystemRandom(), wall, server_speed, wire)
        try:
            await session.open()
        except BaseException:
            await session.aclose()
            raise
        return cls(session, machine, user_fields)

    def for_writing(self) -> "Client":
        """This client for whoever writes: what it reads goes before what others read, and past our share of the budget
        as long as the tenant has requests left. It is closed with this one."""
        return Client(self._session, self._machine, self._user_fields, urgent=True)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close every connection."""
        await self._session.aclose()
