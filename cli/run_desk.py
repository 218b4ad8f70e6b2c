"""`servicedeck` without a command: the app on the configured tenant."""

import argparse
import asyncio

from cli.composition import house, open_copy
from cli.plan import Plan
from cli.exits import Exit, Stop
from cli.interruption import leave_when_told
from cli.screens import needs_terminal, screen_settings
from cli.tenant import configured, tenant_plan
from tui.settings import ScreenSettings


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

    async with house(plan, open_copy(plan)) as built:
        app = ServiceDesk(
            built.desk,
            settings,
            machine=built.machine,
            wall=plan.wall,
            background=(built.pull.run, built.desk.run),
            crash_file=plan.folder / "crash.txt",
            demo=demo,
        )
        interrupted = leave_when_told(app.exit)
        if lasting is not None:
            asyncio.get_running_loop().call_later(lasting, app.exit)
        await app.run_async()
    if app.return_code:
        raise Stop(Exit.FAILED, "The screens ended by a fault of their own; see above.")
    return Exit.INTERRUPTED if interrupted.is_set() else Exit.DONE
