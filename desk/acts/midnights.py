"""The two midnights that a time entry may pass: that of the tech's day, and that of Autotask's own day, in UTC.

Autotask counts an entry on the day on which it starts, and by default refuses one that passes its own midnight
(domain 4.1). Which of the two a tenant has chosen, the API does not tell; so the person is asked.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from desk.acts.answers import Question
from desk.acts.wording import clock, local_day

_MOMENT = timedelta(microseconds=1)


def midnight_questions(start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[Question]:
    """What is to be asked of an entry of at most a day. One that ends with the day does not pass midnight."""
    turn = datetime.combine((end - _MOMENT).astimezone(UTC), time(), UTC)
    refused = start < turn
    parts = _in_parts(start, turn, end, zone) if refused else ""
    if local_day(end - _MOMENT, zone) != local_day(start, zone):
        day = f"{local_day(start, zone):%a %d %b}"
        both = refused and turn.astimezone(zone).time() == time()
        advice = f" Most tenants refuse that: {parts}." if both else ""
        yield Question("midnight", f"It passes midnight; Autotask counts all of it on {day}.{advice} Enter it so?",
                       "Save anyway")  # fmt: skip
        if both:
            return
    if refused:
        says = f"It passes {clock(turn, zone)}, where Autotask's own day ends. Most tenants refuse that: {parts}."
        yield Question("utc midnight", f"{says} Send it as one?", "Send it as one")


def _in_parts(start: datetime, turn: datetime, end: datetime, zone: ZoneInfo) -> str:
    first, middle, last = (clock(at, zone) for at in (start, turn, end))
    return f"{first}-{middle} + {middle}-{last} makes two entries of it"
