"""Whether everybody's time is entered as it happens, on Tuesday 24 November, 09:41: what a lead sees and may do."""

import asyncio
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

from autotask.entities import TimeEntry, TimeOffRequest
from desk.acts.commands import ExcludeGap, LogTime
from desk.compliance.asking import Compliance
from desk.compliance.model import Band, Count, LeadSnapshot, Setting, TechLine
from desk.live import LiveDesk
from sla.instants import MINUTE
from tests.desk.acts.bench import ONSITE, REMOTE, TECH, Bench, bench
from tests.desk.acts.test_doing import done
from tests.desk.shop import ANA, BEN, CHI, Shop, at, ticket, ticket_id, us

SUMMARY = "Aligned the lifetime of phase two with the firewall"


def of(seen: LeadSnapshot, tech: int) -> TechLine:
    return next(row for row in seen.rows if row.resource_id == tech)


def told(desk: LiveDesk, line: TechLine) -> tuple[int, int, int, int]:
    """Minutes entered, elapsed, available, and in gaps."""
    figures, now = line.figures, desk.clock.now()
    lengths = (figures.entered_us, figures.elapsed.at(now), figures.available_us, figures.gap.at(now))
    entered, elapsed, available, gap = (length // MINUTE for length in lengths)
    return entered, elapsed, available, gap


async def look(b: Bench, tech: int) -> tuple[int, int, int, int]:
    return told(b.desk, of(await b.desk.compliance.today(), tech))


def day_off(who: int) -> TimeOffRequest:
    asked: dict[str, Any] = {"request_date": date(2026, 11, 24), "approved_date_time": at("07:00")}
    return TimeOffRequest(id=1, resource_id=who, hours=8.0, status=2, **asked)


def everybody(shop: Shop) -> tuple[Any, ...]:
    return tuple(shop.availability(who, 8.0) for who in (ANA, BEN, CHI))


async def test_the_day_of_everybody_as_it_stands_and_moves(shop: Shop) -> None:
    morning = shop.entry(1, at("08:00"), 30)
    called = shop.call(1, at("08:00"), 30, BEN)
    off = day_off(CHI)
    async with bench(shop, ticket(1), morning, *called, off, *everybody(shop)) as b:
        seen = await b.desk.compliance.today()
        assert told(b.desk, of(seen, ANA)) == (30, 101, 480, 71)
        assert told(b.desk, of(seen, BEN)) == (0, 101, 480, 101)
        assert (of(seen, CHI).off, seen.off, seen.live) == ("time off", 1, True)
        assert of(seen, ANA).last == us(at("08:30"))
        assert seen.team.coverage(seen.at) == 30 / 202
        assert of(seen, BEN).missed, "the call was over more than an hour ago, and nothing is entered for it"

        ben = of(seen, BEN)
        shop.clock.advance(minutes=10)
        later = await b.desk.compliance.today()
        assert told(b.desk, of(later, BEN)) == (0, 111, 480, 111)
        assert of(later, BEN) is ben, "nothing but the clock has moved"

        await b.following.put(shop.entry(1, at("08:10"), 15, resource_id=BEN), replace(morning, hours_worked=1.0))
        assert (await look(b, BEN))[:2] == (15, 111)
        assert (await look(b, ANA))[0] == 60
        assert not of(await b.desk.compliance.today(), BEN).missed
        await b.following.drop(TimeEntry, morning.id)
        assert (await look(b, ANA))[0] == 0


async def test_what_is_entered_here_counts_at_once_and_was_saved_when_it_was_saved(shop: Shop) -> None:
    async with bench(shop, ticket(1), *everybody(shop)) as b:
        assert (await look(b, ANA))[0] == 0
        entry = LogTime(
            ticket_id=1, start=at("09:10"), end=at("09:40"), summary=SUMMARY, role_id=TECH, work_type_id=REMOTE
        )
        done(await b.acts.do(entry, {"gap"}))
        await b.desk.settle()
        seen = of(await b.desk.compliance.today(), ANA)
        assert (seen.figures.entered_us, seen.figures.tally.within) == (30 * MINUTE, (1, 1, 1))

        shop.clock.advance(minutes=180)
        await b.sent()
        late = [replace(row, create_date_time=at("12:41")) for row in b.server.truth(TimeEntry)]
        await b.following.put(*late)
        seen = of(await b.desk.compliance.today(), ANA)
        assert seen.figures.tally.within == (1, 1, 1), "the network was away, not the person"
        (line,) = await b.desk.compliance.entries(ANA, date(2026, 11, 24), date(2026, 11, 24))
        assert (line.saved_here, line.reading.band, line.number) == (True, Band.FIVE, "T20261124.0001")


async def test_a_timer_of_ours_fills_its_gap(shop: Shop) -> None:
    async with bench(shop, ticket(1), *everybody(shop)) as b:
        done(await b.acts.start_timer(ticket_id(1), at=at("08:00")))
        line = of(await b.desk.compliance.today(), ANA)
        assert (told(b.desk, line)[3], line.running is not None) == (0, True)
        done(await b.acts.park_timer())
        await b.later(40)
        assert (await look(b, ANA))[3] == 40


async def test_a_gap_is_excluded_with_a_reason_and_counts_again(shop: Shop) -> None:
    async with bench(shop, ticket(1), *everybody(shop)) as b:
        gap = ExcludeGap(resource_id=BEN, start=at("08:00"), end=at("09:00"), reason=" fire\ndrill ")
        assert done(await b.acts.do(gap)).says == "Ben Cole, 08:00 to 09:00: no gap, fire drill"
        line = of(await b.desk.compliance.today(), BEN)
        assert (told(b.desk, line), [each.reason for each in line.excluded]) == ((0, 41, 420, 41), ["fire drill"])
        assert b.outbox.live == [], "Autotask does not hear of it"
        await b.restarted()
        assert (await look(b, BEN))[3] == 41
        done(await b.acts.do(replace(gap, reason="")))
        assert (await look(b, BEN))[3] == 101
        done(await b.acts.undo())
        assert (await look(b, BEN))[3] == 101


async def test_entries_are_told_with_how_late_they_were_saved(shop: Shop) -> None:
    rows = (
        shop.entry(1, at("08:00"), 30, create_date_time=at("09:20"), billing_code_id=ONSITE),
        shop.entry(1, at("08:30"), 30, create_date_time=at("09:20"), billing_code_id=REMOTE),
        shop.entry(None, at("09:00"), 15, billing_code_id=REMOTE),
        shop.entry(1, at("07:00"), 15, create_date_time=at("09:00")),
        shop.entry(1, at("09:20"), 15, creator_user_id=BEN),
        shop.entry(1, at("09:20"), 15, creator_user_id=BEN, internal_notes="[sd-7Q3F9KDM]"),
    )
    async with bench(shop, ticket(1), *rows, *everybody(shop)) as b:
        lines = await b.desk.compliance.entries(ANA, date(2026, 11, 24), date(2026, 11, 24))
        assert [(line.setting, line.reading.count, line.reading.in_time) for line in lines] == [
            (Setting.ON_CALL, Count.MEASURED, True),
            (Setting.ONSITE, Count.MEASURED, True),
            (Setting.DESK, Count.MEASURED, False),
            (Setting.DESK, Count.UNMEASURABLE, False),
            (Setting.DESK, Count.PROXY, False),
            (Setting.DESK, Count.MEASURED, True),
        ]
        tally = of(await b.desk.compliance.today(), ANA).figures.tally
        assert (tally.measured, tally.late, tally.unmeasurable, tally.proxies) == (4, 1, 1, 1)


async def test_a_shop_sets_how_soon_time_is_in_real_time(shop: Shop) -> None:
    late = shop.entry(1, at("08:00"), 30, create_date_time=at("08:50"))
    await shop.put(ticket(1), late, *everybody(shop))
    for minutes, in_time, until in ((15, 0, at("08:45")), (30, 1, at("09:00"))):
        desk = (await shop.live(entry_minutes=minutes)).desk
        assert of(await desk.compliance.today(), ANA).figures.tally.in_time == in_time
        (line,) = await desk.compliance.entries(ANA, date(2026, 11, 24), date(2026, 11, 24))
        assert line.until == us(until)


async def test_a_period_and_thirteen_weeks_are_added_up_as_far_as_the_copy_reaches(shop: Shop) -> None:
    rows = (
        shop.entry(1, at("09:00", day=17), 60),
        shop.entry(1, at("09:00", day=18), 60, create_date_time=at("17:00", day=18)),
        shop.entry(1, at("09:00"), 30),
    )
    shop.sync.status = replace(shop.sync.status, covers_since=at("00:00", day=10))
    async with bench(shop, ticket(1), *rows, *everybody(shop)) as b:
        compliance = b.desk.compliance
        week = await compliance.period(date(2026, 11, 16), date(2026, 11, 22))
        figures = of(week, ANA).figures
        assert (figures.entered_us, figures.available_us, figures.tally.share) == (120 * MINUTE, 40 * 60 * MINUTE, 0.5)
        assert week.team.available_us == 3 * figures.available_us
        await compliance.add_up_quarter()
        weeks = compliance.trend(ANA).weeks
        assert [week.in_time for week in weeks[-3:]] == [None, 0.5, 1.0]
        assert weeks[-2].coverage == 2 / 40
        assert len(weeks) == 13
        assert weeks[0].coverage is None, "the copy does not reach back so far"


async def test_what_the_api_may_hide_is_said(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        assert [line.split(":")[0] for line in await b.desk.compliance.doubts()] == [
            "No time off of anybody is visible",
            "Nobody's hours of the week are visible",
        ]
    many = [shop.entry(1, at("09:00", day=1 + place % 20), 5) for place in range(100)]
    async with bench(shop, *many, *everybody(shop), day_off(CHI)) as b:
        (hidden,) = await b.desk.compliance.doubts()
        assert hidden.startswith("None of 100 entries is non-billable: the API user may lack the right")
        await b.following.put(replace(many[0], is_non_billable=True))
        seen = await b.desk.compliance.today()
        assert seen.left_out == 0


async def test_whatever_moves_the_lines_are_those_of_a_fresh_look(shop: Shop) -> None:
    """Entries, calls and time off come, change and go, the clock goes on, and now and then all is read anew."""
    rng = Random(11)
    async with bench(shop, ticket(1), ticket(2), *everybody(shop)) as b:
        known: list[TimeEntry] = []
        for step in range(18):
            if step % 9 == 8:
                await b.desk.load()
                reading = asyncio.ensure_future(b.desk.compliance.today())
                await asyncio.sleep(0)
            who, start = rng.choice((ANA, BEN, CHI)), at(f"{rng.randrange(8, 12):02}:{rng.randrange(60):02}")
            match rng.randrange(5):
                case 0 if known:
                    await b.following.drop(TimeEntry, known.pop(rng.randrange(len(known))).id)
                case 1 if known:
                    place = rng.randrange(len(known))
                    known[place] = replace(known[place], resource_id=who, hours_worked=rng.random())
                    await b.following.put(known[place])
                case 2:
                    await b.following.put(*shop.call(1, start, rng.randrange(10, 90), who))
                case 3:
                    await b.following.put(shop.appointment("One to one", start, 30, who))
                case _:
                    known.append(shop.entry(rng.choice((1, 2, None)), start, rng.randrange(5, 50), resource_id=who))
                    await b.following.put(known[-1])
            shop.clock.advance(minutes=rng.randrange(12))
            await b.desk.settle()
            b.desk.forecasts.settle()
            if step % 9 == 8:
                await reading
            await agrees(b.desk.compliance, shop)


async def agrees(compliance: Compliance, shop: Shop) -> None:
    fresh = shop.desk()
    await fresh.load()
    seen, anew = await compliance.today(), await fresh.compliance.today()
    assert [_now(line, seen.at) for line in seen.rows] == [_now(line, seen.at) for line in anew.rows]
    assert _figures(seen.team, seen.at) == _figures(anew.team, seen.at)


def _now(line: TechLine, now: int) -> object:
    return line.name, line.off, line.missed, line.day, line.last, _figures(line.figures, now)


def _figures(figures: Any, now: int) -> object:
    growing = (figures.elapsed.at(now), figures.accounted.at(now), figures.gap.at(now))
    return figures.entered_us, figures.available_us, growing, figures.missing, figures.tally
