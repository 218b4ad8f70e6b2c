"""Durations, speeds, ports and instants as a person writes them on the command line."""

import argparse
import re
from datetime import UTC, datetime

_DURATION = re.compile(r"(?P<amount>\d+(?:\.\d+)?)\s*(?P<unit>ms|s|m|h)?", re.ASCII)
LAST_PORT = 65_535
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, None: 1.0}


def duration(text: str) -> float:
    """Seconds of `5s`, `2m`, `1.5h`, `250ms` or a bare number of seconds."""
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not a duration; write it like 5s, 2m or 1h")
    return float(match["amount"]) * _SECONDS[match["unit"]]


def speed(text: str) -> float:
    """Desk seconds that pass in one second of the machine: zero stands still, 60 is an hour a minute."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 3600:
        raise argparse.ArgumentTypeError(f"{text!r} is not a speed; write a number from 0 to 3600")
    return value


def port(text: str) -> int:
    """A port to listen on; 0 takes a free one."""
    value = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(LAST_PORT)) else -1
    if not 0 <= value <= LAST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; write a number from 0 to {LAST_PORT}")
    return value


def moment(text: str) -> datetime:
    """An instant such as `2026-11-24T09:40Z`; without a zone it is read as UTC. `now` is this moment."""
    if text.strip().lower() == "now":
        return datetime.now(UTC)
    from dateutil import parser

    try:
        parsed = parser.isoparse(text.strip())
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not an instant; write it like 2026-11-24T09:40Z") from None
    return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
