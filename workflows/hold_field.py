"""A hold in a field of the ticket, where a shop has named one for it: the note of `workflows.hold_notes` on one line.

    On hold: vendor | Reason: new PSU ordered | Until: 2026-11-26 (Thu) | Vendor: Dell | Since: 2026-11-24 09:41:07 UTC

It says when it was written, because a field does not: so the newest of it and the notes wins. One without that, as a
colleague writes it by hand, wins over every note. An empty field carries nothing.
"""

import re
from dataclasses import replace
from datetime import UTC, datetime
from sys import maxsize

from sla.instants import Micros, micros
from workflows.hold_notes import Note, written
from workflows.holds import Hold

_BETWEEN = " | "
_SINCE = re.compile(r"\s*Since:\s*(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) UTC\s*")


def in_field(hold: Hold, since: datetime) -> str:
    """The text of the field.

    Args:
        since: when it is written; to the second.

    Raises:
        ValueError: the hold has no day on which it is released.
    """
    flat = replace(
        hold,
        reason=_flat(hold.reason),
        vendor=_flat(hold.vendor),
        case_number=_flat(hold.case_number),
        owner=_flat(hold.owner),
    )
    lines = [*written(flat).splitlines(), f"Since: {since.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"]
    return _BETWEEN.join(lines)


def note_of(field: str | None) -> Note | None:
    """The text of the field as if it were a note; None where it is empty."""
    if not (field or "").strip():
        return None
    at, lines = maxsize, []
    for line in re.split(r"\s\|\s|\n", field or ""):
        if found := _SINCE.fullmatch(line):
            at = _instant(found[1])
        else:
            lines.append(line)
    return Note(at, "", "\n".join(lines))


def _instant(said: str) -> Micros:
    try:
        return micros(datetime.fromisoformat(said).replace(tzinfo=UTC))
    except ValueError:
        return maxsize


def _flat(text: str) -> str:
    """One line, without what parts the lines of the field."""
    return " ".join(text.replace("|", "/").split())
