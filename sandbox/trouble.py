"""A request that something goes wrong with: waited for, carried out or not, and answered as its fault says."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from sandbox.calls import Answer, Call
from sandbox.errors import Refusal
from sandbox.faults import Application, Fault
from sandbox.service import Service

Sleep = Callable[[float], Awaitable[None]]


async def go_wrong(service: Service, fault: Fault, call: Call, sleep: Sleep) -> Answer:
    """Answer one request the way that a fault wants it."""
    if fault.latency:
        await sleep(fault.latency)
    answered = await _applied(service, fault, call)
    given = fault.given
    if given is not None:
        answered = replace(
            answered, status=given.status, body=given.body, content_type=given.content_type, headers=given.headers
        )
    if fault.date is not None:
        answered = replace(answered, headers={**answered.headers, "Date": fault.date})
    return replace(answered, ending=fault.ending, at=answered.at + timedelta(seconds=fault.skew))


async def _applied(service: Service, fault: Fault, call: Call) -> Answer:
    """Carry the request out as far as the fault lets it; what is not answered truly has a blank answer."""
    match fault.application:
        case Application.YES:
            return await service.answer(call)
        case Application.PRETEND:
            return await service.answer(call, pretend=True)
        case Application.LATE:
            try:
                service.postpone(call, fault.after, by_machine=fault.by_machine)
            except Refusal as refusal:
                return Answer(refusal.status, refusal.body(), service.time())
    return Answer(200, "", service.time())
