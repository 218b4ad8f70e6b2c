"""Instants as a wall clock without seconds shows them: what forms show, and what time entries are held against."""

from datetime import datetime


def whole_minutes(at: datetime) -> datetime:
    """The minute that has begun."""
    return at.replace(second=0, microsecond=0)


def overlap(start: datetime, end: datetime, begin: datetime, finish: datetime) -> bool:
    """Whether two spans have a minute in common. What ended at 9:12:40 is no hindrance to what began at 9:12."""
    return whole_minutes(start) < whole_minutes(finish) and whole_minutes(begin) < whole_minutes(end)
