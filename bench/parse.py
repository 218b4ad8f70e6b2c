"""Bytes of 50,000 tickets to entities, texts cleaned, against pydantic used the plain way.

100 pages of 500 tickets as Autotask sends them, made from a seed; every page has texts beyond ASCII and some hostile
ones. The peer is `[Model.model_validate(row) for row in json.loads(body)["items"]]` with a `BaseModel` of the same
fields and the same cleaning as a validator. Both are held to the same values on a page before the clock starts.
The same pages with instants that name no zone are measured beside them, against themselves with one.

Each page is read by all sides in turn, several times over, and the best round of each side is summed over the pages:
what else runs on the machine can only add to a round, and one of a few milliseconds finds quiet where a long one does
not.
"""

import gc
import json
import random
import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, create_model
from pydantic import Field as PydanticField

from autotask.entities import Ticket
from autotask.kinds import FieldSpec, kind_of
from autotask.pages import read_rows
from autotask.text import clean
from autotask.user_fields import LISTED
from bench.figures import Figure

PAGES = 100
ROWS = 500
GOAL = 1.8
NAIVE_GOAL = 1.5
SEED = 7
_ROUNDS = 8
_ZONE = re.compile(rb'(?<=\.\d{3})Z"')
_NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
_TICKETS = kind_of(Ticket)
_FIELDS = [spec for spec in _TICKETS.fields if spec.wire != LISTED]
"""A shop that names no user-defined field for its holds is sent none."""
_PROSE = (
    "Printer on the third floor does not print",
    "Cannot sign in to the portal since this morning",
    "Please add the new colleague to the distribution list",
    "Backup of the file server failed again",
    "Laptop is very slow after the update",
    "VPN drops every few minutes when working from home",
    "Shared mailbox is missing in Outlook",
    "Monitor stays black after docking",
)
_BEYOND_ASCII = ("Müller kann seit heute früh keine E-Mails öffnen", "Le poste de travail ne démarre plus – merci")


def measure() -> list[Figure]:
    """Processor time for all pages: ours, the plain way's, and ours without zones."""
    bodies = list(_bodies(random.Random(SEED)))
    model = _plain_model()

    def ours(body: bytes) -> object:
        return read_rows(_TICKETS, body)

    def plain(body: bytes) -> object:
        return [model.model_validate(row) for row in json.loads(body)["items"]]

    _agree(model, bodies[0])
    assert read_rows(_TICKETS, _without_zones(bodies[0])).items == read_rows(_TICKETS, bodies[0]).items
    mine = theirs = zoneless = 0.0
    gc.collect()
    gc.disable()  # its pauses would fall on whoever happens to be measured
    try:
        for body in bodies:
            bare = _without_zones(body)
            rounds = [(_seconds(ours, body), _seconds(plain, body), _seconds(ours, bare)) for _ in range(_ROUNDS)]
            best = [min(side) for side in zip(*rounds, strict=True)]
            mine, theirs, zoneless = mine + best[0], theirs + best[1], zoneless + best[2]
    finally:
        gc.enable()
    size = sum(len(body) for body in bodies) / len(bodies) / 1000
    note = f"{len(_FIELDS)} fields a ticket, {size:.0f} kB and {mine / PAGES * 1000:.2f} ms a page of {ROWS}."
    name = f"{PAGES * ROWS:,} tickets"
    return [
        Figure(name, mine, theirs, "model_validate", "s", GOAL, at_most=False, note=note),
        Figure(f"{name}, no zones", zoneless, mine, "with zones", "s", NAIVE_GOAL, at_most=True),
    ]


def _seconds(read: Callable[[bytes], object], body: bytes) -> float:
    """Processor time of reading one page and letting go of it."""
    start = time.thread_time()
    read(body)
    return time.thread_time() - start


def _without_zones(body: bytes) -> bytes:
    return _ZONE.sub(b'"', body)


def _plain_model() -> type[BaseModel]:
    cleaned = Annotated[str, AfterValidator(clean)]
    types: dict[type, Any] = {str: cleaned, datetime: AwareDatetime}
    fields: dict[str, Any] = {
        spec.attr: (types.get(spec.type, spec.type) | None, PydanticField(default=None, alias=spec.wire))
        for spec in _FIELDS
    }
    return create_model("PlainTicket", **fields)


def _agree(model: type[BaseModel], body: bytes) -> None:
    """Both ways read the same values."""
    ours = read_rows(_TICKETS, body).items
    plain = [model.model_validate(row) for row in json.loads(body)["items"]]
    assert len(ours) == len(plain) == ROWS
    for mine, theirs in zip(ours, plain, strict=True):
        assert all(getattr(mine, spec.attr) == getattr(theirs, spec.attr) for spec in _FIELDS)


def _bodies(rng: random.Random) -> Iterator[bytes]:
    for number in range(PAGES):
        items = [_row(number * ROWS + row + 1, rng) for row in range(ROWS)]
        details = {"count": ROWS, "requestCount": ROWS, "prevPageUrl": None, "nextPageUrl": None}
        answer = {"items": items, "pageDetails": details}
        yield json.dumps(answer, separators=(",", ":"), ensure_ascii=False).encode()


def _row(row_id: int, rng: random.Random) -> dict[str, Any]:
    row = {spec.wire: _value(spec, rng) for spec in _FIELDS}
    return {**row, "id": row_id, "description": _description(rng), "title": _title(rng)}


def _value(spec: FieldSpec, rng: random.Random) -> Any:
    """A value of a field, null in three of ten as on a real desk."""
    if rng.random() < 0.3:
        return None
    if spec.type in (datetime, date):
        at = _NOW - timedelta(milliseconds=rng.randrange(90 * 86_400_000))
        return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03}Z"
    if spec.type is str:
        return _words(rng)
    if spec.type is float:
        return rng.randrange(400) / 100
    return rng.random() < 0.5 if spec.type is bool else rng.randrange(30_000_000)


def _words(rng: random.Random) -> str:
    """A line of text; one in twenty goes beyond ASCII."""
    return rng.choice(_BEYOND_ASCII if rng.random() < 0.05 else _PROSE)


def _title(rng: random.Random) -> str:
    return _words(rng) + ("\x1b[2J" if rng.random() < 0.005 else "")


def _description(rng: random.Random) -> str:
    end = "\r\n" if rng.random() < 0.3 else "\n"
    return end.join(_words(rng) for _ in range(rng.randrange(2, 12)))
