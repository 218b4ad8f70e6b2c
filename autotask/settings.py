"""How to reach a tenant. Values only: reading files and environment is the front door's work."""

from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, field_validator

from autotask.origin import Origin


class Timeouts(BaseModel):
    """Seconds each step of a request may take (reliability 2.4: connect 5, pool 10, read 30, writes 130)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    connect: float = Field(default=5.0, gt=0)
    pool: float = Field(default=10.0, gt=0)
    read: float = Field(default=30.0, gt=0)
    deadline: float = Field(default=45.0, gt=0, description="One read with all its retries.")
    write: float = Field(
        default=130.0,
        gt=0,
        description="How long the answer to a write is waited for. Longer than the server's own limit: giving up "
        "earlier leaves a write of unknown fate.",
    )

    def for_writing(self) -> Self:
        """The same for a write, which has a longer silence and a deadline of one try."""
        return self.model_copy(update={"read": self.write, "deadline": self.pool + self.connect + self.write})


class AutotaskSettings(BaseModel):
    """Where the tenant is and how much of it we may use. The secret travels apart, as a `SecretStr`.

    Attributes:
        user: Name of the API user.
        integration_code: The tracking identifier of the integration.
        base_url: Where the API is, with or without its version; skips zone discovery. For a test host.
        zone_host: Whom to ask for the zone: a host, or a URL for a test host.
        share: The part of the tenant's hourly requests we may use, between 0 and 1.
        ca_file: Certificates to trust beside those of the operating system.
        read_only: Whether every write is refused here, before anything is sent.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    user: str = Field(min_length=1)
    integration_code: str = Field(min_length=1, repr=False)
    base_url: str | None = None
    zone_host: str = "webservices.autotask.net"
    share: float = Field(default=0.4, gt=0, le=1)
    ca_file: Path | None = None
    read_only: bool = False
    timeouts: Timeouts = Timeouts()

    @field_validator("base_url")
    @classmethod
    def _is_an_address(cls, value: str | None) -> str | None:
        if value is not None:
            Origin.of(value)
        return value

    @field_validator("zone_host")
    @classmethod
    def _is_a_host(cls, value: str) -> str:
        Origin.of(value if "//" in value else f"https://{value}")
        return value

    @field_validator("user", "integration_code")
    @classmethod
    def _fits_a_header(cls, value: str) -> str:
        value = value.strip()
        if not value or not (value.isascii() and value.isprintable()):
            raise ValueError("has characters a header cannot carry")
        return value
