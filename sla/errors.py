"""Everything the SLA room refuses, as one tree.

```
SlaError (ValueError)
├── NaiveInstant      a datetime without a zone was given for an instant
├── ScheduleError     a schedule cannot be read: place, cause, next step
│   └── UnknownZone   the time zone is neither an IANA nor a Windows name
├── NeverOpens        an opening (or a closing) was asked for and there is none
└── OutOfRange        an instant lies outside the years a calendar answers for
```
"""

from __future__ import annotations


class SlaError(ValueError):
    """Base of every error of this room; the text is fit for a person."""


class NaiveInstant(SlaError):
    """A naive datetime names no instant, so nothing can be computed from it."""


class ScheduleError(SlaError):
    """A schedule that cannot be read.

    Attributes:
        place: where in the declaration, for example ``weekly["mon"][0]``.
        cause: what is wrong there.
        remedy: what to write instead.
    """

    def __init__(self, place: str, cause: str, remedy: str) -> None:
        super().__init__(f"{place}: {cause}. {remedy}")
        self.place = place
        self.cause = cause
        self.remedy = remedy


class UnknownZone(ScheduleError):
    """A time zone name that neither IANA nor Windows knows."""


class NeverOpens(SlaError):
    """The calendar has no such opening, closing or amount of business time."""


class OutOfRange(SlaError):
    """An instant outside the years for which calendars are kept."""
