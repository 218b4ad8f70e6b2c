"""Skips: what a person puts behind in their own queue, and why. Kept on this machine; Autotask does not hear of it.

Each stays on record for a quarter, also when it is over, so that they can be counted. One that a person takes back was
a slip of the finger and leaves no record.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

from desk.acts.answers import Done, Outcome
from desk.acts.commands import ActId, Skip
from desk.acts.known import Known
from desk.acts.plan import Plan
from desk.acts.timekeeping import Keeper
from desk.acts.told import LogEntry, Stage
from desk.acts.wording import moment
from desk.entries import Entry
from desk.model import ItemId
from desk.putting_aside import PutAside, looks, packed, unpacked
from replica.errors import ReplicaError
from sla.instants import DAY, Micros, instant
from workflows.order import Reason, sentence

SKIPS = "skip:"
COUNTED_FOR = timedelta(days=92) // timedelta(microseconds=1)
STANDS_AT_MOST = 2 * DAY
"""Longer than any day of a calendar lasts."""


class SkipPlanner:
    """Plans a skip."""

    def __init__(self, known: Known) -> None:
        self._known = known

    async def skip(self, command: Skip, plan: Plan) -> None:
        """Not now, and why. A critical incident that nobody is on stays in front, and that is said."""
        known, item = self._known, command.item
        reason = " ".join(command.reason.split())
        if not reason:
            plan.problem("reason", "Choose a reason, or write one.")
            return
        entry = known.state.roster.entries.get(item)
        plan.item = item
        if entry is None or not known.state.viewing.has(entry.item):
            plan.nothing = f"{known.called(item)} is not in your queue: there is nothing to skip."
            return
        if plan_nothing := self._why_not(entry):
            plan.nothing = plan_nothing
            return
        now = known.desk.clock.now()
        body = packed(item, PutAside(now, reason, looks(entry.item, entry.facts)))
        stays = entry.item.place.rung == 1
        plan.kept[f"{SKIPS}{plan.act_id}"] = {
            **body,
            "act": plan.act_id,
            "over": now if stays else None,
            "stayed": stays,
        }
        plan.says = f"{known.called(item)} skipped: {reason}"
        if stays:
            said = sentence(entry.item.place, now, known.zone).partition(",")[0]
            plan.says = f"{known.called(item)} stays in front, {said}. Your reason is noted: {reason}"

    def _why_not(self, entry: Entry) -> str:
        called, place = self._known.called(entry.item.id), entry.mine.place
        if place.code is Reason.TIMER:
            return f"Your timer runs on {called}: park it first (s)."
        if not place.offered:
            now = self._known.desk.clock.now()
            return f"{called} is {sentence(place, now, self._known.zone)}. There is nothing to skip."
        return ""


class Skipping:
    """The skips of the person at the screen."""

    def __init__(self, known: Known, keeper: Keeper, moved: Callable[[], None]) -> None:
        """
        Args:
            moved: called when what is skipped has changed.
        """
        self._known = known
        self._keeper = keeper
        self._moved = moved
        self.lay()

    def lay(self) -> None:
        """Let the desk know all that stand, as they are kept now."""
        aside = put_aside(self._keeper.kept(SKIPS), self._known.desk.clock.now())
        if aside != self._known.state.viewing.aside:
            self._known.desk.put_aside(aside)
            self._moved()

    async def look(self) -> None:
        """End those that no longer put their item behind: it came back by time or by a change, and stays back."""
        if self._known.desk.coming:
            return
        now = self._known.desk.clock.now()
        over = {item for item in self._known.state.viewing.aside if not self._stands(item, now)}
        if not over:
            return
        for name, body in self._keeper.kept(SKIPS).items():
            found = unpacked(body)
            if found is not None and found[0] in over and body.get("over") is None:
                await self._keeper.keep(name, {**body, "over": now})
        self.lay()

    async def forget_old(self) -> None:
        """Let go of those that nobody counts any more."""
        now = self._known.desk.clock.now()
        for name, body in list(self._keeper.kept(SKIPS).items()):
            found = unpacked(body)
            if found is None or found[1].at < now - COUNTED_FOR:
                with suppress(ReplicaError):
                    await self._keeper.forget(name)

    async def take_back(self, act_id: ActId) -> Outcome | None:
        """Take back the skip that an act of any session made; None where it made none.

        Raises:
            ReplicaError: it could not be forgotten on disk.
        """
        name = f"{SKIPS}{act_id}"
        body = self._keeper.kept(SKIPS).get(name)
        found = unpacked(body)
        if found is None:
            return None
        await self._keeper.forget(name)
        self.lay()
        return Done("", f"Taken back: {self._known.called(found[0])} skipped: {found[1].reason}")

    @property
    def items(self) -> set[ItemId]:
        """Everything that is on record as skipped."""
        return {skip[0] for body in self._keeper.kept(SKIPS).values() if (skip := unpacked(body)) is not None}

    def entries(self, of: ItemId | None = None) -> Sequence[LogEntry]:
        """A line of the log for each; of one item where one is named."""
        found = ((name, body, unpacked(body)) for name, body in self._keeper.kept(SKIPS).items())
        return [
            self._line(name, body, *skip) for name, body, skip in found if skip is not None and of in (None, skip[0])
        ]

    def _line(self, name: str, body: Mapping[str, Any], item: ItemId, aside: PutAside) -> LogEntry:
        known, over = self._known, body.get("over")
        ended = over if isinstance(over, int) else aside.at
        stands = over is None
        says = "stands behind all that is offered to you until it changes, the customer writes, or tomorrow"
        if over is not None:
            says = f"over since {moment(instant(ended), known.now, known.zone)}: it came back to its place"
        if body.get("stayed"):
            says = "noted; it stayed in front, for nobody was on it"
        return LogEntry(
            op_id=name,
            act_id=str(body.get("act", "")),
            item=item,
            ticket=known.called(item),
            what=f"skipped: {aside.reason}",
            entered=instant(aside.at),
            changed=instant(ended),
            stage=Stage.HERE,
            says=says,
            next="u takes it back" if stands else "",
            can=frozenset({"undo"} if stands else ()),
        )

    def _stands(self, item: ItemId, now: Micros) -> bool:
        state = self._known.state
        entry = state.roster.entries.get(item)
        if entry is None:
            return False
        bookings = [booking for booking in state.records.bookings.of(item) if booking.end > now]
        mine, _ = state.viewing.overlaid(entry.item, entry.facts, bookings, now)
        return mine.place.code is Reason.SKIPPED


def put_aside(kept: Mapping[str, Any], now: Micros) -> dict[ItemId, PutAside]:
    """What is skipped, of what an outbox keeps; the last skip of an item counts."""
    found = (unpacked(body) for name, body in kept.items() if name.startswith(SKIPS) and body.get("over") is None)
    fresh = (skip for skip in found if skip is not None and skip[1].at > now - STANDS_AT_MOST)
    return dict(sorted(fresh, key=lambda skip: skip[1].at))
