"""Settings of the desk: who "me" is, what the tenant's words mean, and the thresholds of the screens."""

from datetime import time
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from desk.interventions.settings import InterventionSettings
from desk.model import StatusKind


def _clock_span(text: str) -> str:
    parse_span(text)
    return text


def _clock_time(text: str) -> str:
    parse_time(text)
    return text


ClockTime = Annotated[str, AfterValidator(_clock_time)]
"""A local time of the day: "20:00"."""
ClockSpan = Annotated[str, AfterValidator(_clock_span)]
"""Two local times of a day: "12:00-13:00"."""


def parse_time(text: str) -> time:
    """Read "20:00".

    Raises:
        ValueError: it is no time of the day without a zone.
    """
    try:
        at = time.fromisoformat(text.strip())
    except ValueError:
        at = None
    if at is None or at.tzinfo is not None:
        raise ValueError(f'write a time of the day such as "20:00", not "{text}"')
    return at


def parse_span(text: str) -> tuple[time, time]:
    """Read "12:00-13:00".

    Raises:
        ValueError: it is not two times of a day, the first before the second.
    """
    opening, dash, closing = text.partition("-")
    try:
        span = time.fromisoformat(opening.strip()), time.fromisoformat(closing.strip())
    except ValueError:
        span = None
    if not dash or span is None or span[0] >= span[1]:
        raise ValueError(f'write two times of a day such as "12:00-13:00", not "{text}"')
    return span


class DeskSettings(BaseModel):
    """What a shop or a person sets for the desk. All have defaults that suit a desk of working days."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    me: str = ""
    """E-mail, user name, "First Last" or id of the resource at the screen; empty shows the team's queue only."""
    status: dict[str, StatusKind] = Field(default_factory=dict)
    """What a status label means, where its own words do not say it: {"Parked" = "on hold"}."""
    pausing: tuple[StatusKind, ...] = (StatusKind.WAITING_CUSTOMER,)
    """Kinds of status that stop the clock. Autotask's own map stops it for Waiting Customer alone, and the API
    does not tell how a tenant changed that."""
    resolution_plan_mapped: bool | None = None
    """Whether some status fires Resolution Plan. The API does not tell; None concludes it from the tickets."""
    calendars: dict[str, str] = Field(default_factory=dict)
    """Internal location whose hours count, or "24x7", by "service level / priority", service level or company name;
    what is not set is learnt from due dates (`desk.counted_hours`)."""
    vip_contacts: tuple[str, ...] = ()
    """E-mail addresses of contacts that are served first."""
    vip_titles: tuple[str, ...] = ("ceo", "cfo", "coo", "director", "managing partner", "owner", "president")
    """Words in a contact's title that make it a VIP."""
    backup_window: ClockTime = "20:00"
    """When the nightly backups start, on the wall clock of the ticket's location: a failed backup has until then."""
    soon_minutes: int = Field(default=60, ge=1, le=10_000)
    """Business minutes before a milestone from which an item is marked `!` and counted as due soon. Out of office hours
    it is so only when so many minutes are left by the clock on the wall."""
    stale_hours: int = Field(default=24, ge=1, le=10_000)
    """Business hours without any activity after which an item is marked `z`."""
    gap_minutes: int = Field(default=30, ge=0)
    """A hole in my day longer than this is shown."""
    entry_minutes: int = Field(default=15, ge=1, le=1440)
    """Time at the desk is entered in real time within so many minutes of its end."""
    entry_minutes_onsite: int = Field(default=60, ge=1, le=1440)
    """The same of work onsite. A call that has been over for longer misses its entry."""
    entry_by_on_call: ClockTime = "09:30"
    """Until when on the next business day work out of business hours is entered in real time."""
    lunch: ClockSpan | None = "12:00-13:00"
    """Not working time and not a gap."""
    hours: ClockSpan | None = None
    """My own working hours on a working day, instead of those of my location."""
    interventions: InterventionSettings = Field(default_factory=InterventionSettings)
    """From when on a ticket needs a dispatcher's hand."""
