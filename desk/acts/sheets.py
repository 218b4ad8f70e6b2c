"""Today's sheet and the week's: what is entered, pending time too, what is missing, and how promptly it came in."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta

from autotask.entities import TimeEntry
from desk.acts.known import Known
from desk.acts.offers import FillForm
from desk.acts.seen import SeenLog, Sight
from desk.acts.timekeeping import Timekeeping
from desk.acts.timers import spans_of
from desk.acts.told import Sheet, Suggestion, Week
from desk.acts.wording import length, local_day
from desk.compliance.days import thresholds_of
from desk.entries import sane
from desk.model import ItemId, ItemKind
from desk.pages import Today
from desk.today import planned_day
from metrics.day import EnteredTime
from metrics.discipline import EntryFacts, discipline
from metrics.intervals import Interval, without
from metrics.week import week_sheet
from replica.outbox.op import Op
from replica.outbox.outbox import Outbox
from sla.instants import HOUR, MINUTE, SECOND, instant, micros

_DAYS = 7
_WRITES = {
    "NoteCreate": ("note", "notes"),
    "TimeEntryCreate": ("entry", "entries"),
    "TicketChange": ("change", "changes"),
    "ChecklistTick": ("tick", "ticks"),
}


class Sheets:
    """My day and my week."""

    def __init__(self, known: Known, outbox: Outbox, timekeeping: Timekeeping, seen: SeenLog) -> None:
        self._known = known
        self._outbox = outbox
        self._timekeeping = timekeeping
        self._seen = seen
        self._saved: dict[int, datetime] = {}

    def hear(self, op: Op) -> None:
        """Remember when a person saved an entry, so that one that waited for the network is not late."""
        if op.kind == "TimeEntryCreate" and op.remote_id is not None:
            self._saved[op.remote_id] = op.created

    def sheet(self) -> Sheet:
        today, known = self._known.desk.today(), self._known
        day = date.fromisoformat(today.day)
        mine = [row for row in known.state.book.rows if self._day_of(row) == day]
        home = known.state.tenant.home_of(known.me)
        figures = discipline(
            (self._facts(row) for row in mine), home.calendar, thresholds_of(known.state.tenant.settings)
        )
        running = self._timekeeping.stack.running
        since = None if running is None or running.since is None else micros(running.since)
        counted, measured = figures.in_time.entries, figures.in_time.of_entries
        lag = None if figures.median_lag_us is None else figures.median_lag_us // SECOND
        return Sheet(
            today=replace(today, gaps=self._untimed(today)),
            pending=frozenset(entry.id for entry in today.entries if entry.id < 0),
            running=None if since is None or since >= today.now else Interval(since, today.now),
            in_time=counted if measured else None,
            measured=measured,
            median_lag=lag,
            says=_figures(counted, measured, lag, today.coverage),
        )

    def _untimed(self, today: Today) -> tuple[Interval, ...]:
        """The gaps of the day that no timer has counted either, as long as they are worth a question."""
        stack, now = self._timekeeping.stack, self._known.now
        counted = [
            Interval(micros(start), micros(end)) for timer in stack.timers for start, end in spans_of(timer, now)
        ]
        least = self._known.settings.gap_minutes * MINUTE
        return tuple(
            left for gap in today.gaps for left in without([gap], counted) if left == gap or left.length > least
        )

    async def fill(self, gap: Interval) -> FillForm:
        """What was booked in a gap, what the app saw in it and what was written; the longest first."""
        start, end, known = instant(gap.start), instant(gap.end), self._known
        sights = self._seen.between(start, end, known.now)
        written: dict[ItemId, list[Op]] = {}
        for op in await self._outbox.ops(limit=500):
            if start <= op.created < end and op.ticket is not None and op.kind in _WRITES:
                written.setdefault(ItemId(ItemKind.TICKET, op.ticket), []).append(op)
        by_item: dict[ItemId, list[Sight]] = {}
        for sight in sights:
            by_item.setdefault(sight.item, []).append(sight)
        for item, ops in written.items():
            by_item.setdefault(item, []).extend(Sight(item, op.created, op.created) for op in ops)
        found = [self._suggestion(item, seen, written.get(item, [])) for item, seen in by_item.items()]
        offered = sorted((*self._booked(gap), *found), key=lambda each: (-each.minutes, not each.booked, each.start))
        return FillForm(start, end, tuple(offered), local_day(start, known.zone))

    def _booked(self, gap: Interval) -> list[Suggestion]:
        """Calls and appointments of the day that lie in a gap: most likely what it was."""
        out = []
        for booking in self._known.desk.today().bookings:
            start, end = max(gap.start, booking.span.start), min(gap.end, booking.span.end)
            if start < end:
                says = f"booked: {booking.title}"
                minutes = round((end - start) / MINUTE)
                out.append(Suggestion(booking.item, instant(start), instant(end), minutes, says, booked=True))
        return out

    async def week(self, day: date | None = None) -> Week:
        """The week that a day lies in."""
        known, me = self._known, self._known.me
        local = day or local_day(known.now, known.zone)
        first = local - timedelta(days=local.weekday())
        home, diary = known.state.tenant.home_of(me), known.state.book.diary
        planned = [
            planned_day(diary, home, known.state.tenant.settings, first + timedelta(days=place))
            for place in range(_DAYS)
        ]
        noon = datetime.combine(first, datetime.min.time(), known.zone)
        rows = await known.my_entries(noon, noon + timedelta(days=_DAYS - 1))
        entered: dict[date, list[EnteredTime]] = {}
        for row in rows:
            worked = round((row.hours_worked or 0) * HOUR)
            entered.setdefault(row.date_worked or self._day_of(row), []).append(EnteredTime(worked))
        sheet = week_sheet(planned, entered, micros(known.now))
        short = " and ".join(f"{each.day:%a} {length(each.missing_us / HOUR)}" for each in sheet.short)
        return Week(
            first=first,
            days=sheet.days,
            says=f"missing: {short}" if short else "no hours are missing so far",
            url=known.desk.web_page(known.settings.timesheet_page),
        )

    def _day_of(self, row: TimeEntry) -> date:
        if row.start_date_time is not None:
            return local_day(row.start_date_time, self._known.zone)
        return row.date_worked or date.min

    def _facts(self, row: TimeEntry) -> EntryFacts:
        saved = self._saved.get(row.id, row.create_date_time)
        return EntryFacts(
            worked_us=round((row.hours_worked or 0) * HOUR),
            start=sane(row.start_date_time),
            end=sane(row.end_date_time),
            saved=sane(saved),
            on_work=row.ticket_id is not None or row.task_id is not None,
        )

    def _suggestion(self, item: ItemId, sights: list[Sight], ops: list[Op]) -> Suggestion:
        seconds = sum((sight.end - sight.start).total_seconds() for sight in sights)
        found = self._known.desk.item(item)
        title = f"{self._known.called(item)} {found.title}" if found is not None else self._known.called(item)
        parts = [f"seen {length(seconds / 3600)}"] if seconds >= 60 else []
        parts += _counted(ops)
        return Suggestion(
            item=item,
            start=min(sight.start for sight in sights),
            end=max(sight.end for sight in sights),
            minutes=round(seconds / 60),
            says=f"{title}: {', '.join(parts)}" if parts else title,
        )


def _counted(ops: list[Op]) -> list[str]:
    counts = Counter(_WRITES[op.kind] for op in ops)
    return [f"{count} {one if count == 1 else many}" for (one, many), count in counts.items()]


def _figures(in_time: int, measured: int, lag: int | None, coverage: float | None) -> str:
    parts = [f"in time {in_time} of {measured} ({in_time / measured:.0%})"] if measured else ["nothing measured yet"]
    if lag is not None:
        parts.append(f"lag {round(lag / 60)} min")
    if coverage is not None:
        parts.append(f"coverage {coverage:.0%}")
    return " · ".join(parts)
