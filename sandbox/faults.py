"""What can be made to go wrong: for which requests, how often, what becomes of the request, and how it is answered.

A fault as JSON; all keys but `reply` or another effect may be left out:

| key      | value                                                                                             |
|----------|---------------------------------------------------------------------------------------------------|
| method   | regular expression for the whole verb, such as `"POST|PATCH"`; all verbs                          |
| path     | regular expression somewhere in the path, whatever the case: `"V1.0/TimeEntries$"`; all paths     |
| times    | how many requests it hits, default 1; 0 for all until the faults are cleared                      |
| skip     | how many fitting requests pass before it begins, default 0                                        |
| share    | share of the fitting requests that it hits, default 1, drawn from a stream named by `seed`        |
| apply    | `"yes"`, `"no"`, `"pretend"` (answered, nothing changed), or `{"after": 30, "clock": "desk"}`     |
|          | (late, by the clock `"desk"` or `"machine"`); asked for where `reply` is not `"real"`             |
| reply    | `"real"`, `"cut"`, `"reset"`, `"silence"` (no answer ever), or an object with `status`, `errors`  |
|          | (texts), `body`, `type`, `headers`                                                                |
| latency  | seconds of the machine before anything else happens                                               |
| skew     | seconds by which the `Date` of the answer is wrong                                                |
| date     | what its `Date` says instead, word for word                                                       |
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sandbox.calls import Call, Ending
from sandbox.values import plain

_JSON = "application/json; charset=utf-8"
_MOST = 1e9
"""Beyond all numbers that make sense in a fault; a `Date` so far off still lies in the calendar."""

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_SENDABLE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
"""What the name of a header is made of, and what stands in one."""

_OURS = frozenset({"content-length", "transfer-encoding"})
_BODILESS = frozenset({204, 304})

_KEYS = frozenset({"method", "path", "times", "skip", "share", "seed", "apply", "reply", "latency", "skew", "date"})


class FaultError(ValueError):
    """A fault cannot be read. The text says which key is wrong."""


class Application(StrEnum):
    """What becomes of the request that a fault hits."""

    YES = "yes"
    NO = "no"
    PRETEND = "pretend"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that the sandbox would not give by itself."""

    status: int
    body: str
    content_type: str = _JSON
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong."""

    method: re.Pattern[str]
    path: re.Pattern[str]
    times: int
    skip: int
    share: float
    seed: int
    application: Application
    after: float
    by_machine: bool
    ending: Ending
    given: Given | None
    latency: float
    skew: float
    date: str | None

    def fits(self, call: Call) -> bool:
        """Whether it is meant for a request."""
        return bool(self.method.fullmatch(call.method) and self.path.search(call.path))


class Faults:
    """The faults in force, each with what it has seen so far."""

    def __init__(self) -> None:
        self._armed: list[_Armed] = []

    def add(self, fault: Fault) -> int:
        """Arm one and give its number."""
        self._armed.append(_Armed(fault, random.Random(fault.seed)))
        return len(self._armed)

    def clear(self) -> None:
        """Let everything go well from now on."""
        self._armed.clear()

    def hit(self, call: Call) -> Fault | None:
        """Give the first fault that strikes this request, and count it."""
        return next((armed.fault for armed in self._armed if armed.strikes(call)), None)

    def done(self) -> list[int]:
        """How often each of them has struck, in the order of their numbers."""
        return [armed.done for armed in self._armed]


@dataclass(slots=True)
class _Armed:
    fault: Fault
    rng: random.Random
    seen: int = 0
    done: int = 0

    def strikes(self, call: Call) -> bool:
        fault = self.fault
        if not fault.fits(call) or (fault.times and self.done >= fault.times):
            return False
        self.seen += 1
        struck = self.seen > fault.skip and (fault.share >= 1 or self.rng.random() < fault.share)
        self.done += struck
        return struck


def read_fault(raw: Mapping[str, Any]) -> Fault:
    """Read a fault as the table above has it.

    Raises:
        FaultError: a key is unknown or missing, or a value is none.
    """
    unknown = sorted(set(raw) - _KEYS)
    if unknown:
        raise FaultError(f"There is no key {unknown[0]!r}.")
    ending, given = _reply(raw.get("reply", "real"))
    real = given is None and ending is Ending.WHOLE
    if "apply" not in raw and not real:
        raise FaultError("Say with 'apply' what becomes of the request.")
    application, after, by_machine = _application(raw.get("apply", "yes"))
    if application in {Application.NO, Application.LATE} and (real or ending is Ending.CUT):
        raise FaultError("There is no real answer to a request that is not carried out.")
    return Fault(
        method=_pattern(raw, "method"),
        path=_pattern(raw, "path"),
        times=_whole(raw, "times", 1),
        skip=_whole(raw, "skip", 0),
        share=_number(raw, "share", 1, most=1),
        seed=_whole(raw, "seed", 0),
        application=application,
        after=after,
        by_machine=by_machine,
        ending=ending,
        given=given,
        latency=_number(raw, "latency", 0),
        skew=_number(raw, "skew", 0, least=-_MOST),
        date=None if raw.get("date") is None else _header(raw, "date"),
    )


def _application(raw: object) -> tuple[Application, float, bool]:
    if isinstance(raw, dict):
        clock = raw.get("clock", "desk")
        if set(raw) - {"after", "clock"} or clock not in ("desk", "machine"):
            raise FaultError("A late request has 'after' in seconds and a 'clock', 'desk' or 'machine'.")
        return Application.LATE, _number(raw, "after", 0), clock == "machine"
    if raw not in ("yes", "no", "pretend"):
        raise FaultError(f"{raw!r} is no value for 'apply'.")
    return Application(str(raw)), 0.0, False


def _reply(raw: object) -> tuple[Ending, Given | None]:
    if isinstance(raw, dict):
        return Ending.WHOLE, _given(raw)
    if raw == "real":
        return Ending.WHOLE, None
    if raw not in (Ending.CUT, Ending.RESET, Ending.SILENCE):
        raise FaultError(f"{raw!r} is no value for 'reply'.")
    return Ending(str(raw)), None


def _given(raw: Mapping[str, Any]) -> Given:
    if set(raw) - {"status", "errors", "body", "type", "headers"}:
        raise FaultError("A reply has 'status', 'errors' or 'body', 'type' and 'headers'.")
    status, headers, body = raw.get("status", 200), raw.get("headers", {}), raw.get("body", "")
    if type(status) is not int or not 200 <= status < 600:
        raise FaultError(f"{status!r} is no value for 'status'.")
    if not isinstance(headers, dict) or not all(map(_NAME.fullmatch, headers)):
        raise FaultError("'headers' has texts by name.")
    if not _OURS.isdisjoint(map(str.lower, headers)):
        raise FaultError("How long an answer is follows from its body: a 'reply' of \"cut\" breaks it off.")
    if not isinstance(body, str):
        raise FaultError(f"{body!r} is no value for 'body'.")
    if "errors" in raw:
        body = json.dumps({"errors": raw["errors"]})
    if status in _BODILESS and body:
        raise FaultError(f"An answer with status {status} has no body.")
    kind = _header(raw, "type") if "type" in raw else _JSON
    return Given(status, plain(body), kind, {name: _header(headers, name) for name in headers})


def _header(raw: Mapping[str, Any], key: str) -> str:
    """Read what a header shall say.

    Raises:
        FaultError: no header can.
    """
    if not isinstance(raw[key], str) or not _SENDABLE.fullmatch(raw[key]):
        raise FaultError(f"{raw[key]!r} is no value for {key!r}.")
    return str(raw[key])


def _pattern(raw: Mapping[str, Any], key: str) -> re.Pattern[str]:
    pattern = raw.get(key, ".*")
    if not isinstance(pattern, str):
        raise FaultError(f"{pattern!r} is no value for {key!r}.")
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as problem:
        raise FaultError(f"{key!r} is no regular expression: {problem}.") from None


def _number(raw: Mapping[str, Any], key: str, default: float, *, least: float = 0, most: float = _MOST) -> float:
    value = raw.get(key, default)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not least <= value <= most:
        raise FaultError(f"{value!r} is no value for {key!r}.")
    return float(value)


def _whole(raw: Mapping[str, Any], key: str, default: int) -> int:
    value = _number(raw, key, default)
    if not value.is_integer():
        raise FaultError(f"{raw[key]!r} is no value for {key!r}.")
    return int(value)
