"""The first fill: open work, then the history behind the live desk, page by page and resumable at any moment.

The start of the fill, by the server's clock, is on disk before the first page is asked for: the polls begin from it, so
that whatever moves during a fill of minutes or days is read again. Each page is written together with how far its step
is; after a crash the step goes on behind that page.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import aclosing
from datetime import datetime, timedelta
from typing import Any

from autotask.entities import Project, Task, Ticket
from autotask.errors import Refused
from autotask.filters import And, Filter, Gt, In
from autotask.kinds import Kind
from replica.plan import OPEN, POLLED, WITH_PICKLISTS, Links, Scope, Step, history
from replica.reach import AT_ONCE, Reach, ids_on
from replica.reading import Questions, complete_in
from replica.rows import to_instant, to_micros
from replica.status import Progress
from replica.writing import Batch, chunks

START = "fill.start"
OPEN_DONE = "fill.open"
COVERS = "fill.covers"
TIME = "fill.time"
"""In the ledger once all time of the history is there, and before it the terms of contracts; less what was refused."""
DONE = "fill.done:"
AFTER = "fill.after:"
WATERMARK = "watermark:"
FIRST_PICKLISTS = 3
"""So many kinds of WITH_PICKLISTS have to be known before a ticket is read."""

_PART = 1_000


class Fill:
    """Fills one copy. `report` hears of the progress after each page."""

    def __init__(self, reach: Reach, history_days: int, report: Callable[[Progress], None]) -> None:
        self._reach = reach
        self._replica = reach.replica
        self._days = history_days
        self._report = report
        self._refused: set[str] = set()
        self._rows = 0

    async def is_open_work_there(self) -> bool:
        """Whether a fill of the open work has ended, in this run or an earlier one."""
        return OPEN_DONE in await self._marks()

    async def open_work(self) -> None:
        """Fill the open work, or go on where an earlier run was cut off."""
        await self._begin()
        scope = await self._scope()
        total = sum(step.weight for step in OPEN) * _PART
        done = 0
        for step in OPEN:
            await self._attempt(step, scope, lambda part, step=step, done=done: self._tell(step, done, part, total))  # type: ignore[misc]
            done += step.weight * _PART
        await self._replica.write(Batch(remember={OPEN_DONE: "1"}))

    async def history(self, stop: Callable[[], bool]) -> bool:
        """Read history until `stop` says so, which is asked after each page. True when all of it is there.

        Steps of the open work that were refused come first: a right may have been given meanwhile.
        """
        scope = await self._scope()
        for step in (*OPEN, *history(self._days)):
            if not await self._attempt(step, scope, lambda _: None, stop):
                return False
            await self._note_cover(step, scope)
        return True

    def retry_refused(self) -> None:
        """Try again, at the next occasion, what was refused."""
        self._refused.clear()

    async def picklists(self, kinds: Iterable[Kind[Any]] = WITH_PICKLISTS) -> None:
        """Read the tenant's labels anew."""
        for kind in kinds:
            await self._reach.permitted(kind, self._picklists_of(kind), None)

    async def _picklists_of(self, kind: Kind[Any]) -> None:
        await self._reach.labels.read(self._reach.source, kind)

    async def _marks(self) -> dict[str, str]:
        return await self._replica.reading(lambda copy: copy.remembered("fill."))

    async def _begin(self) -> None:
        if START in await self._marks():
            return
        await self.picklists(WITH_PICKLISTS[:FIRST_PICKLISTS])
        # Answers have set the server's clock by now. Nothing was read of which a change could be missed.
        start = str(to_micros(self._reach.source.server_now()))
        marks = {WATERMARK + kind.name: start for kind, _ in POLLED}
        await self._replica.write(Batch(remember={START: start, **marks}))

    async def _scope(self) -> Scope:
        # As of the start, so that a step that is resumed asks for what it asked before.
        start = to_instant(int((await self._marks())[START]))
        return await self._replica.reading(lambda copy: scope_at(copy, start))

    async def _attempt(
        self, step: Step | Links, scope: Scope, tell: Callable[[float], None], stop: Callable[[], bool] = lambda: False
    ) -> bool:
        """Do a step, or what is left of it. False when `stop` interrupted it; a refused one counts as passed."""
        marks = await self._marks()
        if DONE + step.name in marks or step.name in self._refused:
            return True
        after = int(marks[AFTER + step.name]) if AFTER + step.name in marks else None
        try:
            if isinstance(step, Step):
                ended = await self._read_step(step, scope, after, tell, stop)
            else:
                ended = await self._read_links(step, scope, after, tell, stop)
        except Refused as refusal:
            self._reach.note_refusal(step.kind, refusal)
            self._refused.add(step.name)
            return True
        if ended:
            await self._replica.write(Batch(remember={DONE + step.name: "1", AFTER + step.name: None}))
        return ended

    async def _read_step(
        self, step: Step, scope: Scope, after: int | None, tell: Callable[[float], None], stop: Callable[[], bool]
    ) -> bool:
        condition = _behind(step.condition(scope), after)
        tell(0.0)
        counted = await self._reach.source.count(step.kind, condition) if step.weight > 1 else 0
        rows = 0
        async with aclosing(self._reach.pages(step.kind, condition)) as pages:
            async for page in pages:
                found = ids_on(page)
                await self._reach.take(step.kind, page, _reached(step, max(found, default=after)))
                rows += len(found)
                self._rows += len(found)
                tell(rows / counted if counted else 0.5)
                if stop() and rows:
                    return False
        return True

    async def _read_links(
        self, links: Links, scope: Scope, after: int | None, tell: Callable[[float], None], stop: Callable[[], bool]
    ) -> bool:
        def wanted(copy: Questions) -> list[int]:
            return sorted(value for value in links.values(copy, scope) if after is None or value > after)

        values = await self._replica.reading(wanted)
        done = 0
        for block in chunks(values, AT_ONCE):
            tell(done / len(values))
            async with aclosing(self._reach.pages(links.kind, In(links.field, tuple(block)))) as pages:
                async for page in pages:
                    await self._reach.take(links.kind, page)
                    self._rows += len(page.items)
            await self._replica.write(Batch(remember=_reached(links, block[-1])))
            done += len(block)
            if stop() and done < len(values):
                return False
        return True

    def _tell(self, step: Step | Links, done: int, part: float, total: int) -> None:
        here = round(min(part, 1.0) * step.weight * _PART)
        self._report(Progress(done + here, total, step.what, self._rows))

    async def _note_cover(self, step: Step | Links, scope: Scope) -> None:
        """Remember how far back closed work reaches, once the last step of a span is there, and when all time is."""
        name, _, rest = step.name.partition(":")
        span, _, kind = rest.partition(":")
        if name != "history" or step.name in self._refused:
            return
        if kind == "TimeEntries" and int(span) == self._days and TIME not in await self._marks():
            await self._replica.write(Batch(remember={TIME: "1"}))
        if kind != "TicketNotes":
            return
        covers = str(to_micros(scope.now - timedelta(days=int(span))))
        known = (await self._marks()).get(COVERS)
        if known is None or int(covers) < int(known):
            await self._replica.write(Batch(remember={COVERS: covers}))


def is_time_being_read(copy: Questions) -> bool:
    """Whether time, or a term of a contract, may lack that a fill has not come to yet."""
    marks = copy.remembered("fill.")
    return START in marks and TIME not in marks


def scope_at(copy: Questions, now: datetime) -> Scope:
    """What "open" and "recent" mean at an instant of the server's clock, by the tenant's labels."""
    picklists = copy.picklists()
    complete = [tuple(sorted(complete_in(picklists, cls))) for cls in (Ticket, Task, Project)]
    return Scope(now, *complete)


def _behind(condition: Filter, after: int | None) -> Filter:
    return condition if after is None else And(condition, Gt("id", after))


def _reached(step: Step | Links, id_: int | None) -> Mapping[str, str | None]:
    return {} if id_ is None else {AFTER + step.name: str(id_)}
