"""Settings of the acts: how long things can be taken back, what is asked about, what the tenant rounds."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from metrics.rounding import Rounding

_DAY_MINUTES = 24 * 60


def _of_a_day(rounding: Rounding) -> Rounding:
    minutes = (rounding.ticket_minutes, rounding.task_minutes, rounding.minimum_minutes)
    if not all(0 <= each <= _DAY_MINUTES for each in minutes):
        raise ValueError(f"write minutes from 0 to {_DAY_MINUTES}")
    return rounding


def _a_name(field: str) -> str:
    if field != field.strip() or not field.isprintable() or any(mark in field for mark in '"\\'):
        raise ValueError("write the name of the field as Autotask shows it, without blanks around it")
    return field


def _with_why(text: str) -> str:
    try:
        said = text.format(owner="", who="", why="\0")
    except (AttributeError, LookupError, ValueError):
        said = ""
    if "\0" not in said:
        raise ValueError("write {why} where the reason goes, and of braces only {owner}, {who} and {why}")
    return text


Reason = Annotated[str, Field(min_length=1, max_length=100)]
"""A reason to choose from a list."""


_Row = tuple[Reason, Reason, Reason]


class ActSettings(BaseModel):
    """What a shop or a person sets. Minutes unless said otherwise."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    undo_seconds: float = Field(default=4.0, ge=0, le=60)
    """In which `u` takes an act back for sure; a test of patience that nothing leaves before."""
    customer_seconds: float = Field(default=8.0, ge=0, le=60)
    """The same for what the customer reads."""
    impersonate: bool = True
    """Write in the person's own name where the tenant allows it; else in that of the API user."""
    shortest_note: int = Field(default=15, ge=0)
    """Characters of a summary, below which it says too little."""
    gap_minutes: int = Field(default=30, ge=0)
    """A hole before an entry, in working hours, that is asked about."""
    long_minutes: int = Field(default=240, gt=0)
    """An entry longer than this is asked about."""
    idle_minutes: int = Field(default=20, ge=0)
    """Without a key for so long, a running timer is asked about; 0 never."""
    resume_after_park: bool = True
    """When a timer ends or is parked, the one parked last runs again."""
    timesheet_page: str = ""
    """Path of the timesheet in Autotask's web application; empty opens its start page, because the address of the
    timesheet is not documented."""
    hold_field: Annotated[str, AfterValidator(_a_name)] = ""
    """The display name of a user-defined field of tickets, of text, that carries a hold in place of a note; empty for
    the note. Every app of a shop has to have the same."""
    rounding: Annotated[Rounding, AfterValidator(_of_a_day)] = Rounding()
    """The tenant's rounding, which the API does not tell."""
    non_billable_reasons: tuple[Reason, ...] = (
        "goodwill",
        "our own mistake",
        "training",
        "covered elsewhere",
        "too short to bill",
    )
    priority_matrix: tuple[_Row, _Row, _Row] = (
        ("critical", "critical", "high"),
        ("critical", "high", "medium"),
        ("high", "medium", "low"),
    )
    """The priority by impact (a row each: everybody, several people, one person) and urgency (cannot work, works badly,
    can wait): a label of the tenant's, or what the catalogue says that labels mean: critical, urgent, high, medium,
    normal, low."""
    nudge: Annotated[str, Field(max_length=1000), AfterValidator(_with_why)] = (
        "{owner}, a nudge from {who}: {why}. What is the next step, and by when?"
    )
    """The note of a nudge, inside: to whom, from whom and why."""
    skip_reasons: tuple[Reason, ...] = (
        "on another call",
        "scheduled",
        "waiting for somebody",
        "needs another skill",
        "too little time now",
    )
