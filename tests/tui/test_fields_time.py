"""Time in a field: what it shows is what it reads."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tui.forms.fields_time import SpokenBy

ZONES = st.sampled_from([ZoneInfo(name) for name in ("UTC", "Europe/Amsterdam", "America/New_York", "Asia/Kolkata")])
NOWS = st.datetimes(datetime(2026, 3, 1), datetime(2026, 12, 1)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001


@given(now=NOWS, zone=ZONES, ago=st.integers(1, 20 * 24 * 60), minutes=st.integers(1, 600))
def test_a_span_is_read_as_it_is_written(now: datetime, zone: ZoneInfo, ago: int, minutes: int) -> None:
    start = (now - timedelta(minutes=ago)).replace(second=0, microsecond=0)
    end = min(start + timedelta(minutes=minutes), now.replace(second=0, microsecond=0))
    by = SpokenBy(lambda: now, zone)
    written = by.written(start, end)
    if start < end and not _twice(start, zone) and not _twice(end, zone):
        read = by.read(written)
        assert (read.start, read.end) == (start, end)


def test_a_span_of_today_is_written_as_one_types_it() -> None:
    now = datetime(2026, 11, 24, 9, 41, tzinfo=UTC)
    by = SpokenBy(lambda: now, ZoneInfo("Europe/Amsterdam"))
    assert by.written(now - timedelta(minutes=25), now) == "10:16-10:41"
    assert by.written(now - timedelta(days=1, minutes=25), now - timedelta(days=1)) == "2026-11-23 10:16-10:41"


def _twice(at: datetime, zone: ZoneInfo) -> bool:
    """Whether the clock shows this time twice that night."""
    local = at.astimezone(zone)
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
