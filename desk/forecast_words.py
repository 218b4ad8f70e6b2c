"""A forecast in words, with its arithmetic, and why there is none."""

from zoneinfo import ZoneInfo

from desk.durations import clock_text, moment_text
from desk.entries import Entry
from desk.meanings import promise
from desk.model import ItemKind, Micros, MilestoneName, Person
from sla.instants import MINUTE
from workflows.forecast import Forecast


def forecast_sentence(one: Forecast, name: str, now: Micros, zone: ZoneInfo) -> str:
    """One sentence without a full stop: what stands before it, when its tech is free, when it would be met and is due.

    "4 tickets before it, about 3:10 of work; Ana Ruiz is free from 11:00; would be done about 15:40, due 14:20"

    Args:
        name: of the tech.
        zone: of the reader.
    """
    due = f"{'' if one.milestone is MilestoneName.RESOLVED else f'{promise(one.milestone)} '}due"
    ends = f"{_met(one, now, zone)}, {due} {moment_text(one.due, now, zone)}"
    if one.booked:
        return f"booked; {ends}"
    if one.at_once:
        return f"{_before(one)}; goes before all else; {ends}"
    return f"{_before(one)}; {_free(one, name, now, zone)}; {ends}"


def no_forecast(entry: Entry | None, owner: Person | None) -> str:
    """Why nothing is forecast for an item, without a full stop."""
    if entry is None or entry.item.id.kind is not ItemKind.TICKET:
        return "only open tickets have a forecast"
    item = entry.item
    if item.owner_id is None:
        return "no forecast: nobody has it"
    if owner is None or not owner.active:
        return f"no forecast: {item.owner or 'its owner'} is not active"
    if item.paused:
        return "no forecast: its clock stands"
    if not item.place.offered:
        return "no forecast: it waits" if item.waiting else "no forecast: it is in no queue before it is booked"
    if not entry.facts.pending:
        return "no forecast: nothing is promised that is still to be met"
    return "no forecast: what is promised was missed, or lies after all that is planned"


def _before(one: Forecast) -> str:
    own = f"about {_length(one.effort.us)} itself"
    if not one.ahead:
        return f"nothing before it, {own}" if one.milestone is MilestoneName.RESOLVED else "nothing before it"
    before = f"{one.ahead} ticket{'s' if one.ahead != 1 else ''} before it, about {_length(one.ahead_us)} of work"
    return f"{before}, {own}" if one.milestone is MilestoneName.RESOLVED else before


def _free(one: Forecast, name: str, now: Micros, zone: ZoneInfo) -> str:
    if one.free_from is None:
        return f"{name} has no free time before {moment_text(one.in_sight, now, zone)}"
    if one.free_from <= now:
        return f"{name} is free now"
    return f"{name} is free from {moment_text(one.free_from, now, zone)}"


def _met(one: Forecast, now: Micros, zone: ZoneInfo) -> str:
    resolution = one.milestone is MilestoneName.RESOLVED
    if one.expected is None:
        never = "would not be done" if resolution else "its turn does not come"
        return f"{never} before {moment_text(one.in_sight, now, zone)}"
    about = "" if one.booked else "about "
    return f"{'would be done' if resolution else 'its turn comes'} {about}{moment_text(one.expected, now, zone)}"


def _length(us: int) -> str:
    return clock_text(us // MINUTE)
