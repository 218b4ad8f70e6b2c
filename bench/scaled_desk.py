"""`python -m bench.scaled_desk ANNOUNCEMENT FOLDER`: the whole app on a sandbox that somebody else keeps, at its speed.

A configured tenant lives in real time, and a demo keeps its own sandbox, without faults. This is the same app between
the two, with less patience than a real network needs.
"""

import json
import sys
from datetime import datetime
from pathlib import Path

from pydantic import SecretStr

from autotask.settings import AutotaskSettings, Timeouts
from cli.catalogue import catalogue_to_come
from cli.config import Config
from cli.plan import Plan, utc_now
from cli.run_desk import run_in_terminal
from desk.acts.settings import ActSettings
from desk.clocks import ScaledClock
from desk.settings import DeskSettings
from replica.outbox.settings import OutboxSettings
from replica.rhythm import PullSettings
from sandbox.announcement import Announcement
from sla.instants import instant, micros
from tui.settings import ScreenSettings

OUTBOX = OutboxSettings(settle=2.5, looks=(0.2, 1.0), patience=1.0, doorbell=0.2, most_attempts=50)
ACTS = ActSettings(undo_seconds=0.5, customer_seconds=1.0)
SYNC = PullSettings(interval=1.0, links_every=20.0, sweep_every=60.0, reference_every=300.0)
TIMEOUTS = Timeouts(connect=2, read=2, deadline=4, write=1.5)


def plan_of(about: Announcement, folder: Path, *, sync: PullSettings = SYNC, acts: ActSettings = ACTS) -> Plan:
    """The plan of a desk in the time of a sandbox."""
    clock = ScaledClock(micros(datetime.fromisoformat(about.at)), about.speed, round(about.anchor * 1_000_000))
    return Plan(
        tenant=AutotaskSettings(
            user=about.user,
            integration_code=about.integration_code,
            base_url=about.url,
            share=1.0,
            timeouts=TIMEOUTS,
        ),
        secret=lambda: SecretStr(about.secret),
        catalogue=catalogue_to_come(Config()),
        desk=DeskSettings(me=about.me),
        sync=sync,
        clock=clock,
        folder=folder,
        owner="bench",
        server_wall=lambda: instant(clock.now()),
        server_speed=about.speed,
        wall=utc_now,
        crash_file=folder / "crash.txt",
        acts=acts,
        outbox=OUTBOX,
    )


def main() -> int:
    """Show the desk until the person leaves it."""
    said, folder = sys.argv[1:]
    plan = plan_of(Announcement(**json.loads(said)), Path(folder), acts=ActSettings())
    return int(run_in_terminal(plan, ScreenSettings(), demo=True))


if __name__ == "__main__":
    sys.exit(main())
