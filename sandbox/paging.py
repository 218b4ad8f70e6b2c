"""Pages of a query: the token that names a position, and the addresses of the pages beside it.

The token is a position, not a snapshot: `{"pageSize": 500, "previousIds": [-1], "nextIds": [725]}` means "what
follows id 725", and keeps the positions of the fifty pages before for the way back; that it never ages is ours. After a
GET the address carries the `search`, its strings in single quotes; after a POST it does not, and wants the same body
again by POST.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from sandbox.errors import Refused
from sandbox.quoting import double_quoted, single_quoted

LARGEST = 500
_KEPT = 50
"""Pages behind one that its token leads back over."""

_START = -1
"""Position before the first row; ids start at 0 (one's own company)."""

_ESCAPES = re.compile("%[0-9A-F]{2}")


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page starts: after `after`, with the starts of the pages before it."""

    size: int
    after: int = _START
    earlier: tuple[int, ...] = ()

    def token(self) -> str:
        """JSON text of this position."""
        body = {"pageSize": self.size, "previousIds": list(self.earlier), "nextIds": [self.after]}
        return json.dumps(body, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Address:
    """Where the pages of one query live: `https://host/ATServicesRest/V1.0/Tickets/query/next`, and its search."""

    url: str
    search: str | None

    def of(self, position: Position) -> str:
        """Address of the page at `position`, percent escapes in lower case as Autotask writes them."""
        text = f"{self.url}?paging={_escaped(position.token())}"
        return text if self.search is None else f"{text}&search={_escaped(single_quoted(double_quoted(self.search)))}"


def page_size(raw: object) -> int:
    """Read `MaxRecords`.

    Raises:
        Refused: it is not between 1 and 500.
    """
    if raw is None:
        return LARGEST
    if isinstance(raw, bool) or not isinstance(raw, int) or not 1 <= raw <= LARGEST:
        raise Refused(f"maxCountOfRecordsToReturn must be between 1 and {LARGEST}")
    return raw


def position(token: str) -> Position:
    """Read the `paging` of an address.

    Raises:
        Refused: it is not one of ours.
    """
    try:
        raw = json.loads(token)
        earlier = tuple(int(start) for start in raw["previousIds"])
        after = int(raw["nextIds"][-1])
        if not _START <= after < 2**63:
            raise ValueError
        return Position(page_size(raw["pageSize"]), after, earlier)
    except (ValueError, TypeError, LookupError, OverflowError, RecursionError):
        raise Refused("The paging information of the request is not valid.") from None


def page(rows: Sequence[tuple[int, bytes]], at: Position, address: Address) -> bytes:
    """Write one page from up to one row more than fits on it, which tells whether another page follows."""
    shown = rows[: at.size]
    following = Position(at.size, shown[-1][0], (*at.earlier, at.after)[-_KEPT:]) if len(rows) > at.size else None
    preceding = Position(at.size, at.earlier[-1], at.earlier[:-1]) if at.earlier else None
    details = {
        "count": len(shown),
        "requestCount": at.size,
        "prevPageUrl": address.of(preceding) if preceding else None,
        "nextPageUrl": address.of(following) if following else None,
    }
    closing = f'],"pageDetails":{json.dumps(details, separators=(",", ":"))}}}'
    return b"".join((b'{"items":[', b",".join([text for _, text in shown]), closing.encode()))


def _escaped(text: str) -> str:
    return _ESCAPES.sub(lambda escape: escape[0].lower(), quote(text, safe="", errors="replace"))
