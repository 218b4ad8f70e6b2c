"""The demo where nobody looks: for a while without a screen, or for one picture."""

import asyncio
import sys
from pathlib import Path

from cli.composition import House, house
from cli.copies import open_copy
from cli.exits import Exit, Stop
from cli.plan import Plan
from desk.live import LiveDesk
from desk.model import SyncState, View
from tui.settings import ScreenSettings

SHOWN = 5
START_SECONDS = 60.0
"""How long a slow machine may take until its desk is filled."""


async def headless(plan: Plan, seconds: float) -> Exit:
    """Let the desk live for so many seconds from when it is filled, then print the head of the team's queue.

    Raises:
        Stop: it did not come to life in good time.
    """
    async with house(plan, open_copy(plan)) as built:
        working = [asyncio.create_task(built.sync.run()), asyncio.create_task(built.desk.run())]
        filled = asyncio.create_task(_filled(built.desk))
        done, _ = await asyncio.wait([*working, filled], timeout=START_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        if filled in done:
            done, _ = await asyncio.wait(working, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for task in (*working, filled):
            task.cancel()
        await asyncio.gather(*working, filled, return_exceptions=True)
        for task in done:
            task.result()
        return _tell(built)


async def _filled(desk: LiveDesk) -> None:
    """Wait until the desk is live and has taken in its copy."""
    changed = asyncio.Event()
    leave = desk.subscribe(lambda _: changed.set())
    try:
        while desk.status.state is not SyncState.LIVE or not desk.loaded or desk.coming:
            await changed.wait()
            changed.clear()
    finally:
        leave()


def _tell(built: House) -> Exit:
    status = built.desk.status
    snapshot = built.desk.queue(View.TEAM)
    print(f"servicedeck: {status.state.value}. {status.sentence}", file=sys.stderr)
    if not snapshot.items or status.state not in (SyncState.LIVE, SyncState.SYNCING):
        raise Stop(Exit.FAILED, f"The demo did not come to life in good time: {status.sentence} {status.detail}")
    print(f"{snapshot.total} items on the team's queue, {snapshot.late} late, {snapshot.soon} due within the hour")
    for item in snapshot.items[:SHOWN]:
        row = built.desk.row(item, built.desk.clock.now())
        print(f"{row.flag:<2} {row.number:<15} {row.sla:<12} {row.summary} ({row.why})")
    return Exit.DONE


def screenshot(plan: Plan, settings: ScreenSettings, file: Path, size: tuple[int, int]) -> Exit:
    """Write a picture of My day as an SVG. Raises `Stop` where the file cannot be written."""
    drawing = asyncio.run(_drawing(plan, settings, size))
    try:
        file.write_text(drawing, encoding="utf-8")
    except OSError as error:
        raise Stop(Exit.FAILED, f"{file} cannot be written: {error.strerror}.") from None
    return Exit.DONE


async def _drawing(plan: Plan, settings: ScreenSettings, size: tuple[int, int]) -> str:
    """Fill the copy whole, so that the picture does not depend on how far a fill has come."""
    from tui.picture import picture

    async with house(plan, open_copy(plan)) as built:
        await built.sync.once()
        await built.sync.fill_history()
        await built.desk.load()
        return await picture(built.desk, settings, machine=built.machine, wall=plan.wall, size=size)
