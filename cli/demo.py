"""`servicedeck demo`: a living desk of its own, from a sandbox in a process of its own, on a real socket."""

import argparse
import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from importlib import import_module
from pathlib import Path
from threading import Thread

from pydantic import SecretStr

from autotask.settings import AutotaskSettings
from cli.catalogue import catalogue_to_come
from cli.config import Config, read_config
from cli.exits import Exit, Stop
from cli.kept_demo import FOLDER, KeptDemo, kept_demo
from cli.on_call_files import rotas_in_force
from cli.places import Places, crash_file, places_of
from cli.plan import Plan, utc_now
from cli.run_desk import run_in_terminal
from cli.screens import needs_terminal, screen_settings
from desk.settings import DeskSettings
from replica.rhythm import PullSettings
from sandbox.process import Running, SandboxFailed, start
from sla.instants import instant

OPENING = time(8, 40)
"""UTC: the middle of the morning in the demo's main office, when a desk is busiest."""

ANEW = "each demo founds its desk anew, so that this one takes the place of the copy that an earlier one left here."

SYNC = PullSettings(interval=2.0, links_every=20.0, sweep_every=60.0, reference_every=300.0)
"""The demo runs fast and its tenant is nobody else's, so it is asked often."""


def run(arguments: argparse.Namespace) -> Exit:
    """Start a sandbox, and a desk on it, until the person leaves or the time is up."""
    if arguments.headless and arguments.lasting is None:
        raise Stop(Exit.WRONG_USE, "--headless needs --for, such as --for 5s: without a screen nobody can leave.")
    if not (arguments.headless or arguments.screenshot):
        needs_terminal()
    places = places_of(arguments)
    config = read_config(places)
    print("servicedeck: opening a service desk on this machine ...", file=sys.stderr, flush=True)
    looks = _looks(of_terminal=not arguments.screenshot)
    with looks, _folder(arguments, places) as folder, _sandbox(arguments) as running:
        kept = _run_of(running)
        if arguments.data is not None:
            kept.keep(folder)
        plan = _plan(running, kept, config, folder, crash_file(arguments), read_only=arguments.read_only)
        settings = screen_settings(config, arguments)
        if arguments.screenshot:
            from cli.demo_without_screen import screenshot

            size = (arguments.columns, arguments.rows)
            return screenshot(plan, settings, arguments.screenshot, size)
        if arguments.headless:
            from cli.demo_without_screen import headless

            return asyncio.run(headless(plan, arguments.lasting))
        return run_in_terminal(plan, settings, demo=True, lasting=arguments.lasting)


@contextmanager
def _looks(*, of_terminal: bool) -> Iterator[None]:
    """A picture looks the same wherever it is drawn: what the environment says of colours is for terminals."""
    names = () if of_terminal else [name for name in os.environ if name == "NO_COLOR" or name.startswith("TEXTUAL")]
    hidden = {name: os.environ.pop(name) for name in names}
    try:
        yield
    finally:
        os.environ.update(hidden)


@contextmanager
def _sandbox(arguments: argparse.Namespace) -> Iterator[Running]:
    at = arguments.at or default_opening(utc_now())
    # The sandbox founds its world in a process of its own; meanwhile this one reads the code of its screens.
    if not arguments.headless:
        Thread(target=import_module, args=("tui.app",), daemon=True).start()
    try:
        running = start(
            size=arguments.size, seed=arguments.seed, at=at, speed=arguments.speed, scenario=arguments.scenario
        )
    except SandboxFailed as error:
        raise Stop(Exit.FAILED, str(error)) from None
    with running:
        yield running


@contextmanager
def _folder(arguments: argparse.Namespace, places: Places) -> Iterator[Path]:
    """The copy of a demo ends with it, unless the person named a folder to keep it in."""
    if arguments.data is not None:
        if kept_demo(places.data_folder) is not None:
            print(f"servicedeck: {ANEW}", file=sys.stderr, flush=True)
        yield places.data_folder / FOLDER
        return
    folder = Path(tempfile.mkdtemp(prefix="servicedeck-demo-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def default_opening(now: datetime) -> datetime:
    """The morning of the last working day that has begun: a demo on a Sunday night should not show an empty desk."""
    day = now.date() if now.timetz() >= OPENING.replace(tzinfo=UTC) else now.date() - timedelta(days=1)
    while day.isoweekday() > 5:
        day -= timedelta(days=1)
    return datetime.combine(day, OPENING, UTC)


def _run_of(running: Running) -> KeptDemo:
    about = running.about
    return KeptDemo(
        seed=about.seed,
        at=about.at,
        anchor=about.anchor,
        speed=about.speed,
        user=about.user,
        me=about.me,
        zone_host=about.url.removesuffix("ATServicesRest/"),
    )


def _plan(
    running: Running, kept: KeptDemo, config: Config, folder: Path, report: Path | None, *, read_only: bool
) -> Plan:
    about, clock = running.about, kept.clock
    return Plan(
        tenant=AutotaskSettings(
            user=about.user,
            integration_code=about.integration_code,
            zone_host=kept.zone_host,
            share=1.0,
            read_only=read_only,
        ),
        secret=lambda: SecretStr(about.secret),
        catalogue=catalogue_to_come(config),
        desk=DeskSettings(me=about.me),
        sync=SYNC,
        acts=config.acts,
        rotas=rotas_in_force(config),
        clock=clock,
        folder=folder,
        owner=kept.owner,
        server_wall=lambda: instant(clock.now()),
        passing=True,
        server_speed=about.speed,
        # A demo that stands still shows no ages, so that its picture is the same each time.
        wall=utc_now if about.speed else (lambda: instant(clock.now())),
        crash_file=report,
    )
