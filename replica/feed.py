"""What changed in the copy: live batches for subscribers on the loop, and a log for readers that come later.

Two ways to follow one sequence of numbers:

* **live**: `Feed.subscribe` hands frozen `Change` batches, with the rows before and after, to a plain callback on
  the loop. A batch is handed over only after its transaction is on disk.
* **late**: `Replica.changes_since(seq)` reads the log. It names kind, id and number of each changed row, not the
  rows themselves: a late reader loads the present row, and several changes of one row that it slept through
  look to it like one.

A number means something only together with the `store_uuid` of the copy that gave it: a rebuilt copy counts
again from 1 under another uuid, and a reader that kept numbers of the old one starts over.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeAlias

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Change:
    """One row that really became different."""

    seq: int
    """Grows strictly; gaps mean nothing. 0 when the change could not be written (disk full) and is only shown."""
    kind: str
    """Autotask's name of the entity, as in `autotask.kinds`: "Tickets", "TimeEntries" ..."""
    id: int
    before: Any
    """The entity as it stood, None when it is new or came back. A viewer of another process's copy has no
    memory of its own and always finds None here."""
    after: Any
    """The entity as it stands, None when it is gone."""


@dataclass(frozen=True, slots=True)
class ChangeRef:
    """One line of the log: this row changed, and `seq` is its newest number."""

    seq: int
    kind: str
    id: int


@dataclass(frozen=True, slots=True)
class ChangesSince:
    """What the log knows after a number."""

    store_uuid: str
    refs: tuple[ChangeRef, ...]
    """Ascending by number, each row once with its newest number."""
    last_seq: int
    """Where to go on reading; the asked number when nothing came after it."""
    complete: bool
    """False when lines after the asked number were already pruned: the reader has to load everything anew."""


ChangeCallback: TypeAlias = Callable[[Sequence[Change]], None]


class Feed:
    """Hands batches from the writer thread to subscribers on the loop that was running when they subscribed."""

    def __init__(self) -> None:
        self._subscribers: dict[int, tuple[asyncio.AbstractEventLoop, ChangeCallback]] = {}
        self._next = 0
        self._lock = Lock()

    def subscribe(self, callback: ChangeCallback) -> Callable[[], None]:
        """Call `callback` with every batch from now on, on the running loop. Returns how to stop.

        Raises:
            RuntimeError: no loop is running in this thread.
        """
        loop = asyncio.get_running_loop()
        with self._lock:
            ticket = self._next
            self._next += 1
            self._subscribers[ticket] = (loop, callback)

        def unsubscribe() -> None:
            with self._lock:
                self._subscribers.pop(ticket, None)

        return unsubscribe

    def publish(self, changes: Sequence[Change]) -> None:
        """Hand a batch over, from any thread. A subscriber that fails is logged and the others still hear."""
        if not changes:
            return
        with self._lock:
            listening = list(self._subscribers.items())
        for ticket, (loop, _) in listening:
            try:
                loop.call_soon_threadsafe(self._deliver, ticket, changes)
            except RuntimeError:  # its loop has ended: nobody is left to hear
                with self._lock:
                    self._subscribers.pop(ticket, None)

    def _deliver(self, ticket: int, changes: Sequence[Change]) -> None:
        entry = self._subscribers.get(ticket)
        if entry is None:  # it stopped listening while the batch was on its way
            return
        try:
            entry[1](changes)
        except Exception:
            logger.exception("a subscriber of the change feed failed")
