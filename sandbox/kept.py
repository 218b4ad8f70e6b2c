"""Founded worlds kept on disk: a large one takes a minute to live through, and the next start takes it from there.

What is kept is the database and the state of the simulation, in a folder named by all that they depend on: size, seed,
the instant of the founding, the definitions and the code itself. So that a start "now" finds what an earlier one kept,
such a world is founded at the midnight (UTC) before and lives on from there. One world of each size is kept. A folder
appears whole or not at all, and one that cannot be read counts as none, so that processes need not know of each other.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import shutil
import sys
import tempfile
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from sandbox.store import Store
from sandbox.world import World
from sandbox.world.sizes import SIZES
from sandbox.world.user_fields import define_user_fields

_PACKAGE = Path(__file__).parent
_STORE, _STATE = "store.db", "world.pickle"


def founded(store: Store, *, seed: int, at: datetime, size: str, folder: Path | None) -> World:
    """Give a world that stands at `at` in an empty store, kept in `folder` if it is one that is worth it.

    Raises:
        ValueError: as `World`.
    """
    if folder is None or size not in SIZES or not SIZES[size].repeats or at.tzinfo is None:
        world = World(store, seed=seed, at=at, size=size)
        world.found()
        return world
    midnight = datetime.combine(at.astimezone(UTC).date(), time(), UTC)
    place = folder / f"{size}-{_name(seed, midnight, size)}"
    found = _read(store, place)
    if found is None:
        found = World(store, seed=seed, at=midnight, size=size)
        found.found()
        _keep(store, found, place)
    found.advance(at)
    return found


def _name(seed: int, at: datetime, size: str) -> str:
    """A name that changes with everything that the world depends on."""
    told = hashlib.sha256(repr((sys.version_info[:2], seed, at.isoformat(), SIZES[size])).encode())
    for file in sorted(_PACKAGE.rglob("*")):
        if file.suffix in {".py", ".json", ".toml", ".txt"}:
            told.update(file.relative_to(_PACKAGE).as_posix().encode())
            told.update(file.read_bytes())
    return told.hexdigest()[:24]


def _read(store: Store, place: Path) -> World | None:
    try:
        with (place / _STATE).open("rb") as file:
            world = _Reading(file, store).load()
            store.take_over(place / _STORE)
            define_user_fields(store)
    except (OSError, ValueError, EOFError, pickle.UnpicklingError):
        return None
    return world if isinstance(world, World) else None


def _keep(store: Store, world: World, place: Path) -> None:
    """Keep a world, and no other of its size. Where the disk does not let us, the next start founds it again."""
    size = place.name.partition("-")[0]
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        making = Path(tempfile.mkdtemp(prefix=".", dir=place.parent))
    except OSError:
        return
    try:
        store.copy_to(making / _STORE)
        with (making / _STATE).open("wb") as file:
            _Writing(file, store).dump(world)
        shutil.rmtree(place, ignore_errors=True)  # there only where it could not be read, or another was as quick
        os.rename(making, place)
    except OSError:
        shutil.rmtree(making, ignore_errors=True)
        return
    for other in place.parent.glob(f"{size}-*"):
        if other != place:
            shutil.rmtree(other, ignore_errors=True)


class _Writing(pickle.Pickler):
    """Writes a world without the store that it lives in."""

    def __init__(self, file: Any, store: Store) -> None:
        super().__init__(file, protocol=5)
        self._store = store

    def persistent_id(self, value: object) -> str | None:
        return "store" if value is self._store else None


class _Reading(pickle.Unpickler):
    """Reads a world into the store that it is to live in. The folder is the user's own, as our code is."""

    def __init__(self, file: Any, store: Store) -> None:
        super().__init__(file)
        self._store = store

    def persistent_load(self, _: str) -> Store:
        return self._store
