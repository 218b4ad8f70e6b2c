"""A request as it came in, and its answer."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sandbox.errors import Refused
from sandbox.routing import ROOT

_LARGEST_BODY = 20_000_000
_JSON = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Call:
    """A request as it came in. Names of headers and of query parameters are in lower case."""

    method: str
    origin: str
    """Scheme and host that the caller used, such as `http://127.0.0.1:8000`."""
    path: str
    target: str
    """Path and query as sent, percent escapes included."""
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    local: bool
    """Whether it came over the loopback interface."""

    @property
    def root(self) -> str:
        """Address of the API as the caller sees it."""
        return f"{self.origin}{ROOT}"

    @property
    def url(self) -> str:
        """Address that was asked for."""
        return f"{self.origin}{self.target}"

    def text(self) -> str:
        """Give the body as text, unpacked if it came packed.

        Raises:
            Refused: it is too large, not UTF-8, or not what its `Content-Encoding` says.
        """
        body = self.body
        try:
            if "gzip" in self.headers.get("content-encoding", "").lower():
                body = _unpacked(body)
            if len(body) > _LARGEST_BODY:
                raise Refused("The request body is too large.")
            return body.decode("utf-8-sig")
        except (EOFError, zlib.error, UnicodeDecodeError):
            raise Refused("The request body cannot be read.") from None


def _unpacked(packed: bytes) -> bytes:
    """Unpack one gzip member or several, but no more than just too much.

    Raises:
        EOFError: it breaks off.
        zlib.error: it is something else.
    """
    body = b""
    while packed and len(body) <= _LARGEST_BODY:
        member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        body += member.decompress(packed, _LARGEST_BODY + 1 - len(body))
        if not member.eof and len(body) <= _LARGEST_BODY:
            raise EOFError
        packed = member.unused_data
    return body


class Ending(StrEnum):
    """How an answer ends on the wire."""

    WHOLE = "whole"
    CUT = "cut"
    """Half of the body, then the end of the connection."""
    RESET = "reset"
    """No answer: the connection is reset."""
    SILENCE = "silence"
    """No answer at all, until the caller gives up."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, body and kind of body; `at` is the time that its `Date` tells."""

    status: int
    body: str | bytes
    at: datetime
    content_type: str = _JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    ending: Ending = Ending.WHOLE
