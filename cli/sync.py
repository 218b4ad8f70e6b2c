"""`servicedeck sync --once`: bring the copy up to date and end, for a scheduler or before going offline."""

import argparse
import asyncio
import sys

from autotask.errors import AutotaskError
from cli.composition import House, house
from cli.copies import open_copy
from cli.exits import Exit, Stop
from cli.plan import Plan
from cli.tenant import configured, reaching_plan
from replica.errors import ReplicaError
from replica.status import SyncState, SyncStatus, spoken
from replica.trouble import Trouble, trouble_of


def run(arguments: argparse.Namespace) -> Exit:
    """Read what is new, then the history that is still missing.

    Ends with 1 where Autotask could not be asked, and where its list of tickets is not believed.
    """
    config, places = configured(arguments)
    return asyncio.run(_once(reaching_plan(config, places)))


async def _once(plan: Plan) -> Exit:
    async with house(plan, open_copy(plan, or_in_memory=False)) as built:
        first = built.sync.status.last_good is None
        built.sync.on_status(_tell)
        try:
            changes = await built.sync.once()
            await built.sync.fill_history()
        except (AutotaskError, ReplicaError, Trouble) as error:
            trouble = trouble_of(error)
            raise Stop(Exit.FAILED, f"{trouble.sentence} {_what_next(trouble)}{_what_stays(built)}") from None
        status = built.sync.status
        if status.state is not SyncState.LIVE:
            raise Stop(Exit.FAILED, f"{status.sentence} {_what_stays(built)}")
        odd = built.replica.quarantined_count()
    news = "filled for the first time" if first else f"up to date; {len(changes)} change(s) since the last time"
    print(f"{news}, {odd} odd row(s) left out")
    return Exit.DONE


def _what_next(trouble: Trouble) -> str:
    """When it makes sense to ask again, where that is known."""
    return f"Try again in {spoken(trouble.retry_after)}. " if trouble.retry_after else ""


def _what_stays(built: House) -> str:
    """What a person has after a round that failed, and what they can do about it."""
    good = built.sync.status.last_good
    if good is None:
        return "There is no complete copy yet. See what is missing with: servicedeck doctor"
    return f"The copy stays as it was on {good:%d %b %H:%M} UTC. See what is missing with: servicedeck doctor"


def _tell(status: SyncStatus) -> None:
    progress = status.progress
    if progress is not None and sys.stderr.isatty():
        print(f"\r{progress.what}: {progress.done:,} of {progress.of:,}   ", end="", file=sys.stderr, flush=True)
