"""Timers: one that runs and a stack of parked ones. A value, changed by making another; `timekeeping` keeps it.

A timer is a list of closed spans and, while it runs, the moment it runs from. Instants are desk time, UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from desk.acts.told import Timer
from desk.model import ItemId, ItemKind

NO_TIME = timedelta()
TOGETHER = timedelta(minutes=1)
"""Spans with less between them are one."""


@dataclass(frozen=True, slots=True)
class Stack:
    """All timers of a person: the first runs if it has a `since`; the others are parked, the last parked first."""

    timers: tuple[Timer, ...] = ()

    @property
    def running(self) -> Timer | None:
        return self.timers[0] if self.timers and self.timers[0].running else None

    @property
    def parked(self) -> tuple[Timer, ...]:
        return self.timers[1:] if self.running else self.timers

    def get(self, timer_id: str) -> Timer | None:
        return next((timer for timer in self.timers if timer.timer_id == timer_id), None)

    def on(self, item: ItemId | None, code: int | None = None) -> Timer | None:
        """The timer of an item."""
        same = (each for each in self.timers if each.item == item and each.internal_code_id == code)
        return next(same, None) if item is not None or code is not None else None

    def started(self, timer: Timer, at: datetime) -> "Stack":
        """A new timer runs from a moment; the one that ran is parked then, and loses what the new one takes of it."""
        return Stack((replace(timer, since=at), *self.parked_at(at).timers))

    def resumed(self, timer_id: str, at: datetime) -> "Stack":
        """A parked timer runs again; the one that ran is parked."""
        timer = self.get(timer_id)
        if timer is None or timer.running:
            return self
        rest = Stack(tuple(each for each in self.timers if each is not timer)).parked_at(at)
        return Stack((replace(timer, since=at), *rest.timers))

    def parked_at(self, at: datetime) -> "Stack":
        """Nothing runs from a moment on. Time after that moment is taken off what ran."""
        return Stack(tuple(stopped(timer, at) for timer in self.timers))

    def without(self, timer_id: str) -> "Stack":
        return Stack(tuple(timer for timer in self.timers if timer.timer_id != timer_id))

    def taken_back(self, before: "Stack", after: "Stack", now: datetime) -> "Stack":
        """As it was before an act, but for what has happened since the act left it as it stood after.

        What the act had ended comes back parked where another timer runs by now, without the time of that one.
        """
        if self == after:
            return before
        known, left = ({timer.timer_id for timer in stack.timers} for stack in (before, after))
        rest = tuple(timer for timer in self.timers if timer.timer_id in known or timer.timer_id not in left)
        running = self.running
        until = running.since if running is not None and running.since is not None else now
        ended = (stopped(timer, until) for timer in before.timers if timer.timer_id not in left)
        return Stack((*rest, *ended))

    def with_(self, timer: Timer) -> "Stack":
        """The same with one of them changed."""
        return Stack(tuple(timer if each.timer_id == timer.timer_id else each for each in self.timers))

    def renamed(self, was: ItemId, now: ItemId) -> "Stack":
        """An item has got its id."""
        return Stack(tuple(replace(each, item=now) if each.item == was else each for each in self.timers))


def stopped(timer: Timer, at: datetime) -> Timer:
    """A timer that runs no more from a moment; one that was stopped before is as it was."""
    if timer.since is None:
        return timer
    return replace(timer, spans=_joined((*timer.spans, (timer.since, at))), since=None)


def spans_of(timer: Timer, now: datetime) -> tuple[tuple[datetime, datetime], ...]:
    """When it ran, whole, up to now."""
    return stopped(timer, now).spans


def worked(timer: Timer, now: datetime) -> timedelta:
    """How long it ran."""
    return sum((end - start for start, end in spans_of(timer, now)), NO_TIME)


def as_of(timer: Timer, now: datetime) -> Timer:
    """The timer with its seconds of now."""
    return replace(timer, seconds=int(worked(timer, now).total_seconds()))


def begun_at(timer: Timer, started: datetime) -> Timer:
    """A timer whose work began earlier or later; never before the end of a span but the first."""
    if timer.spans:
        (_, end), *rest = timer.spans
        return replace(timer, started=started, spans=((min(started, end), end), *rest))
    return replace(timer, started=started, since=started)


def cut(timer: Timer, since: datetime) -> Timer:
    """It ended with the last key."""
    return stopped(timer, max(since, timer.since or since))


def split(timer: Timer, since: datetime, until: datetime) -> Timer:
    """What lies between was no work, and it runs on."""
    if timer.since is None:
        return timer
    return replace(cut(timer, since), since=max(until, timer.since))


def shifted(timer: Timer, by: timedelta) -> Timer:
    """The wall clock was set: what runs has run as long as before."""
    return timer if timer.since is None else replace(timer, since=timer.since + by)


def _joined(spans: tuple[tuple[datetime, datetime], ...]) -> tuple[tuple[datetime, datetime], ...]:
    """Without empty ones, and joined where hardly anything lies between."""
    out: list[tuple[datetime, datetime]] = []
    for start, end in spans:
        if end <= start:
            continue
        if out and start - out[-1][1] < TOGETHER:
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return tuple(out)


# As it is kept ---------------------------------------------------------------------------------------------------


def packed(stack: Stack) -> list[dict[str, Any]]:
    """As `Outbox.keep` takes it."""
    return [
        {
            "id": timer.timer_id,
            "item": None if timer.item is None else [timer.item.kind.value, timer.item.id],
            "code": timer.internal_code_id,
            "what": timer.what,
            "started": timer.started,
            "spans": [list(span) for span in timer.spans],
            "since": timer.since,
            "note": timer.note,
        }
        for timer in stack.timers
    ]


def unpacked(body: object) -> Stack:
    """What was kept; what cannot be read of it is left out, so that one bad line never hides the others."""
    timers = []
    for line in body if isinstance(body, list) else []:
        try:
            timers.append(_timer(line))
        except (KeyError, TypeError, ValueError):
            continue
    return Stack(tuple(timers))


def _timer(line: Mapping[str, Any]) -> Timer:
    item = line["item"]
    return Timer(
        timer_id=str(line["id"]),
        item=None if item is None else ItemId(ItemKind(item[0]), int(item[1])),
        what=str(line["what"]),
        started=_instant(line["started"]),
        spans=tuple((_instant(start), _instant(end)) for start, end in line["spans"]),
        since=None if line["since"] is None else _instant(line["since"]),
        seconds=0,
        note=str(line["note"]),
        internal_code_id=line["code"],
    )


def _instant(value: object) -> datetime:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise ValueError(value)
    return value
