"""What can go wrong with the copy. Each error is one sentence: what, where, and the next step.

ReplicaError
├── ReplicaInUse       another process writes this copy
├── ReplicaTooNew      a newer servicedeck made it
├── ReplicaMissing     a viewer finds no copy
├── FolderUnwritable   the folder cannot be made, or not written in
├── DiskFull           no space is left
└── CopyDamaged        SQLite finds its file broken
"""

from pathlib import Path


class ReplicaError(Exception):
    """Something about the copy of the PSA on this machine. `str()` is a sentence for a person."""


class ReplicaInUse(ReplicaError):
    """A second instance: only one process may write a copy."""

    def __init__(self, folder: Path, pid: int | None) -> None:
        who = f"process {pid}" if pid else "another process"
        super().__init__(
            f"servicedeck already runs on the data in {folder} ({who}). "
            "Go on there, or give this one a folder of its own with --data."
        )
        self.folder = folder
        self.pid = pid


class ReplicaTooNew(ReplicaError):
    """The file has a schema that this version does not know."""

    def __init__(self, path: Path, found: int, known: int) -> None:
        super().__init__(
            f"{path} was written by a newer servicedeck (schema {found}, this one knows {known}). "
            "Update servicedeck, or choose another data folder."
        )
        self.path = path
        self.found = found
        self.known = known


class ReplicaMissing(ReplicaError):
    """A viewer has nothing to look at."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"There is no copy to look at in {path.parent}: run `servicedeck sync --once` to make one.")
        self.path = path


class FolderUnwritable(ReplicaError):
    """The data folder cannot be made, or nothing can be written in it."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(
            f"Nothing can be written in the data folder {folder} ({reason}). "
            "Give yourself write access to it, or choose another data folder."
        )
        self.folder = folder


class DiskFull(ReplicaError):
    """No space is left where the copy lives. What was committed before is safe."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"No space is left for the data in {folder}: the copy on disk stays as it was. Free some space there."
        )
        self.folder = folder


class CopyDamaged(ReplicaError):
    """SQLite says that its file is broken. The copy is disposable: it is kept aside and built anew."""

    def __init__(self, path: Path, reason: str, *, viewing: bool = False) -> None:
        # Whoever writes the copy builds it anew at once; a viewer has to be told who does.
        step = " `servicedeck sync --once` builds it anew." if viewing else ""
        super().__init__(f"The copy in {path} is damaged ({reason}).{step}")
        self.path = path
        self.reason = reason
