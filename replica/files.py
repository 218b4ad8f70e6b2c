"""The folder of the copy: private, and never losing a file that might be looked at later."""

import os
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from replica.errors import FolderUnwritable

DATABASE = "cache.db"
LOCK = "cache.lock"
KEPT_ASIDE = 3
"""So many damaged copies stay: enough to look at, and no way for a bad disk to fill itself."""

SIDE_FILES = ("-wal", "-shm", "-journal")

NETWORK_FILE_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "afs"})
"""Where SQLite's write-ahead log cannot work: its shared memory does not cross machines."""


def private_folder(folder: Path) -> None:
    """Make the folder with access for its owner alone, and take away what others had.

    Raises:
        FolderUnwritable: it cannot be made, or is not a folder.
    """
    if folder.exists() and not folder.is_dir():
        raise FolderUnwritable(folder, "a file lies in its place")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        mode = folder.stat().st_mode & 0o777
        if mode & 0o077:
            folder.chmod(mode & 0o700)
    except OSError as error:
        raise FolderUnwritable(folder, error.strerror or str(error)) from error


def private_file(path: Path) -> None:
    """Make an empty file for its owner alone, or take away what others had on the one that is there.

    SQLite gives its log and shared memory the access of the main file, so that this covers all three.
    A symbolic link is refused: it could point the customers' data elsewhere.

    Raises:
        FolderUnwritable: the file cannot be opened for writing.
    """
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    try:
        handle = os.open(path, flags, 0o600)
        try:
            if sys.platform != "win32":
                os.fchmod(handle, 0o600)
        finally:
            os.close(handle)
    except OSError as error:
        raise FolderUnwritable(path.parent, f"{path.name}: {error.strerror or error}") from error


def moved_aside(path: Path, why: str, at: datetime) -> Path:
    """Rename the file and its side files to `cache.db.<why>-<UTC>`, and return the new name of the main one."""
    stamp = f"{at:%Y%m%dT%H%M%SZ}"
    target = path.with_name(f"{path.name}.{why}-{stamp}")
    count = 1
    while target.exists():
        count += 1
        target = path.with_name(f"{path.name}.{why}-{stamp}-{count}")
    path.rename(target)
    for suffix in SIDE_FILES:
        with suppress(FileNotFoundError):
            Path(f"{path}{suffix}").rename(f"{target}{suffix}")
    kept = [old for old in path.parent.glob(f"{path.name}.{why}-*") if not old.name.endswith(SIDE_FILES)]
    for old in sorted(kept, key=lambda file: file.stat().st_mtime_ns)[:-KEPT_ASIDE]:
        if old != target:
            removed(old)
    return target


def removed(path: Path) -> None:
    """Delete the file and its side files, as far as they exist."""
    for name in (str(path), *(f"{path}{suffix}" for suffix in SIDE_FILES)):
        Path(name).unlink(missing_ok=True)


def network_file_system(folder: Path, mounts: Path = Path("/proc/self/mounts")) -> str | None:
    """The type of the network file system that the folder lives on; None when local or not to be told cheaply."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    real = folder.resolve()
    best, kind = -1, ""
    for line in lines:
        words = line.split(" ")
        point = Path(words[1].replace("\\040", " "))
        if (real == point or point in real.parents) and len(point.parts) >= best:
            best, kind = len(point.parts), words[2]
    return kind if kind in NETWORK_FILE_SYSTEMS else None
