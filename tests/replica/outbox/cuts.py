"""A life of the outbox under a recording, and what is left of it after a power cut at any moment."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from sqlalchemy import select

from replica.outbox import file as file_module
from replica.outbox.effects import TimeEntryCreate
from replica.outbox.op import NewOp, State, new_op_id
from replica.outbox.opening import compact, open_store
from replica.outbox.schema import tally
from replica.outbox.store import Store
from tests.engines import statements_compiled_once
from tests.replica.outbox.power import Disk, Recording, recorded
from tests.replica.outbox.psa import START


@dataclass
class Life:
    """What was recorded, and how the outbox stood after each of its transactions."""

    recording: Recording
    stood: dict[int, Any]


def state_of(store: Store) -> tuple[int, Any]:
    """The number of the last transaction, and all that it left."""
    with store._file.reading() as connection:
        tx = int(connection.execute(select(tally.c.tx)).scalar_one())
    return tx, ({op.op_id: (op.state, op.attempts) for op in store.newest(10_000)}, store.kept())


def lived(folder: Path, seed: int, transactions: int, *, journalled: bool = True, synchronous: str = "FULL") -> Life:
    """Hand in, claim and end ops, keep drafts, shorten the journal; note what was acknowledged when."""
    random = Random(seed)
    with recorded() as recording, patch.object(file_module, "SYNCHRONOUS", synchronous), statements_compiled_once():
        store = open_store(folder, lambda: START, journalled=journalled).store
        stood = dict([state_of(store)])
        for number in range(transactions):
            _something(store, random, number)
            if random.random() < 0.02:
                compact(store, START + timedelta(days=1))
            tx, state = state_of(store)
            stood[tx] = state
            recording.add("acknowledged", at=tx)
        store.close()
    return Life(recording, stood)


def _something(store: Store, random: Random, number: int) -> None:
    live = store.live()
    pending = [op for op in live if op.state is State.PENDING]
    inflight = [op for op in live if op.state is State.INFLIGHT]
    choice = random.random()
    if choice < 0.3 and pending:
        store.claim(random.choice(pending).op_id, START)
    elif choice < 0.6 and inflight:
        op = random.choice(inflight)
        store.move(op.op_id, State.DONE, "done", remote_kind="TimeEntries", remote_id=number)
    elif choice < 0.75:
        store.keep(f"draft {number % 5}", "words " * random.randrange(300))
    else:
        text = "typed " * random.randrange(200)
        effect = TimeEntryCreate(resource_id=4, ticket_id=number, hours_worked=1.0, summary_notes=text)
        store.submit(f"act {number}", [NewOp(effect, new_op_id(START, random.randbytes(10)))], 4.0)


def cuts(life: Life, seed: int, count: int) -> Iterator[tuple[int, dict[str, bytes]]]:
    """The files after power cuts spread over a life, each with the number that had been acknowledged by then."""
    random = Random(seed)
    events = life.recording.events
    first = next(place for place, event in enumerate(events) if event.what == "acknowledged")
    moments = sorted(random.randrange(first, len(events)) for _ in range(count))
    disk, played = Disk(), 0
    for moment in moments:
        while played <= moment:
            disk.play(events[played])
            played += 1
        yield disk.acknowledged, disk.cut(random)


@dataclass
class Toll:
    """What power cuts cost."""

    cuts: int = 0
    lost: int = 0
    """Cuts after which something acknowledged was missing, or something stood otherwise than ever."""
    damaged: int = 0
    """Cuts after which the database had to be put aside."""


def survived(folder: Path, life: Life, seed: int, count: int, *, journalled: bool = True, spoil: bool = False) -> Toll:
    """Open what each cut has left, and compare it with what was acknowledged.

    Args:
        folder: Where the life was lived; its files are replaced.
        life: See `lived`.
        seed: Of the cuts.
        count: How many.
        journalled: False to do without the second copy.
        spoil: Overwrite the header of the database too, so that only the second copy is left.
    """
    toll = Toll()
    with statements_compiled_once():
        for acknowledged, files in cuts(life, seed, count):
            shutil.rmtree(folder)
            folder.mkdir(mode=0o700)
            for path, content in files.items():
                Path(path).write_bytes(content)
            if spoil and (folder / "outbox.db").exists():
                (folder / "outbox.db").write_bytes(b"spoilt" * 4000)
            opened = open_store(folder, lambda: START, journalled=journalled)
            tx, state = state_of(opened.store)
            opened.store.close()
            toll.cuts += 1
            toll.damaged += any("damaged" in notice for notice in opened.notices)
            toll.lost += tx < acknowledged or state != life.stood.get(tx)
    return toll
