"""What a house is built from. Light to import: it stands before anything is on the screen."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import SecretStr

from autotask.settings import AutotaskSettings
from desk.acts.settings import ActSettings
from desk.clocks import DeskClock
from desk.settings import DeskSettings
from replica.outbox.settings import OutboxSettings
from replica.rhythm import PullSettings

if TYPE_CHECKING:
    from workflows.catalog import Catalogue
    from workflows.on_call import Rota


HOLDS_IN = ", holds in "


@dataclass(frozen=True, slots=True)
class Plan:
    """What a house is built from."""

    tenant: AutotaskSettings
    secret: Callable[[], SecretStr]
    """Asked at each connection, so that a changed secret is picked up."""
    catalogue: Callable[[], "Catalogue"]
    """Read when the house is built; it takes a while."""
    desk: DeskSettings
    sync: PullSettings
    clock: DeskClock
    folder: Path
    owner: str
    """Whose data the copy and the outbox hold; those of another owner are never shown."""
    server_wall: Callable[[], datetime]
    """What the server's clock is compared with: this machine's, or that of the demo's own time."""
    wall: Callable[[], datetime]
    """The clock that ages of the copy are measured with."""
    crash_file: Path | None
    """Where the report of a fault is kept; None keeps none."""
    acts: ActSettings = field(default_factory=ActSettings)
    outbox: OutboxSettings = field(default_factory=OutboxSettings)
    rotas: tuple["Rota", ...] = ()
    """Who is on call."""
    passing: bool = False
    """The tenant ends with the session, as that of a demo does: what it did not get it never will."""
    server_speed: float = 1.0
    """Seconds that pass at the server in one of ours; another than 1 in the demo only."""

    @property
    def copied(self) -> str:
        """Whose data the copy holds, and with which field of theirs: without it a copy knows of no hold."""
        return f"{self.owner}{HOLDS_IN}{self.acts.hold_field}" if self.acts.hold_field else self.owner


def utc_now() -> datetime:
    """The wall clock of this machine."""
    return datetime.now(UTC)
