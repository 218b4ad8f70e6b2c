"""The rota: who is on call when, hand-overs, and what is said of a file that cannot be read."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sla.instants import HOUR, Micros, instant, micros
from workflows.on_call import Duty, Rota
from workflows.on_call_file import RotaError, read_rota

HEAD = 'team = "Service desk"\nzone = "Europe/London"\n'
NIGHTS = f"""{HEAD}
[[weekly]]
days = "mon-fri"
from = "18:00"
to = "08:00"
who = ["Ana", "Ben", "Chi"]
since = 2026-11-23
backup = "Dee"

[[weekly]]
days = ["sat", "sun"]
from = "08:00"
to = "08:00"
who = "Eli"

[[dated]]
from = "2026-12-24 12:00"
to = 2026-12-27
who = "Fay"
backup = "Gus"

[days]
2026-12-01 = "Hal"
2026-12-02 = {{ who = "Ida", backup = "Jon" }}
2026-12-05 = "Kim"
"""


def rota(text: str = NIGHTS) -> Rota:
    return read_rota(text, name="desk.toml")


def at(written: str, zone: str = "Europe/London") -> Micros:
    return micros(datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(zone)))


@pytest.mark.parametrize(
    ("moment", "duty", "until"),
    [
        pytest.param("2026-11-23 12:00", None, "2026-11-23 18:00", id="nobody in the day"),
        pytest.param("2026-11-23 18:00", Duty("Ana", "Dee"), "2026-11-24 08:00", id="from the hand-over on"),
        pytest.param("2026-11-24 07:59", Duty("Ana", "Dee"), "2026-11-24 08:00", id="into the morning"),
        pytest.param("2026-12-03 20:00", Duty("Ben", "Dee"), "2026-12-04 08:00", id="the second week the second"),
        pytest.param("2026-12-14 20:00", Duty("Ana", "Dee"), "2026-12-15 08:00", id="after the last the first again"),
        pytest.param("2026-11-19 20:00", Duty("Chi", "Dee"), "2026-11-20 08:00", id="before the first the last"),
        pytest.param("2026-11-28 07:00", Duty("Ana", "Dee"), "2026-11-28 08:00", id="Friday's turn ends on Saturday"),
        pytest.param("2026-11-28 12:00", Duty("Eli"), "2026-11-30 08:00", id="a day and a night that touch the next"),
        pytest.param("2026-12-01 23:00", Duty("Hal", "Dee"), "2026-12-02 08:00", id="a name for a single day"),
        pytest.param("2026-12-05 12:00", Duty("Kim"), "2026-12-06 08:00", id="with the backup of the turn, or none"),
        pytest.param("2026-12-03 03:00", Duty("Ida", "Jon"), "2026-12-03 08:00", id="and for the night after it"),
        pytest.param("2026-12-25 03:00", Duty("Fay", "Gus"), "2026-12-27 00:00", id="a dated shift goes before all"),
    ],
)
def test_who_is_on_call_and_until_when(moment: str, duty: Duty | None, until: str) -> None:
    found = rota().at(at(moment))
    assert (found.duty, found.until) == (duty, at(until))


def test_the_wall_clock_of_the_rotas_zone_counts_when_clocks_change() -> None:
    """On 29 March 2026 London goes from 01:00 to 02:00: the night is an hour shorter, and ends at eight by the wall."""
    spring = rota(f'{HEAD}[[weekly]]\ndays = "sat"\nfrom = "18:00"\nto = "08:00"\nwho = "Ana"\n')
    night = spring.at(at("2026-03-28 18:00"))
    assert night.until is not None
    assert night.until - at("2026-03-28 18:00") == 13 * HOUR
    assert instant(night.until).astimezone(ZoneInfo("Europe/London")).hour == 8


def test_a_rota_of_one_who_is_always_on_call_names_no_hand_over() -> None:
    always = rota(f'{HEAD}[[weekly]]\ndays = "mon-sun"\nfrom = "00:00"\nto = "24:00"\nwho = "Ana"\n')
    assert always.at(at("2026-11-23 12:00")) == (Duty("Ana"), None)


@settings(max_examples=40)
@given(st.integers(0, 60 * 24 * 45))
def test_nothing_changes_before_the_named_hand_over_and_something_does_there(minute: int) -> None:
    whole, now = rota(), micros(datetime(2026, 11, 20, tzinfo=UTC) + timedelta(minutes=minute))
    found = whole.at(now)
    assert found.until is not None
    assert whole.at(found.until).duty != found.duty
    assert all(whole.at(between).duty == found.duty for between in range(now, found.until, 7 * HOUR))


def test_it_says_where_each_person_is_named() -> None:
    places = rota().places
    assert (places["Chi"], places["Gus"], places["Jon"]) == (
        "desk.toml, line 8",
        "desk.toml, line 22",
        "desk.toml, line 26",
    )


SHIFT = '[[weekly]]\ndays = "mon"\nfrom = "18:00"\nto = "08:00"\nwho = "Ana"\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("team = 3\n", "desk.toml: lacks zone. Add it."),
        (f"{HEAD}", "desk.toml: it has no shift. Write one in [[weekly]] or [[dated]]."),
        (f"{HEAD}colour = 1\n{SHIFT}", "desk.toml, line 3: colour: unknown key. Use one of team,"),
        (f'team = "x"\nzone = "Europe/Lodnon"\n{SHIFT}', "desk.toml, line 2: zone: 'Europe/Lodnon' is no time zone"),
        (f"{HEAD}weekly = 3\n", "desk.toml, line 3: weekly: 3 is not a list of tables."),
        (f'{HEAD}{SHIFT}{SHIFT}woh = "Ben"\n', "desk.toml, line 13: weekly.1.woh: unknown key. Did you mean who?"),
        (f"{HEAD}{SHIFT}{SHIFT.replace('18:00', '26:00')}", "desk.toml, line 10: weekly.1.from: '26:00'"),
        (f"{HEAD}{SHIFT.replace('mon', 'moonday')}", "desk.toml, line 4: weekly.0.days:"),
        (f"{HEAD}{SHIFT.replace('who', 'backup')}", "desk.toml, line 3: weekly.0: lacks who."),
        (f"{HEAD}{SHIFT}".replace('"Ana"', '["Ana", "Ben"]'), "desk.toml, line 3: weekly.0.since: it is missing"),
        (f"{HEAD}{SHIFT}".replace('"Ana"', "[]"), "desk.toml, line 7: weekly.0.who: [] names nobody."),
        (f'{HEAD}backup_minutes = "x"\n{SHIFT}', "desk.toml, line 3: backup_minutes: 'x' is no number of minutes."),
        (f'{HEAD}{SHIFT}[days]\n2026-12-01 = "Ben"\n', "desk.toml, line 9: days.2026-12-01: no weekly shift begins on"),
        (f"{HEAD}{SHIFT}".replace('"mon"', "[]"), "desk.toml, line 4: weekly.0.days: it names no day."),
        (f'{HEAD}{SHIFT}[days]\n2026-11-30 = "Ben"\n20261130 = "Chi"\n', "desk.toml, line 10: days.20261130: this day"),
        ("x = " + "[" * 9_999, "desk.toml: it is nested too deeply."),
        (f'{HEAD}{SHIFT}[days]\nmonday = "Ben"\n', "desk.toml, line 9: days.monday: 'monday' is no date."),
        (f'{HEAD}{SHIFT}[days]\n2026-11-30 = {{ how = "Ben" }}\n', "desk.toml, line 9: days.2026-11-30.how: unknown"),
        (
            f'{HEAD}[[dated]]\nfrom = "2026-12-24 18:00"\nto = "2026-12-24 08:00"\nwho = "Ana"\n',
            "desk.toml, line 5: dated.0.to: it does not end after it begins.",
        ),
        (
            f'{HEAD}[[dated]]\nfrom = "tomorrow"\nto = "2026-12-24 08:00"\nwho = "Ana"\n',
            "desk.toml, line 4: dated.0.from: 'tomorrow' is no moment without a zone.",
        ),
        ("team =\n", "desk.toml: not valid TOML:"),
    ],
)
def test_a_mistake_is_told_with_its_file_its_line_and_its_key(text: str, message: str) -> None:
    with pytest.raises(RotaError) as refused:
        rota(text)
    assert str(refused.value).startswith(message)
