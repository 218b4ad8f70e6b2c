"""Utilisation, real-time entry, hours per endpoint, labour profitability."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.contribution import EVER
from metrics.discipline import EntryFacts, Setting, Thresholds, discipline, in_time_until
from metrics.facts import EntryFact, MonthFact
from sla.calendar import BusinessCalendar
from sla.instants import DAY, HOUR, MINUTE, instant, micros
from sla.schedule import Schedule
from tests.metrics.kpi.asking import NOON, TODAY, ask, contributed, day, entry

LONDON = BusinessCalendar(Schedule.of("Europe/London", {"mon": [("08:00", "17:00")], "tue": [("08:00", "17:00")]}))
MONDAY = micros(datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/London")))
OPTIONAL = st.none() | st.integers(MONDAY - 3 * DAY, MONDAY + 3 * DAY)


class TestUtilisation:
    def test_covered_time_counts_and_internal_time_does_not(self) -> None:
        told = ask(
            "utilisation.client_facing",
            entry(3.0, billable=False),
            entry(1.0, client_facing=False),
            entry(1.0, internal=True),
            day(8.0),
        )
        assert told.number == 37.5

    def test_holidays_and_time_off_are_not_had_and_a_whole_day_off_is_no_day(self) -> None:
        told = ask(
            "utilisation.client_facing", entry(3.0), day(8.0, off_hours=4.0), day(8.0, TODAY - 1, holiday_hours=8.0)
        )
        assert (told.number, told.n) == (75.0, 1)

    def test_a_day_to_come_is_not_had_yet_and_today_is_provisional(self) -> None:
        week = [day(8.0), day(8.0, TODAY + 1)]
        today = ask("utilisation.client_facing", entry(6.0), *week)
        later = ask("utilisation.client_facing", entry(6.0), *week, as_of=NOON + 3 * DAY)
        assert (today.number, today.provisional) == (75.0, True)
        assert (later.number, later.provisional) == (37.5, False)

    def test_billable_stands_beside_it_against_hours_and_goal(self) -> None:
        facts = (entry(2.0), entry(4.0, billable=False), day(8.0, goal_hours=5.0))
        assert [ask(f"utilisation.{name}", *facts).number for name in ("billable", "goal")] == [25.0, 40.0]

    def test_time_off_that_cannot_be_seen_is_not_read_as_none(self) -> None:
        told = ask("utilisation.client_facing", entry(6.0), day(8.0, known=False))
        assert (told.number, told.unmeasurable) == (None, {"time off cannot be seen": 1})


class TestRealTime:
    @settings(max_examples=40)
    @given(
        st.lists(
            st.tuples(OPTIONAL, OPTIONAL, st.booleans(), st.booleans(), st.sampled_from(list(Setting))), max_size=6
        )
    )
    def test_it_is_what_the_discipline_of_entries_says(
        self, kept: list[tuple[int | None, int | None, bool, bool, Setting]]
    ) -> None:
        told = discipline(
            [EntryFacts(HOUR, end and end - HOUR, end, saved, on, proxy, kind) for end, saved, on, proxy, kind in kept],
            LONDON,
        )
        facts = [_entry(end, saved, on_work=on, proxy=proxy, kind=kind) for end, saved, on, proxy, kind in kept]
        shares = [ask(f"real_time.{name}", *facts).number for name in ("entries", "hours", "within_five")]
        expected = (told.in_time.by_entries, told.in_time.by_hours, told.within_five.by_entries)
        assert shares == [None if share is None else pytest.approx(100 * share) for share in expected]
        figure = ask("real_time.entries", *facts)
        assert (sum(figure.unmeasurable.values()), sum(figure.excluded.values())) == (told.unmeasurable, told.proxies)
        assert ask("real_time.future_ended", *facts).numerator == told.future_ended
        assert ask("real_time.lag", *facts).sources == {
            band.value: count for band, count in told.bands.items() if count
        }

    def test_the_median_lag_is_told_in_minutes(self) -> None:
        saved = [_entry(MONDAY, MONDAY + late * MINUTE) for late in (1, 7, 90)]
        assert ask("real_time.lag", *saved).number == 7.0


class TestHoursPerEndpoint:
    def test_only_trouble_of_managed_companies_counts(self) -> None:
        told = ask(
            "rhem.hours",
            entry(2.0, managed=True),
            entry(1.0, managed=True, family="alert", verified_alert=True),
            entry(9.0, managed=True, family="alert"),
            entry(9.0, managed=True, family="request"),
            entry(9.0, managed=True, internal=True),
            entry(9.0),
            MonthFact(1, TODAY, endpoints=12),
        )
        assert (told.number, told.excluded) == (0.25, {"company without managed endpoints": 1})

    def test_months_add_up_to_endpoint_months_and_uncounted_ones_are_told(self) -> None:
        months = [MonthFact(1, TODAY, endpoints=10), MonthFact(1, TODAY + 30, endpoints=30), MonthFact(2, TODAY)]
        told = ask("rhem.hours", entry(10.0, managed=True), *months)
        assert (told.number, told.denominator, told.n) == (0.25, 40.0, 2)
        assert told.unmeasurable == {"endpoints not counted": 1}


class TestLabourProfitability:
    def test_internal_hours_cost_too(self) -> None:
        facts = (entry(1.0, cost_rate=50.0, revenue=200.0), entry(1.0, cost_rate=50.0, internal=True))
        assert ask("labour_profitability.ratio", *facts).number == 2.0

    def test_what_is_not_posted_earns_nothing_yet_and_makes_it_provisional(self) -> None:
        told = ask("labour_profitability.ratio", entry(1.0, cost_rate=50.0, revenue=None))
        assert (told.number, told.provisional) == (0.0, True)
        month = ask("labour_profitability.ratio", MonthFact(1, TODAY, recurring_revenue=None), as_of=EVER - 1)
        assert (month.number, month.unmeasurable, month.provisional) == (None, {"month not posted": 1}, True)

    def test_hours_without_a_rate_are_in_neither_side(self) -> None:
        told = ask("labour_profitability.ratio", entry(1.0, revenue=500.0), entry(1.0, cost_rate=50.0, revenue=100.0))
        assert (told.number, told.unmeasurable) == (2.0, {"loaded rate not known": 1})

    def test_an_entry_without_hours_adds_no_row_that_adds_nothing(self) -> None:
        rows = contributed([entry(0.0, managed=True)])
        assert [row for row in rows if not (row.numerator or row.denominator or row.n or row.reason)] == []

    def test_an_entry_contributes_its_own_rows_alone(self) -> None:
        assert contributed([entry(), entry()]) == contributed([entry()]) * 2


def _entry(
    end: int | None, saved: int | None, *, on_work: bool = True, proxy: bool = False, kind: Setting = Setting.DESK
) -> EntryFact:
    return entry(
        1.0,
        ticket_id=1 if on_work else 0,
        start_date_time=None if end is None else end - HOUR,
        end_date_time=end,
        saved=saved,
        days_late=0 if end is None or saved is None else (_date(saved) - _date(end)).days,
        in_time_until=None if end is None else in_time_until(end, kind, LONDON, Thresholds()),
        proxy=proxy,
    )


def _date(at: int) -> date:
    return instant(at).astimezone(LONDON.zone).date()
