"""What the pull says about itself: one status at a time, to everybody who listens."""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeAlias

from replica.fill import COVERS
from replica.lacking import Doubt
from replica.rows import to_instant
from replica.status import Progress, SyncState, SyncStatus
from replica.store import Replica
from replica.trouble import Trouble

logger = logging.getLogger(__name__)

LAST_GOOD = "last_good"
"""Ledger key of the last poll of tickets that succeeded, by this machine's wall clock."""

STALE_SECONDS = 120.0
STALE_INTERVALS = 3

StatusCallback: TypeAlias = Callable[[SyncStatus], None]


class Telling:
    """Holds the status, and publishes each new one."""

    def __init__(self, replica: Replica, now: Callable[[], datetime]) -> None:
        self._now = now
        self._replica = replica
        self._noticed: list[str] = []
        self._listeners: list[StatusCallback] = []
        self._status = at_start(replica, now())

    def status(self, interval: float) -> SyncStatus:
        """The status as of now: live data that has grown old without a word is stale.

        Args:
            interval: Seconds between two polls at present.
        """
        status = self._status
        age = status.age(self._now())
        if status.state not in (SyncState.LIVE, SyncState.SYNCING) or age is None:
            return status
        if age <= max(STALE_SECONDS, STALE_INTERVALS * interval):
            return status
        sentence = "Autotask has not answered for a while."
        detail = "It is being asked now." if status.state is SyncState.SYNCING else "r asks again now."
        return replace(status, state=SyncState.STALE, sentence=sentence, detail=detail)

    def listen(self, callback: StatusCallback) -> Callable[[], None]:
        """Call `callback` with each new status. Returns how to stop."""
        self._listeners.append(callback)

        def stop() -> None:
            if callback in self._listeners:
                self._listeners.remove(callback)

        return stop

    def begin_again(self, replica: Replica) -> None:
        """The copy was built anew, and says less than before."""
        self._publish(at_start(replica, self._now()))

    def filling(self) -> None:
        """The first fill begins or goes on."""
        self._enter(SyncState.FILLING, "Reading the open work for the first time.")

    def progressed(self, progress: Progress) -> None:
        """The first fill has come so far."""
        self._publish(replace(self._status, progress=progress))

    def asking(self) -> None:
        """A poll begins. What is wrong stays said until the poll has shown that it is over."""
        if self._status.state is SyncState.LIVE:
            self._enter(SyncState.SYNCING, "Asking Autotask what changed.")

    async def covers(self) -> datetime | None:
        """Since when closed work is in the copy."""
        marks = await self._replica.reading(lambda copy: copy.remembered(COVERS))
        return to_instant(int(marks[COVERS])) if COVERS in marks else None

    async def round_over(self, doubts: Collection[Doubt], refused: Mapping[str, str], budget: tuple[int, int]) -> None:
        """A round ended. Where what Autotask shows of the tickets is not believed, the data stays as old as it was.

        Args:
            doubts: what of its answers is not believed.
            refused: what cannot be read beside the tickets, a sentence for each kind.
            budget: requests of the tenant used in this hour, and their limit.
        """
        covers = await self.covers()
        quarantined = await self._replica.reading(lambda copy: copy.quarantined_count())
        used, limit = budget
        self._status = replace(
            self._status, covers_since=covers, quarantined=quarantined, budget_used=used, budget_limit=limit
        )
        lacking = [sentence for _, sentence in sorted(refused.items())]
        lacking += [doubt.sentence for doubt in doubts if not doubt.is_about_tickets]
        self._notice(lacking)
        if (doubt := next((doubt for doubt in doubts if doubt.is_about_tickets), None)) is not None:
            self._enter(SyncState.STALE, doubt.sentence, " ".join((doubt.detail, *lacking)))
            return
        self._status = replace(self._status, last_good=self._now())
        self._enter(SyncState.LIVE, "In step with Autotask.", " ".join(lacking))

    def failed(self, trouble: Trouble, tries: int, wait: float | None) -> None:
        """A round failed so many times in a row; the next try comes after so many seconds, or on demand only."""
        next_try = None if wait is None else self._now() + timedelta(seconds=wait)
        self._enter(trouble.state, trouble.sentence, trouble.detail, next_try, tries, firm=trouble.firm)

    def _notice(self, lacking: Sequence[str]) -> None:
        """Have each sentence told once, for as long as it is true."""
        notices = self._replica.notices
        for said in self._noticed:
            if said not in lacking and said in notices:
                notices.remove(said)
        notices.extend(said for said in lacking if said not in self._noticed)
        self._noticed = list(lacking)

    def _enter(
        self,
        state: SyncState,
        sentence: str,
        detail: str = "",
        next_try: datetime | None = None,
        tries: int = 0,
        *,
        firm: bool = False,
    ) -> None:
        before = self._status
        self._publish(
            replace(
                before,
                state=state,
                since=before.since if state is before.state else self._now(),
                next_try=next_try,
                progress=before.progress if state is SyncState.FILLING else None,
                sentence=sentence,
                detail=detail,
                tries=tries,
                firm=firm,
            )
        )

    def _publish(self, status: SyncStatus) -> None:
        self._status = status
        for listener in list(self._listeners):
            try:
                listener(status)
            except Exception:
                logger.exception("a listener of the sync status failed")


def at_start(replica: Replica, now: datetime) -> SyncStatus:
    """What a copy says before Autotask has been asked: its age, or that it is empty."""
    marks = replica.remembered()
    good, covers = marks.get(LAST_GOOD), marks.get(COVERS)
    return SyncStatus(
        SyncState.STALE if good else SyncState.FILLING,
        now,
        last_good=to_instant(int(good)) if good else None,
        covers_since=to_instant(int(covers)) if covers else None,
        sentence="Shown from the copy on this machine; Autotask is being asked." if good else "Reaching Autotask.",
        quarantined=replica.quarantined_count(),
    )
