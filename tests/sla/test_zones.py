"""Windows and IANA names of time zones."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from sla.errors import UnknownZone
from sla.zone_labels import of_label
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


@pytest.mark.parametrize(
    "name",
    ["", "America", "../etc/passwd", "/etc/localtime", "Mars/Olympus", "\0", "localtime", "right/Europe/London"],
)
def test_what_is_no_zone_or_another_on_each_machine_is_refused_cleanly(name: str) -> None:
    with pytest.raises(UnknownZone):
        iana(name)


@pytest.mark.parametrize(
    ("label", "zone"),
    [
        ("(UTC-05:00) Eastern Time (US & Canada)", "America/New_York"),
        ("(UTC-06:00) Central Time (US & Canada)", "America/Chicago"),
        ("(GMT-08:00) Pacific Time (US & Canada)", "America/Los_Angeles"),
        ("(UTC-04:00) Atlantic Time (Canada)", "America/Halifax"),
        ("(UTC-07:00) Arizona", "America/Phoenix"),
        ("(UTC-03:30) Newfoundland", "America/St_Johns"),
        ("(UTC-07:00) Chihuahua, La Paz, Mazatlan", "America/Mazatlan"),  # Chihuahua has moved to -06:00
        ("(UTC-06:00) Guadalajara, Mexico City, Monterrey", "America/Mexico_City"),
        ("(UTC) Coordinated Universal Time", "UTC"),
        ("(UTC+00:00) Dublin, Edinburgh, Lisbon, London", "Europe/Dublin"),
        ("(GMT) Greenwich Mean Time : Dublin, Edinburgh, Lisbon, London", "Europe/Dublin"),
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "Europe/Amsterdam"),
        ("(UTC+01:00) Brussels, Copenhagen, Madrid, Paris", "Europe/Brussels"),
        ("(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi", "Asia/Kolkata"),
        ("(UTC+10:00) Canberra, Melbourne, Sydney", "Australia/Canberra"),
        ("(UTC+12:00) Auckland, Wellington", "Pacific/Auckland"),
        ("(UTC+11:00) Solomon Is., New Caledonia", "Pacific/Guadalcanal"),
        ("(GMT+01:00) W. Europe Standard Time", "Europe/Berlin"),
        ("GMT Standard Time", "Europe/London"),
    ],
)
def test_a_label_of_windows_names_its_zone(label: str, zone: str) -> None:
    assert of_label(label) == zone


@pytest.mark.parametrize("label", ["(UTC+03:00) Eastern Time (US & Canada)", "(UTC-05:00) Atlantis", "Eastern Time"])
def test_a_label_with_another_offset_or_nobody_in_it_is_refused(label: str) -> None:
    with pytest.raises(UnknownZone):
        of_label(label)
