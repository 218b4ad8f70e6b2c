"""Power cuts: every write and sync of SQLite and of the journal is recorded, and any moment of it can be gone back to.

The recording sits between SQLite and the operating system (a VFS around its own), so that what counts as synced is
what SQLite synced, not what we think it does. At a cut, what was not synced is kept, dropped or torn at a sector.
"""

import ctypes
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from replica.outbox import journal

SECTOR = 512


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a file: write, truncate, sync, delete, rename; or an acknowledgement, of a number."""

    what: str
    path: str = ""
    at: int = 0
    data: bytes = b""


@dataclass
class Disk:
    """What is on disk for certain, and what only may be."""

    safe: dict[str, bytes] = field(default_factory=dict)
    loose: dict[str, list[Event]] = field(default_factory=dict)
    renames: list[tuple[str, str]] = field(default_factory=list)
    acknowledged: int = 0

    def play(self, event: Event) -> None:
        """Let one event happen."""
        match event.what:
            case "write" | "truncate":
                self.loose.setdefault(event.path, []).append(event)
            case "sync":
                self.safe[event.path] = _applied(self.safe.get(event.path, b""), self.loose.pop(event.path, []))
            case "delete":  # SQLite has the folder synced with it
                self.safe.pop(event.path, None)
                self.loose.pop(event.path, None)
            case "rename":
                self.renames.append((event.path, event.data.decode()))
            case "sync folder":
                for old, new in self.renames:
                    self._rename(self.safe, self.loose, old, new)
                self.renames.clear()
            case "acknowledged":
                self.acknowledged = event.at

    def cut(self, random: Random) -> dict[str, bytes]:
        """The files as a power cut at this moment leaves them."""
        loose = {path: list(events) for path, events in self.loose.items()}
        safe = dict(self.safe)
        for old, new in self.renames:
            if random.random() < 0.5:
                self._rename(safe, loose, old, new)
        fate = random.choice(("nothing", "everything", "something"))
        files = {}
        for path in safe.keys() | loose.keys():
            kept = [torn for event in loose.get(path, ()) for torn in _survives(event, fate, random)]
            files[path] = _applied(safe.get(path, b""), kept)
        return files

    @staticmethod
    def _rename(safe: dict[str, bytes], loose: dict[str, list[Event]], old: str, new: str) -> None:
        safe[new] = safe.pop(old, b"")
        loose.pop(new, None)
        if old in loose:
            loose[new] = loose.pop(old)


def _survives(event: Event, fate: str, random: Random) -> Iterator[Event]:
    """What is left of a write that was not synced."""
    if fate == "everything":
        yield event
    elif fate == "something":
        chance = random.random()
        if chance < 0.4:
            yield event
        elif chance < 0.6 and event.what == "write":
            kept = random.randrange(0, len(event.data) + 1) // SECTOR * SECTOR
            yield Event("write", event.path, event.at, event.data[:kept])


def _applied(content: bytes, events: list[Event]) -> bytes:
    image = bytearray(content)
    for event in events:
        if event.what == "truncate":
            del image[event.at :]
            continue
        if event.at < 0:  # appended
            image += event.data
            continue
        if len(image) < event.at:
            image += bytes(event.at - len(image))
        image[event.at : event.at + len(event.data)] = event.data
    return bytes(image)


class Recording:
    """What happens to files while it runs."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def add(self, what: str, path: str = "", at: int = 0, data: bytes = b"") -> None:
        """Note one event."""
        if not path.endswith("-shm"):
            self.events.append(Event(what, path, at, data))


class _System:
    """The calls of the system that the journal makes, noted."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def write(self, handle: int, data: bytes) -> int:
        self._recording.add("write", _path(handle), -1, data)
        return os.write(handle, data)

    def fsync(self, handle: int) -> None:
        path = _path(handle)
        self._recording.add("sync folder" if Path(path).is_dir() else "sync", path)

    def replace(self, old: Path, new: Path) -> None:
        self._recording.add("rename", str(old), 0, str(new).encode())
        Path(old).replace(new)


def _path(handle: int) -> str:
    return os.readlink(f"/proc/self/fd/{handle}")


@contextmanager
def recorded() -> Iterator[Recording]:
    """Note what SQLite and the journal do to their files. Nothing is really synced meanwhile: that costs time."""
    recording = Recording()
    vfs = _Vfs(recording)
    vfs.begin()
    try:
        with patch.object(journal, "os", _System(recording)):
            yield recording
    finally:
        vfs.end()


# SQLite's own structures (sqlite3.h) ----------------------------------------------------------------------------------

_Pointer = ctypes.c_void_p
_METHODS = ("close", "read", "write", "truncate", "sync")


class _IoMethods(ctypes.Structure):
    _fields_ = (("version", ctypes.c_int), *((name, _Pointer) for name in _METHODS), ("rest", _Pointer * 13))


class _VfsStruct(ctypes.Structure):
    _fields_ = (
        ("version", ctypes.c_int),
        ("file_size", ctypes.c_int),
        ("longest_path", ctypes.c_int),
        ("next", _Pointer),
        ("name", ctypes.c_char_p),
        ("data", _Pointer),
        ("open", _Pointer),
        ("delete", _Pointer),
        ("rest", _Pointer * 13),
    )


# Names are handed on as the pointers that they are: SQLite keeps the one of an open file, and a copy would not last.
_OPEN = ctypes.CFUNCTYPE(ctypes.c_int, _Pointer, _Pointer, _Pointer, ctypes.c_int, _Pointer)
_DELETE = ctypes.CFUNCTYPE(ctypes.c_int, _Pointer, _Pointer, ctypes.c_int)
_WRITE = ctypes.CFUNCTYPE(ctypes.c_int, _Pointer, _Pointer, ctypes.c_int, ctypes.c_int64)
_TRUNCATE = ctypes.CFUNCTYPE(ctypes.c_int, _Pointer, ctypes.c_int64)
_SYNC = ctypes.CFUNCTYPE(ctypes.c_int, _Pointer, ctypes.c_int)


class _Vfs:
    """A layer over SQLite's default VFS, the default itself while it lasts."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._lib = ctypes.CDLL("libsqlite3.so.0")
        self._lib.sqlite3_vfs_find.restype = ctypes.POINTER(_VfsStruct)
        self._below = self._lib.sqlite3_vfs_find(None)
        self._paths: dict[int, str] = {}
        self._below_open = _OPEN(self._below.contents.open)
        self._own_open = _OPEN(self._open)
        self._layer = _VfsStruct()
        ctypes.memmove(ctypes.byref(self._layer), self._below, ctypes.sizeof(_VfsStruct))
        self._layer.name = b"recorded"
        self._layer.open = ctypes.cast(self._own_open, _Pointer).value
        self._below_delete = _DELETE(self._below.contents.delete)
        self._own_delete = _DELETE(self._delete)
        self._layer.delete = ctypes.cast(self._own_delete, _Pointer).value
        self._methods: dict[int, tuple[_IoMethods, tuple[Callable[..., int], ...]]] = {}

    def begin(self) -> None:
        assert self._lib.sqlite3_vfs_register(ctypes.byref(self._layer), 1) == 0

    def end(self) -> None:
        self._lib.sqlite3_vfs_unregister(ctypes.byref(self._layer))
        assert self._lib.sqlite3_vfs_register(self._below, 1) == 0

    def _open(self, _vfs: int, name: int | None, file: int, flags: int, out: int) -> int:
        code = int(self._below_open(ctypes.cast(self._below, _Pointer).value, name, file, flags, out))
        methods = _Pointer.from_address(file)
        if code == 0 and name is not None and methods.value:
            self._paths[file] = os.fsdecode(ctypes.string_at(name))
            methods.value = ctypes.addressof(self._over(methods.value))
        return code

    def _delete(self, _vfs: int, name: int, sync: int) -> int:
        self._recording.add("delete", os.fsdecode(ctypes.string_at(name)))
        return int(self._below_delete(ctypes.cast(self._below, _Pointer).value, name, sync))

    def _over(self, below: int) -> _IoMethods:
        """The methods of a file with ours in front; one set for each kind of file."""
        if below in self._methods:
            return self._methods[below][0]
        real = _IoMethods.from_address(below)
        layer = _IoMethods()
        ctypes.memmove(ctypes.byref(layer), below, ctypes.sizeof(_IoMethods))
        real_write, real_truncate = _WRITE(real.write), _TRUNCATE(real.truncate)

        def write(file: int, data: int, size: int, at: int) -> int:
            self._recording.add("write", self._paths[file], at, ctypes.string_at(data, size))
            return int(real_write(file, data, size, at))

        def truncate(file: int, size: int) -> int:
            self._recording.add("truncate", self._paths[file], size)
            return int(real_truncate(file, size))

        def sync(file: int, _flags: int) -> int:
            self._recording.add("sync", self._paths[file])
            return 0

        own = (_WRITE(write), _TRUNCATE(truncate), _SYNC(sync))
        for name, method in zip(("write", "truncate", "sync"), own, strict=True):
            setattr(layer, name, ctypes.cast(method, _Pointer).value)
        self._methods[below] = (layer, own)
        return layer
