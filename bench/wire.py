"""Writes to the sandbox over a real socket, as the outbox asks for them; reads go through the real client."""

# ruff: noqa: ARG002 - nothing here hangs under a parent, and nobody is impersonated

import json
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

import httpx

from autotask.client import Client
from autotask.errors import BadAnswer, Refused, TimedOut, Unreachable
from autotask.filters import Filter
from autotask.kinds import Kind
from autotask.pages import Page
from sandbox.announcement import Announcement


class WireServer:
    """Plays `replica.outbox.server.Server` for kinds that stand at the top. A write has `patience` seconds."""

    def __init__(self, client: Client, about: Announcement, patience: float) -> None:
        self._client = client
        headers = {"UserName": about.user, "Secret": about.secret, "ApiIntegrationCode": about.integration_code}
        self._http = httpx.AsyncClient(base_url=f"{about.url}V1.0/", headers=headers, timeout=patience, trust_env=False)

    def server_now(self) -> datetime:
        return self._client.server_now()

    async def get(self, kind: Kind[Any], record_id: int, /) -> Any:
        return await self._client.get(kind, record_id)

    async def pages(self, kind: Kind[Any], condition: Filter, /, *, page_size: int = 500) -> AsyncIterator[Page[Any]]:
        async for page in self._client.pages(kind, condition, page_size=page_size):
            yield page

    async def create(
        self, kind: Kind[Any], fields: Mapping[str, Any], /, *, under: int | None = None, as_resource: int | None = None
    ) -> int:
        return await self._write("POST", kind, {kind.wire(attr): _json(value) for attr, value in fields.items()})

    async def change(
        self,
        kind: Kind[Any],
        record_id: int,
        fields: Mapping[str, Any],
        /,
        *,
        under: int | None = None,
        as_resource: int | None = None,
    ) -> int:
        sent = {kind.wire(attr): _json(value) for attr, value in fields.items()}
        return await self._write("PATCH", kind, {"id": record_id, **sent})

    async def delete(
        self, kind: Kind[Any], record_id: int, /, *, under: int | None = None, as_resource: int | None = None
    ) -> int:
        raise NotImplementedError("nothing is deleted here")

    async def _write(self, method: str, kind: Kind[Any], body: Mapping[str, Any]) -> int:
        try:
            answer = await self._http.request(method, kind.name, json=body)
            found = answer.json()
        except httpx.ConnectError as error:
            unsent = Unreachable("There is no way to the sandbox.")
            unsent.left = False  # type: ignore[attr-defined]
            raise unsent from error
        except httpx.TimeoutException as error:
            raise TimedOut("The sandbox did not answer in time.") from error
        except (httpx.HTTPError, json.JSONDecodeError, UnicodeDecodeError) as error:
            raise BadAnswer("The sandbox's answer is none.") from error
        if answer.status_code == httpx.codes.OK and isinstance(found.get("itemId"), int):
            return int(found["itemId"])
        if texts := found.get("errors"):
            raise Refused(" ".join(texts), tuple(texts))
        raise BadAnswer(f"The sandbox answered {answer.status_code}.")


def _json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat() if isinstance(value, date) else value
