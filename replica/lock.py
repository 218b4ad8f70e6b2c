"""Advisory locks on open files, which the system takes back when the process dies."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from replica.errors import DiskFull, FolderUnwritable, ReplicaError, ReplicaInUse
from replica.files import private_file


class Lock:
    """The right to do what one process at a time may do in a folder: to write the copy, or to send what was entered."""

    def __init__(self, path: Path) -> None:
        """Take it.

        Raises:
            ReplicaInUse: somebody else has it.
            DiskFull: there is no space for the lock file.
            FolderUnwritable: the lock file cannot be made or written.
        """
        self.path = path
        private_file(path)
        self._handle = os.open(path, os.O_RDWR)
        try:
            _lock(self._handle, wait=False)
        except OSError as error:
            pid = _pid_in(self._handle)
            os.close(self._handle)
            raise ReplicaInUse(path.parent, pid) from error
        try:
            os.ftruncate(self._handle, 0)
            os.lseek(self._handle, 0, os.SEEK_SET)
            os.write(self._handle, str(os.getpid()).encode("ascii"))
        except OSError as error:
            os.close(self._handle)
            raise _unwritable(path, error) from error

    def release(self) -> None:
        """Give the right back. The file stays: removing it would let two processes lock two files."""
        os.ftruncate(self._handle, 0)
        os.close(self._handle)


@contextmanager
def locked(handle: int) -> Iterator[None]:
    """Hold a lock on an open file, after waiting for whoever has it."""
    _lock(handle, wait=True)
    try:
        yield
    finally:
        _unlock(handle)


def _unwritable(path: Path, error: OSError) -> ReplicaError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(path.parent)
    return FolderUnwritable(path.parent, f"{path.name}: {error.strerror or error}")


def _pid_in(handle: int) -> int | None:
    os.lseek(handle, 0, os.SEEK_SET)
    text = os.read(handle, 20).decode("ascii", errors="replace").strip()
    return int(text) if text.isdigit() else None


if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 40  # behind any text: a lock on Windows keeps others from reading what it covers

    def _lock(handle: int, *, wait: bool) -> None:
        os.lseek(handle, _FAR, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)

    def _unlock(handle: int) -> None:
        os.lseek(handle, _FAR, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _lock(handle: int, *, wait: bool) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
