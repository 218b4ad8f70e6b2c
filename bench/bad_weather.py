"""What goes wrong with requests in the long forms of the fault tests, armed through the sandbox's back door."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from sandbox.announcement import Announcement

WRITES = r"V1\.0/(?!.*/query$)"
"""Paths that something is written to, where the verb is no GET."""
_JSON_PAGE = {"body": "<html><head><title>Bad Gateway</title></head></html>", "type": "text/html"}
_LIMIT = "You have exceeded the request threshold of 10000 requests per hour."
_SELDOM = {"skip": 10, "times": 60}
"""It makes the whole app rest for seconds, in which nothing else would be tried."""
OF_WRITES: Sequence[Mapping[str, Any]] = (
    {"apply": "no", "reply": "reset"},
    {"apply": "yes", "reply": "reset"},
    {"apply": "yes", "reply": "cut"},
    {"apply": {"after": 0.9, "clock": "machine"}, "reply": "silence"},
    {"apply": "pretend", "reply": "real"},
    {"apply": "yes", "reply": {"status": 502, **_JSON_PAGE}},
    {"apply": "no", "reply": {"status": 500, "body": ""}},
    {"apply": "no", "reply": {"status": 500, "errors": ["Object reference not set to an instance of an object."]}},
    {**_SELDOM, "apply": "no", "reply": {"status": 429, "errors": [_LIMIT], "headers": {"Retry-After": "1"}}},
)
OF_READS: Sequence[Mapping[str, Any]] = (
    {"apply": "no", "reply": "reset"},
    {"apply": "yes", "reply": "cut"},
    {"apply": "no", "reply": {"status": 500, "body": ""}},
    {"apply": "no", "reply": {"status": 503, **_JSON_PAGE}},
)


def cut_off(about: Announcement) -> None:
    """Let nothing through at all, until `arm`."""
    with httpx.Client(base_url=about.url, trust_env=False) as door:
        door.delete("sandbox/faults").raise_for_status()
        fault = {"path": r"V1\.0", "times": 0, "apply": "no", "reply": "reset"}
        door.post("sandbox/faults", content=json.dumps(fault)).raise_for_status()


def arm(about: Announcement, *, writes: float = 0.0, reads: float = 0.0) -> int:
    """Let each kind of fault strike a share of the writes, and of the reads; none for 0.

    Returns how often those struck that were armed before.
    """
    faults = [
        {"method": "POST|PATCH|PUT|DELETE", "path": WRITES, "times": 0, "share": writes, "seed": seed, **fault}
        for seed, fault in enumerate(OF_WRITES if writes else ())
    ]
    faults += [
        {"method": "GET|POST", "path": r"V1\.0/.*query$", "times": 0, "share": reads, "seed": 100 + seed, **fault}
        for seed, fault in enumerate(OF_READS if reads else ())
    ]
    with httpx.Client(base_url=about.url, trust_env=False) as door:
        struck: int = sum(door.get("sandbox/faults").raise_for_status().json()["done"])
        door.delete("sandbox/faults").raise_for_status()
        if faults:
            door.post("sandbox/faults", content=json.dumps(faults)).raise_for_status()
    return struck
