"""The copy that a command works on: opened to keep it true, to show it in any case, or to read it as it lies there."""

import sys

from cli.exits import Exit, Stop
from cli.plan import HOLDS_IN, Plan
from replica.errors import DiskFull, FolderUnwritable, ReplicaError, ReplicaInUse
from replica.store import OWNER, Replica


class InUse(Stop):
    """Another process keeps the copy."""

    def __init__(self, error: ReplicaInUse) -> None:
        super().__init__(Exit.FAILED, str(error))
        self.who = f"process {error.pid}" if error.pid else "another process"


def open_copy(plan: Plan, *, or_in_memory: bool = True) -> Replica:
    """The copy on disk; else, for whoever only looks, one in memory, and that is said.

    Raises:
        InUse: another process keeps it.
        Stop: a newer version wrote it, or it must be on disk and cannot be.
    """
    try:
        replica = Replica.open(plan.folder, owner=plan.copied)
        if plan.passing:
            # Of a demo's copy before it was told at its start, and nobody has to act on it.
            replica.notices.clear()
        return replica
    except ReplicaInUse as error:
        raise InUse(error) from None
    except (FolderUnwritable, DiskFull) as error:
        if not or_in_memory:
            raise Stop(Exit.FAILED, str(error)) from None
        print(f"servicedeck: {error} Until then the copy lives in memory only.", file=sys.stderr)
        replica = Replica.in_memory(owner=plan.copied)
        replica.notices.append(str(error))
        return replica
    except ReplicaError as error:
        raise Stop(Exit.FAILED, str(error)) from None


def open_copy_to_show(plan: Plan) -> Replica:
    """The copy to keep; or, where another servicedeck keeps it already, the same copy to look at, and that is said.

    Raises:
        Stop: as `open_copy`.
    """
    try:
        return open_copy(plan)
    except InUse as busy:
        try:
            replica = open_copy_to_read(plan)
        except (ReplicaError, Stop):
            raise busy from None
        replica.notices.append(
            f"servicedeck already runs here ({busy.who}); this one only looks. For a second desk of its own, start it"
            " with --data and another folder."
        )
        return replica


def open_copy_to_read(plan: Plan) -> Replica:
    """The copy as it lies there, whoever keeps it.

    Raises:
        ReplicaError: there is none, or it cannot be read.
        Stop: it is somebody else's, or knows of no hold.
    """
    replica = Replica.open(plan.folder, read_only=True)
    owner = replica.remembered(OWNER).get(OWNER, "")
    if owner == plan.copied:
        return replica
    replica.close()
    if owner.partition(HOLDS_IN)[0] == plan.owner:
        raise Stop(
            Exit.FAILED,
            f"The copy in {plan.folder} was read with another acts.hold_field. Fill it anew with: servicedeck sync"
            " --once",
        )
    raise Stop(
        Exit.FAILED,
        f"The copy in {plan.folder} belongs to another tenant or user. Put yours in its place with: servicedeck sync"
        " --once; or keep both, and give yours a folder of its own with --data.",
    )
