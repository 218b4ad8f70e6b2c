"""Windows and IANA names of time zones."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from sla.errors import UnknownZone
from sla.zones import WINDOWS, iana


def test_every_windows_name_leads_to_a_zone_that_exists() -> None:
    for name, zone in WINDOWS.items():
        assert iana(name) == zone
        assert ZoneInfo(zone).key == zone
    assert len(WINDOWS) > 135


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Europe/London", "Europe/London"),
        ("europe/london", "Europe/London"),
        ("GMT Standard Time", "Europe/London"),
        ("eastern standard time", "America/New_York"),
        (" AUS Eastern Standard Time ", "Australia/Sydney"),
        ("UTC", "UTC"),
    ],
)
def test_names_are_read_in_any_case(name: str, zone: str) -> None:
    assert iana(name) == zone


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("Europe/Londn", "Europe/London"),
        ("GMT Standart Time", "GMT Standard Time"),
        ("New York", "America/New_York"),
        ("Sidney", "Australia/Sydney"),
    ],
)
def test_an_unknown_name_is_refused_with_the_closest_ones(name: str, suggestion: str) -> None:
    with pytest.raises(UnknownZone, match=suggestion):
        iana(name)


@pytest.mark.parametrize("name", ["", "America", "../etc/passwd", "/etc/localtime", "Mars/Olympus", "\0"])
def test_what_is_no_zone_at_all_is_refused_cleanly(name: str) -> None:
    with pytest.raises(UnknownZone):
        iana(name)
