"""An advisory lock on an open file, which the system takes back when the process dies."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from replica.files import private_file


class SenderLock:
    """The right to send: of all processes that open an outbox, one has it."""

    def __init__(self, path: Path, handle: int) -> None:
        self.path = path
        self._handle = handle

    @classmethod
    def taken(cls, path: Path) -> "SenderLock | None":
        """Take it; None where another process has it.

        Raises:
            FolderUnwritable: the lock file cannot be made.
        """
        private_file(path)
        handle = os.open(path, os.O_RDWR)
        try:
            _lock(handle, wait=False)
        except OSError:
            os.close(handle)
            return None
        return cls(path, handle)

    def release(self) -> None:
        """Give it back. The file stays: removing it would let two processes lock two files."""
        os.close(self._handle)


@contextmanager
def locked(handle: int) -> Iterator[None]:
    """Hold a lock on an open file, after waiting for whoever has it."""
    _lock(handle, wait=True)
    try:
        yield
    finally:
        _unlock(handle)


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
