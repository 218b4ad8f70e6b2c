"""Answers on the wire, whole or broken off: the connection belongs to the protocol, so it is reached through that."""

from __future__ import annotations

import asyncio
import socket
import struct
from email.utils import format_datetime

from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from sandbox.calls import Answer, Ending

_RESET_ON_CLOSE = struct.pack("ii", 1, 0)
"""Linger for zero seconds: closing then sends a reset instead of an end."""


class Wire(H11Protocol):
    """HTTP/1.1 that hands its connection to the application, in the scope's state."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Keep the connection where requests carry it along."""
        self.app_state = {**self.app_state, "transport": transport}
        super().connection_made(transport)


class WireAnswer(Response):
    """An answer as it goes out, or does not.

    Raises:
        ConnectionResetError: it breaks off where there is no connection to break, in a process of its own.
    """

    def __init__(self, answer: Answer) -> None:
        headers = {
            "Content-Type": answer.content_type,
            "Date": format_datetime(answer.at, usegmt=True),
            "Cache-Control": "no-cache",
            **answer.headers,
        }
        super().__init__(answer.body, answer.status, headers)
        self._ending = answer.ending

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, or as much of it as its ending lets through."""
        if self._ending is Ending.WHOLE:
            await super().__call__(scope, receive, send)
            return
        transport = scope.get("state", {}).get("transport")
        if not isinstance(transport, asyncio.Transport):
            raise ConnectionResetError("The answer breaks off, and there is no connection to break.")
        if self._ending is Ending.CUT:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            half = bytes(self.body)[: len(self.body) // 2]
            await send({"type": "http.response.body", "body": half, "more_body": True})
            transport.close()
        elif self._ending is Ending.RESET:
            transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
            transport.abort()
        while (await receive())["type"] != "http.disconnect":
            pass
