"""The look-alike on the wire: a Starlette application, and uvicorn on a loopback socket of its own."""

from __future__ import annotations

import asyncio
import ipaddress
import os
import socket
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus

import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Mount, request_response

from sandbox.access import Credentials
from sandbox.admin import Admin
from sandbox.announcement import Announcement
from sandbox.calls import Call
from sandbox.clock import WorldClock
from sandbox.journal import Journal
from sandbox.limits import Threshold
from sandbox.routing import ROOT
from sandbox.service import LivingWorld, Service
from sandbox.store import Store
from sandbox.trouble import go_wrong
from sandbox.wire import Wire, WireAnswer

_BACKLOG = 128


def app(
    store: Store,
    world: LivingWorld,
    clock: WorldClock,
    credentials: Credentials,
    *,
    threshold: Threshold | None = None,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    machine: Callable[[], float] = time.monotonic,
    admin: bool = False,
) -> Starlette:
    """Give the API as an ASGI application, to serve or to call in-process; `admin` opens its back door."""
    journal = Journal() if admin else None
    service = Service(
        store, world, clock, credentials, threshold=threshold, sleep=sleep, machine=machine, journal=journal
    )
    door = Admin(service, journal) if journal is not None else None

    async def answer(request: Request) -> Response:
        try:
            call = _call(request, await request.body())
        except ClientDisconnect:  # whoever began to ask has gone, and nobody hears this answer
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        told = door.answer(call) if door else None
        if told is not None:
            return WireAnswer(told)
        fault = door.fault(call) if door else None
        return WireAnswer(await (go_wrong(service, fault, call, sleep) if fault else service.answer(call)))

    made = Starlette(routes=[Mount("/", request_response(answer))])  # unlike a route, it takes every verb
    made.state.deliveries = service.deliveries
    return made


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
            http=Wire,
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
