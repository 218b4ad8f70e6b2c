"""Everybody's time in words: a line for each, the line of all, what is behind one, and a quarter in thirteen cells."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from desk.compliance.model import TARGET, Figures, LeadSnapshot, TechLine, Trend
from desk.durations import clock_text
from desk.model import Micros
from tui.widgets.columns import Column
from tui.widgets.painter import Line
from tui.widgets.parts import Part, Parts, flowing
from tui.words.queue import short_number
from tui.words.reader import Reader

MINUTE = 60_000_000
LONG_GAP = 60
"""Minutes of gaps from which on they are marked as grave."""
NOTHING = "–"
LEVELS = "▁▂▃▄▅▆▇█"
UNKNOWN = "·"
QUARTER = 13
LONG_NAME, SHORT_NAME = 15, 11


class Order(StrEnum):
    """What the list is sorted by; who is off comes last in each."""

    GAP = "gap"
    IN_TIME = "in time"
    COVERAGE = "coverage"
    LATE = "late and missing"
    NAME = "name"


def sorted_by(order: Order, rows: Sequence[TechLine], now: Micros) -> list[TechLine]:
    """The rows with what wants a look first; equal ones by name."""

    def share(value: float | None) -> float:
        return 2.0 if value is None else value

    def wants(row: TechLine) -> float:
        figures = row.figures
        match order:
            case Order.GAP:
                return -figures.gap.at(now)
            case Order.IN_TIME:
                return share(figures.tally.share)
            case Order.COVERAGE:
                return share(figures.coverage(now))
            case Order.LATE:
                return -(figures.tally.late + figures.missing)
        return 0.0

    return sorted(rows, key=lambda row: (row.off != "", wants(row), row.name.casefold(), row.resource_id))


def columns(*, short: bool, live: bool) -> tuple[Column, ...]:
    """What goes first on a narrow screen: the notes, the quarter, the shares beside the one that counts."""
    return (
        Column("flag", "", 2, toned=True),
        Column("tech", "Tech", SHORT_NAME if short else LONG_NAME),
        Column(
            "now", "Now" if live else "Available", 14 if live else 9, toned=live, right=not live, gives_way=6, narrow=9
        ),
        Column("entered", "In / passed", 11 if live else 13, right=True),
        Column("coverage", "Cover", 5, right=True, gives_way=5),
        Column("gap", "Gap", 6, right=True, toned=True),
        Column("five", "≤5", 4, right=True, gives_way=3),
        Column("quarter", "≤15", 4, right=True, gives_way=4),
        Column("hour", "≤60", 4, right=True, gives_way=2),
        Column("in time", "InTime", 6, right=True, toned=True),
        Column("late", "Late", 4, right=True, toned=True),
        Column("missing", "Miss", 4, right=True, toned=True),
        Column("trend", "13 weeks", QUARTER, gives_way=1),
        Column("note", "Not counted", 12, flexible=True, gives_way=0),
        Column("rest", "", 1, flexible=True),
    )


def line(row: TechLine, trend: Trend, reader: Reader, *, short: bool, live: bool) -> Line:
    """One person."""
    name = row.name.split(" ", 1)[0] if short else row.name
    if row.off:
        return Line(("", name, f"off: {row.off}", *[""] * 9, spark(trend, QUARTER), "", ""), "quiet")
    figures, now = row.figures, reader.now
    minutes = figures.gap.at(now) // MINUTE
    five, quarter, hour = (percent(share) for share in figures.tally.shares)
    grave = live and minutes >= LONG_GAP
    some = bool(minutes or figures.tally.late or figures.missing) or figures.tally.on_target is False
    cells = (
        "!!" if grave else "!" if some else "",
        name,
        presence(row, reader) if live else length(figures.available_us),
        f"{length(figures.entered_us)}/{length(figures.elapsed.at(now))}",
        percent(figures.coverage(now)),
        clock_text(minutes) if minutes else NOTHING,
        five,
        quarter,
        hour,
        percent(figures.tally.share),
        str(figures.tally.late or NOTHING),
        str(figures.missing or NOTHING),
        spark(trend, QUARTER),
        ", ".join(not_counted(figures)),
        "",
    )
    return Line(cells, "late" if grave else "soon" if some else "")


def presence(row: TechLine, reader: Reader) -> str:
    """What they do now, as far as it can be seen: a timer of ours, a booking, else when they were seen last."""
    now, running = reader.now, row.running
    if running is not None and running.since is not None:
        return f"▶ {clock_text((now - running.since) // MINUTE)} {short_number(running.what)}"
    booked = () if row.day is None else row.day.booked
    until = max((span.end for span in booked if span.start <= now < span.end), default=None)
    if until is not None:
        return f"@ until {reader.time(until)}"
    if row.last is None:
        return "no entry"
    ago = (now - row.last) // MINUTE
    return f"{clock_text(ago)} ago" if ago < 12 * 60 else reader.moment(row.last)


def not_counted(figures: Figures) -> list[str]:
    """What is in none of the shares, or left out of the working time."""
    tally = figures.tally
    counts = (
        (tally.unmeasurable, "unmeasurable"),
        (tally.proxies, "by others"),
        (tally.future_ended, "end ahead"),
    )
    said = [f"{count} {what}" for count, what in counts if count]
    return [*said, *([f"{length(figures.excluded_us)} excluded"] if figures.excluded_us else [])]


def team(seen: LeadSnapshot, trend: Trend, reader: Reader, width: int) -> list[Parts]:
    """All of them in one sum, and who and what is in none."""
    figures, now, tally = seen.team, reader.now, seen.team.tally
    timers = sum(row.running is not None and row.running.since is not None for row in seen.rows)
    gap = figures.gap.at(now) // MINUTE
    beside = [f"{seen.off} off" if seen.off else "", *not_counted(figures)]
    beside.append(f"{seen.left_out} people without hours or entries" if seen.left_out else "")
    out = ", ".join(filter(None, beside))
    five, quarter, hour = (percent(share) for share in tally.shares)
    pieces = (
        Part(f"{length(figures.entered_us)} entered of {length(figures.elapsed.at(now))} passed", "strong"),
        Part(f"{length(figures.available_us)} in all"),
        Part(f"cover {percent(figures.coverage(now))}"),
        Part(f"gap {clock_text(gap)}" if gap else "", "soon"),
        Part(
            f"in time {percent(tally.share)} of {tally.measured} {verdict(tally.on_target)}".strip(),
            _tone(tally.on_target),
        ),
        Part(f"≤5 {five} ≤15 {quarter} ≤60 {hour}"),
        Part(f"{tally.late} late" if tally.late else "", "soon"),
        Part(f"{figures.missing} missing" if figures.missing else "", "soon"),
        Part(f"{timers} timer here" if timers else "", "active"),
        Part(f"13 weeks {spark(trend, QUARTER)}" if any(week.in_time is not None for week in trend.weeks) else ""),
        Part(f"not counted: {out}" if out else "", "quiet"),
    )
    lead = Part(f" Team {len(seen.rows)}  ", "key")
    flowed = flowing(pieces, width - len(lead.text))
    return [[lead if not at else Part(" " * len(lead.text)), *each] for at, each in enumerate(flowed)]


def not_covered(seen: LeadSnapshot, since: date | None) -> str:
    """That the copy does not have all of a period; empty where it has."""
    if since is not None and since <= seen.first:
        return ""
    reach = "has all entries of these days only" if since is None else f"covers since {since.day} {since:%b %Y}"
    return f"The copy {reach}: hours and coverage of this period are too low."


def behind(row: TechLine, trend: Trend, reader: Reader, width: int) -> list[Parts]:
    """What the figures of one are made of: each gap, what was missed, what is excluded, and the quarter."""
    now, figures = reader.now, row.figures
    gaps = [[gap.start, gap.end] for gap in row.gaps]
    if gaps and figures.gap.slope:
        gaps[-1][1] = now
    pieces = [
        *(
            Part(f"GAP {reader.time(start)}–{reader.time(end)} {clock_text((end - start) // MINUTE)}", "soon")
            for start, end in gaps
        ),
        *(
            Part(f"MISSING {reader.time(span.start)}–{reader.time(span.end)} booked, no entry", "soon")
            for span in row.missed
        ),
        *(
            Part(f"excluded {reader.time(each.span.start)}–{reader.time(each.span.end)}: {each.reason}", "quiet")
            for each in row.excluded
        ),
        Part(f"{length(figures.available_us)} available" if not row.off else f"off: {row.off}", "quiet"),
        *(Part(said, "quiet") for said in not_counted(figures)),
        *quarter_words(trend),
    ]
    lead = Part(f" {row.name}  ", "key")
    flowed = flowing(pieces, max(20, width - len(lead.text)))
    return [[lead if not at else Part(" " * len(lead.text)), *each] for at, each in enumerate(flowed)]


def quarter_words(trend: Trend) -> list[Part]:
    """ "in time ▅▆▆▇ 71 % in 9 weeks, target 90 %", and the same of coverage."""
    shown = []
    for what, values in (
        ("in time", [week.in_time for week in trend.weeks]),
        ("cover", [week.coverage for week in trend.weeks]),
    ):
        known = [value for value in values if value is not None]
        if known:
            target = f", target {percent(TARGET)}" if what == "in time" else ""
            mean = percent(sum(known) / len(known))
            shown.append(Part(f"{what} {bars(values)} {mean} in {len(known)} of 13 weeks{target}"))
    return shown


def spark(trend: Trend, cells: int) -> str:
    """The share in time week by week; a dot where there is none."""
    return bars([week.in_time for week in trend.weeks]).rjust(cells) if trend.weeks else ""


def bars(values: Sequence[float | None]) -> str:
    """Shares from 0 to 1 as bars, on one scale for all, so that two of them can be compared."""
    return "".join(UNKNOWN if value is None else LEVELS[min(7, max(0, int(value * 8)))] for value in values)


def length(us: int) -> str:
    """Hours and minutes."""
    return clock_text(us // MINUTE)


def percent(share: float | None) -> str:
    """A share; a dash where nothing was measured, never 0 or 100."""
    return NOTHING if share is None else f"{int(share * 100)}%"


def verdict(on_target: bool | None) -> str:
    return "" if on_target is None else "OK" if on_target else f"BELOW {percent(TARGET)}"


def _tone(on_target: bool | None) -> str:
    return "soon" if on_target is False else ""
