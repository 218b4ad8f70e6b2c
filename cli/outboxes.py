"""The outbox of a data folder: whose it is, and how it is opened, to act or to look into."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from autotask.machine import SystemMachine
from cli.plan import Plan
from replica.errors import ReplicaError
from replica.files import moved_aside
from replica.outbox.effects.values import Value
from replica.outbox.file import DATABASE
from replica.outbox.hand import AtOnce
from replica.outbox.journal import JOURNAL
from replica.outbox.outbox import OnRow, Outbox
from sla.instants import instant

if TYPE_CHECKING:
    from autotask.client import Client

READ_ONLY = "This is a read-only session (--read-only, or autotask.read_only): nothing is entered, and nothing is sent."
OWNER = "owner"
OTHER = "other"


class OutboxOfAnother(ReplicaError):
    """What waits in the folder was entered for another tenant or user, and would be sent to the wrong one."""

    def __init__(self, folder: Path, waiting: int) -> None:
        super().__init__(
            f"The outbox in {folder} belongs to another tenant or user, and {waiting} of its entries wait, so nothing"
            " can be entered here. Start that one again to send them, or see them with: servicedeck outbox list;"
            " or give this one a folder of its own with --data."
        )


async def open_to_act(
    plan: Plan,
    reach: "Callable[[], Awaitable[Client]]",
    machine: SystemMachine,
    *,
    on_row: OnRow,
    words: Callable[[str, Value], str],
) -> Outbox:
    """The outbox in which a person enters, and out of which is sent.

    One that belongs to another tenant or user is put aside, unless something waits in it that can still be sent.

    Args:
        plan: Whose.
        reach: How to reach Autotask for writing.
        machine: The clock that it waits on.
        on_row: Takes what was written into the copy.
        words: A field's value as the tenant calls it.

    Raises:
        OutboxOfAnother: something does.
        ReplicaError: it cannot be had.
    """

    def opened() -> Outbox:
        return Outbox.open(
            plan.folder,
            reach,
            machine,
            on_row=on_row,
            read_only=plan.tenant.read_only,
            settings=plan.outbox,
            words=words,
            now=lambda: instant(plan.clock.now()),
        )

    outbox = opened()
    owner = outbox.kept(OWNER).get(OWNER, plan.owner)
    if owner != plan.owner:
        waiting = len(outbox.live)
        await outbox.close()
        if plan.tenant.read_only or (waiting and not plan.passing):
            raise OutboxOfAnother(plan.folder, waiting)
        # The journal first: alone it would bring back what the database knew.
        for path in (plan.folder / JOURNAL, plan.folder / DATABASE):
            if path.exists():
                moved_aside(path, OTHER, plan.wall())
        outbox = opened()
    if not plan.tenant.read_only:
        await outbox.keep(OWNER, plan.owner)
    return outbox


def open_to_look(folder: Path, *, deciding: bool = False) -> Outbox:
    """The outbox as it lies there, beside whoever sends from it; nothing is sent from here.

    Args:
        folder: Where it lies.
        deciding: Ops may be sent again or dropped. Else nothing on disk is touched.

    Raises:
        ReplicaError: it cannot be read.
    """
    return Outbox.open(folder, None, SystemMachine(), read_only=not deciding, hand=AtOnce())


def lies_in(folder: Path) -> bool:
    """Whether there is an outbox in a folder."""
    return (folder / DATABASE).is_file()
