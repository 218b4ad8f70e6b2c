"""The demo that a folder was kept for with `--data`: what `next`, `why` and `doctor` have to know of it afterwards."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from pydantic import SecretStr, TypeAdapter, ValidationError

from autotask.settings import AutotaskSettings
from cli.catalogue import catalogue_to_come
from cli.config import Config
from cli.on_call_files import rotas_in_force
from cli.plan import Plan, utc_now
from desk.clocks import ScaledClock, SettableClock
from desk.settings import DeskSettings
from replica.files import DATABASE
from sla.instants import instant, micros

FOLDER = "demo"
"""In the data folder that the person named."""
FILE = "demo.json"


@dataclass(frozen=True, slots=True)
class KeptDemo:
    """One run of a demo. Its tenant ended with it; its copy lies on."""

    seed: int
    at: str
    """When it opened, in its own time; ISO 8601, UTC."""
    anchor: float
    """The machine's clock at that moment, in seconds."""
    speed: float
    user: str
    me: str
    zone_host: str

    @property
    def owner(self) -> str:
        """Whose the copy is: each run founds a desk of its own."""
        return f"demo {self.seed} {self.at} {self.anchor}"

    @property
    def clock(self) -> ScaledClock:
        """The time of the demo while it runs."""
        return ScaledClock(micros(datetime.fromisoformat(self.at)), self.speed, round(self.anchor * 1_000_000))

    def keep(self, folder: Path) -> None:
        """Write it beside its copy."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / FILE).write_text(json.dumps(asdict(self)), encoding="utf-8")


def kept_demo(data_folder: Path) -> KeptDemo | None:
    """The demo that a data folder belongs to; None where it is a tenant's, or nobody's."""
    if (data_folder / DATABASE).exists():
        return None
    try:
        return TypeAdapter(KeptDemo).validate_json((data_folder / FOLDER / FILE).read_bytes())
    except (OSError, ValidationError):
        return None


def demo_plan(kept: KeptDemo, config: Config, data_folder: Path) -> Plan:
    """A house that only looks at the copy of a demo. Its time stands where that was true last.

    Raises:
        ReplicaError: there is no copy, or it cannot be read.
    """
    folder = data_folder / FOLDER
    clock = SettableClock(_last_true(kept, folder))
    return Plan(
        tenant=AutotaskSettings(user=kept.user, integration_code="demo", zone_host=kept.zone_host, read_only=True),
        secret=lambda: SecretStr(""),
        catalogue=catalogue_to_come(config),
        desk=DeskSettings(me=kept.me),
        sync=config.sync,
        acts=config.acts,
        rotas=rotas_in_force(config),
        clock=clock,
        folder=folder,
        owner=kept.owner,
        server_wall=lambda: instant(clock.now()),
        wall=utc_now,
        crash_file=None,
        passing=True,
    )


def _last_true(kept: KeptDemo, folder: Path) -> int:
    """The demo's own time at the last good reading; that of its opening where there was none."""
    # A demo that starts needs none of this before its first picture.
    from replica.store import Replica
    from replica.telling import LAST_GOOD

    opened = micros(datetime.fromisoformat(kept.at))
    with Replica.open(folder, read_only=True) as replica:
        good = replica.remembered(LAST_GOOD).get(LAST_GOOD)
    if good is None:
        return opened
    return opened + round((int(good) - kept.anchor * 1_000_000) * kept.speed)
