"""Settings of the intervention list: from when on something needs a hand, for all tickets or for one workflow."""

import re
from collections.abc import Collection
from dataclasses import replace
from functools import cached_property
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from desk.model import StatusKind
from sla.instants import MINUTE
from sla.risk import Thresholds
from workflows.intervention_kinds import NeedKind
from workflows.intervention_limits import STATUS_HOURS, Limits, default_limits

MinuteLimit = Annotated[int, Field(ge=0, le=100_000)]
HourLimit = Annotated[int, Field(ge=1, le=10_000)]


def _workflow_id(text: str) -> str:
    if re.fullmatch(r"[A-Z][A-Z0-9]*", text) is None:
        raise ValueError(f'write a workflow as the catalogue does, such as "W01" or "A", not "{text}"')
    return text


WorkflowId = Annotated[str, AfterValidator(_workflow_id)]
"""As the catalogue writes it: W01, A, U."""


class LimitSettings(BaseModel):
    """Limits that somebody set; what is not set stays as it is. Business time, round the clock where the workflow's
    first response is."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    triage_minutes: MinuteLimit | None = None
    """From creation until somebody has looked at a ticket."""
    assign_minutes: MinuteLimit | None = None
    """From creation until somebody has it; 0 asks for an owner at once."""
    forecast_hours: HourLimit | None = None
    """Before a milestone is due, from when on a miss that is foreseen is listed."""
    answer_minutes: MinuteLimit | None = None
    """From a customer's reply until somebody answers."""
    book_hours: Annotated[int, Field(ge=0, le=10_000)] | None = None
    """From creation until work that is booked only has a booking; 0 asks for one at once."""
    ahead_hours: Annotated[int, Field(ge=0, le=10_000)] | None = None
    """Before the day on which the work is due; before that it needs no owner, no booking and no care. 0 wants them from
    creation on."""
    silent_hours: HourLimit | None = None
    """From the last word to the customer."""
    stale_hours: HourLimit | None = None
    """From the last activity; the limit of the status counts where that is shorter."""
    never: tuple[NeedKind, ...] | None = None
    """Kinds of need that are never listed."""

    def over(self, limits: Limits) -> Limits:
        """Other limits, with these laid over them."""
        given = {name: value for name in _NUMBERS if (value := getattr(self, name)) is not None}
        laid = replace(limits, **given)
        return laid if self.never is None else replace(laid, never=frozenset(self.never))


_NUMBERS = tuple(name for name in LimitSettings.model_fields if name != "never")


class InterventionSettings(LimitSettings):
    """`[desk.interventions]`. What stands here counts for every workflow, what stands in
    `[desk.interventions.workflows.W01]` for that one and goes before it."""

    status_hours: dict[StatusKind, HourLimit] = Field(default_factory=dict)
    """Business hours without any activity after which a ticket is stale or has waited too long, by what its status
    means."""
    risk_share: float = Field(default=0.25, gt=0, lt=1)
    """A milestone is at risk when so much of its time is left ..."""
    risk_minutes: int = Field(default=15, ge=0, le=10_000)
    """... or so many business minutes, but not before half of its time is used."""
    risk_hours: HourLimit = 8
    """... and never before so many business hours ahead, however long its promise is."""
    workflows: dict[WorkflowId, LimitSettings] = Field(default_factory=dict)

    def limits(self, workflow: str) -> Limits:
        """The limits in force for a workflow."""
        laid = self.over(default_limits(workflow))
        own = self.workflows.get(workflow)
        return laid if own is None else own.over(laid)

    def strangers(self, workflows: Collection[str]) -> str:
        """One sentence about limits for workflows that the catalogue does not have; empty where there are none."""
        unknown = ", ".join(sorted(self.workflows.keys() - set(workflows)))
        return f"desk.interventions.workflows names {unknown}, which the catalogue does not have." if unknown else ""

    def hours_of(self, status: StatusKind) -> int:
        """Business hours without any activity that a status allows."""
        return self.status_hours.get(status, STATUS_HOURS.get(status.value, 24))

    @cached_property
    def risk(self) -> Thresholds:
        """From when on a milestone is at risk."""
        return Thresholds(share=self.risk_share, least_us=self.risk_minutes * MINUTE)
