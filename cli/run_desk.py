"""`servicedeck` without a command: the app on the configured tenant."""

import argparse
import asyncio
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING

from cli.exits import Exit, Stop
from cli.interruption import leave_when_told
from cli.places import CRASH_FILE
from cli.plan import Plan
from cli.screens import needs_terminal, screen_settings
from cli.tenant import configured, tenant_plan
from desk.clocks import MonotonicClock
from desk.last_look import keep, look, recall
from desk.opening import OpeningDesk
from tui.settings import ScreenSettings

if TYPE_CHECKING:
    from desk.live import LiveDesk

LOOK_EVERY_SECONDS = 60.0


def run(arguments: argparse.Namespace) -> Exit:
    """Open the desk and stay until the person leaves it."""
    config, places = configured(arguments)
    needs_terminal()
    plan = tenant_plan(config, places)
    return run_in_terminal(plan, screen_settings(config, arguments), demo=False)


def run_in_terminal(plan: Plan, settings: ScreenSettings, *, demo: bool, lasting: float | None = None) -> Exit:
    """Run the app over a house until the person leaves, or for so many seconds.

    Raises:
        Stop: the copy cannot be had, or the screens ended by a fault of their own.
    """
    return asyncio.run(_show(plan, settings, demo=demo, lasting=lasting))


async def _show(plan: Plan, settings: ScreenSettings, *, demo: bool, lasting: float | None) -> Exit:
    from tui.app import ServiceDesk

    opening = OpeningDesk(plan.clock, recall(plan.folder, plan.owner), plan.wall())
    painted = asyncio.Event()

    async def tell() -> None:
        painted.set()

    app = ServiceDesk(
        opening,
        settings,
        machine=MonotonicClock(),
        wall=plan.wall,
        background=(tell,),
        crash_file=plan.folder / CRASH_FILE,
        demo=demo,
    )
    interrupted = leave_when_told(app.exit)
    if lasting is not None:
        asyncio.get_running_loop().call_later(lasting, app.exit)
    living = asyncio.create_task(_live(plan, opening, painted))
    living.add_done_callback(lambda _: app.exit())
    try:
        await app.run_async()
    finally:
        living.cancel()
        with suppress(asyncio.CancelledError):
            await living
    if app.return_code:
        raise Stop(Exit.FAILED, "The screens ended by a fault of their own; see above.")
    return Exit.INTERRUPTED if interrupted.is_set() else Exit.DONE


async def _live(plan: Plan, opening: OpeningDesk, painted: asyncio.Event) -> None:
    """Once the first picture stands, build the house behind it, and let it live until cancelled.

    Raises:
        Stop: the copy cannot be had.
    """
    await painted.wait()
    # Importing the rooms below and opening the copy take a few hundred milliseconds: in a thread, keys still answer.
    composition = await asyncio.to_thread(import_module, "cli.composition")
    replica = await asyncio.to_thread(composition.open_copy, plan)
    async with composition.house(plan, replica) as built:
        tasks = [asyncio.create_task(work) for work in (built.pull.run(), built.desk.run())]
        tasks.append(asyncio.create_task(_keep_looking(plan, built.desk, opening)))
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            _keep(plan, built.desk)


async def _keep_looking(plan: Plan, desk: "LiveDesk", opening: OpeningDesk) -> None:
    """Hand over when the living desk has read its copy; then keep a look at it now and then, in case of a crash."""
    read = asyncio.Event()
    leave = desk.subscribe(lambda _: read.set() if desk.loaded else None)
    await read.wait()
    leave()
    opening.hand_over(desk)
    while True:
        await asyncio.sleep(LOOK_EVERY_SECONDS)
        _keep(plan, desk)


def _keep(plan: Plan, desk: "LiveDesk") -> None:
    if (seen := look(desk, plan.owner)) is not None:
        keep(seen, plan.folder)
