"""`servicedeck sync --once`: bring the copy up to date and end, for a scheduler or before going offline."""

import argparse
import asyncio
import sys

from autotask.errors import AutotaskError
from cli.composition import Plan, house, open_copy
from cli.exits import Exit, Stop
from cli.tenant import configured, tenant_plan
from replica.errors import ReplicaError
from replica.status import SyncStatus


def run(arguments: argparse.Namespace) -> Exit:
    """Read what is new, then the history that is still missing. Ends with 1 where Autotask could not be asked."""
    config, places = configured(arguments)
    return asyncio.run(_once(tenant_plan(config, places)))


async def _once(plan: Plan) -> Exit:
    async with house(plan, open_copy(plan)) as built:
        built.pull.on_status(_tell)
        try:
            changes = await built.pull.once()
            await built.pull.fill_history()
        except (AutotaskError, ReplicaError) as error:
            raise Stop(Exit.FAILED, str(error)) from None
        odd = built.replica.quarantined_count()
    print(f"up to date; {len(changes)} change(s) since the last time, {odd} odd row(s) left out")
    return Exit.DONE


def _tell(status: SyncStatus) -> None:
    progress = status.progress
    if progress is not None and sys.stderr.isatty():
        print(f"\r{progress.what}: {progress.done:,} of {progress.of:,}   ", end="", file=sys.stderr, flush=True)
