"""What a started sandbox says of itself; apart, so that who starts one need not load the server."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Announcement:
    """What a started sandbox says of itself, as one JSON line on its standard output."""

    url: str
    """Zone address, ending in a slash: `http://127.0.0.1:PORT/ATServicesRest/`."""
    user: str
    secret: str
    integration_code: str
    at: str
    """World time at the anchor, ISO 8601 in UTC."""
    speed: float
    anchor: float
    """Wall-clock instant in epoch seconds: world time is `at + (wall - anchor) * speed`."""
    seed: int
    size: str
    me: str
    """E-mail address of a technician of the desk, whose day a visitor may look at."""

    def line(self) -> str:
        """Write it as one line of JSON."""
        return json.dumps(asdict(self), separators=(",", ":"))
