"""How patient the outbox is."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class OutboxSettings(BaseModel):
    """Seconds on the machine's clock, unless said otherwise (reliability 1.3, 1.4)."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    settle: float = Field(default=180.0, ge=0)
    """How long a write may still be carried out after we stopped waiting for its answer. Only an absence that is seen
    in a look that began later is believed. It must exceed the server's own limit for a request (110 s for ASP.NET),
    plus what a read may lag behind."""
    looks: tuple[Annotated[float, Field(ge=0)], ...] = (2.0, 30.0)
    """When a write of unknown fate is looked for before that; what is found is believed at once."""
    patience: float = Field(default=10.0, ge=0)
    """How long a change that Autotask said yes to may stay unseen, before the person reads that it was undone."""
    sweep_after: float = Field(default=900.0, gt=0)
    """When time, tickets and notes that were made are looked through for doubles."""
    notice_rules: float = Field(default=60.0, ge=0)
    """How long after a change a rule that sets the field to something else is told of."""
    markers: bool = True
    """Whether entries and new tickets carry a short token by which they are found again."""
    at_once: int = Field(default=2, ge=1)
    """Lanes that are served at the same time. Autotask allows three requests at once for each kind and key."""
    most_attempts: int = Field(default=8, ge=1)
    """So often one op is sent by itself; then a person is asked."""
    doorbell: float = Field(default=1.0, gt=0)
    """How often is looked whether another process has changed an op."""
