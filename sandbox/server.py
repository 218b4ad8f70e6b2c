"""The look-alike on the wire: a Starlette application, and uvicorn on a loopback socket of its own."""

from __future__ import annotations

import asyncio
import ipaddress
import os
import socket
import sys
import threading
from collections.abc import Awaitable, Callable
from email.utils import format_datetime

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.access import Credentials
from sandbox.announcement import Announcement
from sandbox.clock import WorldClock
from sandbox.limits import Threshold
from sandbox.routing import ROOT
from sandbox.service import Call, LivingWorld, Service
from sandbox.store import Store

_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_BACKLOG = 128


def app(
    store: Store,
    world: LivingWorld,
    clock: WorldClock,
    credentials: Credentials,
    *,
    threshold: Threshold | None = None,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> Starlette:
    """Give the API as an ASGI application, to serve or to call in-process."""
    service = Service(store, world, clock, credentials, threshold=threshold, sleep=sleep)

    async def answer(request: Request) -> Response:
        answered = await service.answer(_call(request, await request.body()))
        headers = {
            "Content-Type": answered.content_type,
            "Date": format_datetime(answered.at, usegmt=True),
            "Cache-Control": "no-cache",
        }
        return Response(answered.body, answered.status, headers)

    return Starlette(routes=[Route("/{path:path}", answer, methods=_METHODS)])


def serve(
    application: Starlette,
    announce: Callable[[str], Announcement],
    *,
    port: int = 0,
    follow_parent: bool = False,
) -> None:
    """Serve on loopback until told to stop, after one JSON line that says where.

    With `follow_parent`, the end of standard input is such a word: a parent that dies leaves no orphan.

    Raises:
        OSError: the port is taken.
    """
    # The protocol is named: asyncio sets TCP_NODELAY only on a socket that says it speaks TCP, and without it
    # Nagle's algorithm and delayed acknowledgements make every small reply take 44 ms instead of one.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
        listening.listen(_BACKLOG)
        host, bound = listening.getsockname()
        settings = uvicorn.Config(
            application,
            loop="asyncio",
            http="h11",
            lifespan="off",
            log_level="warning",
            access_log=False,
            date_header=False,
            server_header=False,
            ws="none",
            timeout_graceful_shutdown=1,
            backlog=_BACKLOG,
        )
        server = uvicorn.Server(settings)
        if follow_parent:
            threading.Thread(target=_stop_at_end_of_input, args=(server,), daemon=True).start()
        print(announce(f"http://{host}:{bound}{ROOT}").line(), flush=True)  # noqa: T201 - the parent reads it
        server.run(sockets=[listening])


def _stop_at_end_of_input(server: uvicorn.Server) -> None:
    # Read below Python's own buffer: its lock, held by a sleeping thread, would break the end of the process.
    while os.read(sys.stdin.fileno(), 4096):
        pass
    server.should_exit = True


def _call(request: Request, body: bytes) -> Call:
    url = request.url
    return Call(
        method=request.method,
        origin=f"{url.scheme}://{url.netloc}",
        path=url.path,
        target=f"{url.path}?{url.query}" if url.query else url.path,
        query={name.lower(): value for name, value in request.query_params.items()},
        headers={name.lower(): value for name, value in request.headers.items()},
        body=body,
        local=request.client is not None and _is_loopback(request.client.host),
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
