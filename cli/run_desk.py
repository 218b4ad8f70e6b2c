"""`servicedeck` without a command: the app on the configured tenant."""

import argparse
import asyncio
import sys
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.exits import Exit, Stop
from cli.interruption import leave_when_told
from cli.leaving import Left
from cli.plan import Plan
from cli.screens import needs_terminal, screen_settings
from cli.tenant import configured, reaching_plan
from desk.clocks import MonotonicClock
from desk.last_look import keep, look, looker, recall
from desk.opening import OpeningDesk
from replica.errors import ReplicaError
from replica.files import LOCK
from replica.lock import Lock
from tui.hands import Hands
from tui.settings import ScreenSettings

if TYPE_CHECKING:
    from cli.composition import House, Lookout
    from desk.live import LiveDesk

LOOK_EVERY_SECONDS = 60.0
LOOK_FOR_THE_OTHER_SECONDS = 1.0
LOOKS_ON = (
    "Another servicedeck works on this data, and this one only looks: enter it there, or end it, and this one takes its"
    " place."
)
TAKEN_OVER = "The other servicedeck has ended: from now on this one asks Autotask and sends, and you can enter here."


def run(arguments: argparse.Namespace) -> Exit:
    """Open the desk and stay until the person leaves it."""
    config, places = configured(arguments)
    needs_terminal()
    plan = reaching_plan(config, places)
    return run_in_terminal(plan, screen_settings(config, arguments), demo=False)


def run_in_terminal(plan: Plan, settings: ScreenSettings, *, demo: bool, lasting: float | None = None) -> Exit:
    """Run the app over a house until the person leaves, or for so many seconds.

    Raises:
        Stop: the copy cannot be had, or the screens ended by a fault of their own.
    """
    return asyncio.run(_show(plan, settings, demo=demo, lasting=lasting))


async def _show(plan: Plan, settings: ScreenSettings, *, demo: bool, lasting: float | None) -> Exit:
    from tui.app import ServiceDesk

    opening = OpeningDesk(plan.clock, recall(plan.folder, looker(plan.owner, plan.desk.me)), plan.wall())
    painted = asyncio.Event()

    async def tell() -> None:
        painted.set()

    hands = Hands()
    app = ServiceDesk(
        opening,
        settings,
        hands=hands,
        machine=MonotonicClock(),
        wall=plan.wall,
        background=(tell,),
        crash_file=plan.crash_file,
        demo=demo,
    )
    interrupted = leave_when_told(app.exit)
    if lasting is not None:
        asyncio.get_running_loop().call_later(lasting, app.exit)
    left = Left()
    living = asyncio.create_task(_live(plan, opening, hands, painted, left))
    living.add_done_callback(lambda _: app.exit())
    try:
        await app.run_async()
    finally:
        # The end of the house below ends the app once more, and that would take its code away.
        failed = bool(app.return_code)
        living.cancel()
        with suppress(asyncio.CancelledError):
            await living
    # What a demo was not sent in time it never will be: its tenant ends with it.
    if not plan.passing and (waits := left.sentence(read_only=plan.tenant.read_only)):
        print(f"servicedeck: {waits}", file=sys.stderr)
    if failed:
        unkept = "" if plan.crash_file else " A demo keeps no report of it, unless it has a folder: --data DIR"
        raise Stop(Exit.FAILED, f"The screens ended by a fault of their own; see above.{unkept}")
    return Exit.INTERRUPTED if interrupted.is_set() else Exit.DONE


async def _live(plan: Plan, opening: OpeningDesk, hands: Hands, painted: asyncio.Event, left: Left) -> None:
    """Once the first picture stands, build the house behind it, and let it live until cancelled.

    Where another servicedeck keeps the copy, the desk looks at what that one reads until it ends, and takes its place.

    Raises:
        Stop: the copy cannot be had.
    """
    await painted.wait()
    freed_memory = import_module("cli.freed_memory")
    freed_memory.share_one_heap()
    # Importing the rooms below and opening the copy take a few hundred milliseconds: in a thread, keys still answer.
    composition = await asyncio.to_thread(import_module, "cli.composition")
    opened: list[AsyncExitStack] = []
    try:
        while True:
            opened.append(AsyncExitStack())
            built = await opened[-1].enter_async_context(composition.shown(plan))
            keep_look = partial(_keep, plan, built)
            work = (
                built.sync.run(),
                built.desk.run(),
                _hand_over(built.desk, opening, opened[:-1]),
                _now_and_then(built.desk, keep_look, freed_memory.give_back),
                _act(plan, built, hands, left, says=TAKEN_OVER if opened[:-1] else ""),
            )
            try:
                await _until_freed(plan.folder, *work, keeps=built.replica.writable)
            finally:
                keep_look()
    finally:
        for stack in reversed(opened):
            await stack.aclose()


async def _until_freed(folder: Path, *work: Coroutine[Any, Any, None], keeps: bool) -> None:
    """Work until cancelled; or, where another servicedeck keeps the copy, until it does no more.

    Args:
        keeps: whether this one keeps it.
    """
    tasks = [asyncio.create_task(each) for each in work]
    waits: list[asyncio.Future[Any]] = [asyncio.gather(*tasks)]
    if not keeps:
        waits.append(asyncio.create_task(_freed(folder)))
    try:
        done, _ = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for each in done:
            each.result()
    finally:
        for each in (*waits, *tasks):
            each.cancel()
        await asyncio.gather(*waits, *tasks, return_exceptions=True)


async def _freed(folder: Path) -> None:
    """Wait until nobody has the right to write the copy. The system gives it back when a process dies."""
    while True:
        await asyncio.sleep(LOOK_FOR_THE_OTHER_SECONDS)
        with suppress(ReplicaError):
            await asyncio.to_thread(lambda: Lock(folder / LOCK).release())
            return


async def _act(plan: Plan, built: "House | Lookout", hands: Hands, left: Left, *, says: str) -> None:
    """Let the person act as soon as the desk has read its copy, and send what is entered, until cancelled.

    Args:
        says: what the person is told then.
    """
    await _read(built.desk)
    acting = await asyncio.to_thread(import_module, "cli.acting")
    # The forms too, or the first key that opens one would wait a tenth of a second for them.
    await asyncio.to_thread(import_module, "tui.acting.keys")
    if not built.replica.writable:
        hands.refuse(LOOKS_ON)
        return
    try:
        async with acting.hands(plan, built) as given:
            hands.give(given.acts)
            if says:
                hands.say(says)
            try:
                await asyncio.gather(given.outbox.run(), given.acts.run())
            finally:
                hands.close()
                left.look(given.outbox)
    except ReplicaError as error:
        hands.refuse(str(error))


async def _read(desk: "LiveDesk") -> None:
    """Wait until the desk has read its copy."""
    read = asyncio.Event()
    leave = desk.subscribe(lambda _: read.set() if desk.loaded else None)
    if not desk.loaded:
        await read.wait()
    leave()


async def _hand_over(desk: "LiveDesk", opening: OpeningDesk, before: Sequence[AsyncExitStack]) -> None:
    """Hand over when the living desk has read its copy, and close what stood there before."""
    await _read(desk)
    opening.hand_over(desk)
    for stack in before:
        await stack.aclose()


async def _now_and_then(desk: "LiveDesk", keep_look: Callable[[], None], give_back: Callable[[], None]) -> None:
    """Keep a look at the desk, in case of a crash, and give back what memory was freed."""
    await _read(desk)
    while True:
        await asyncio.sleep(LOOK_EVERY_SECONDS)
        keep_look()
        await asyncio.to_thread(give_back)


def _keep(plan: Plan, built: "House | Lookout") -> None:
    # The last look belongs to whoever keeps the copy.
    if built.replica.writable and (seen := look(built.desk, looker(plan.owner, plan.desk.me))) is not None:
        keep(seen, plan.folder)
