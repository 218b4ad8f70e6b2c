"""`sla replay` and `sla cases`: figures that can be checked by hand, and what a wrong file is told."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from cli.main import main

CALENDAR = """\
zone = "Europe/Berlin"
holidays = ["2016-03-25", 2016-03-28]

[weekly]
mon-thu = [["09:00", "12:00"], ["13:00", "17:00"]]
fri = [["09:00", "13:00"]]
"""

LOG = """\
number,incident_state,opened_at,priority,resolved_at
INC1,New,21/3/2016 08:00,3 - Moderate,22/3/2016 10:00
INC2,New,24/3/2016 16:30,2 - High,29/3/2016 09:30
INC1,Closed,21/3/2016 08:00,2 - High,22/3/2016 10:00
INC3,New,21/3/2016 10:00,2 - High,?
INC4,New,2016-03-21T10:00,3 - Moderate,2016-03-21 10:30:00
"""

WRONG_ELAPSED = """\
{"format": 1, "cases": [
{"id": "a", "op": "elapsed", "schedule": {"zone": "UTC", "weekly": {"mon": [["09:00", "17:00"]]}},
 "start": "2026-01-05T10:00:00Z", "end": "2026-01-05T18:00:00Z", "expected": 25200, "status": "agreed"},
{"id": "b", "op": "elapsed", "schedule": {"zone": "UTC", "weekly": {"mon": [["09:00", "17:00"]]}},
 "start": "2026-01-05T10:00:00Z", "end": "2026-01-05T18:00:00Z", "expected": 28800, "status": "agreed"},
{"id": "c", "op": "next_open", "schedule": {"zone": "UTC", "weekly": {"mon": [["09:00", "17:00"]]}},
 "start": "2026-01-05T18:00:00Z", "expected": "2026-01-05T18:00:00Z", "alternative": "2026-01-12T09:00:00Z",
 "status": "policy"}
]}
"""

Ran: TypeAlias = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ran(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ran:
    """Write files by name, run a command beside them; its code, output and talk."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, **files: str | bytes) -> tuple[int, str, str]:
        for name, content in files.items():
            place = tmp_path / name.replace("_", ".")
            place.write_bytes(content if isinstance(content, bytes) else content.encode())
        code = main(["sla", *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def replay(ran: Ran, *more: str, log: str | bytes = LOG, calendar: str = CALENDAR) -> tuple[int, str, str]:
    return ran("replay", "log.csv", "--calendar", "cal.toml", *more, log_csv=log, cal_toml=calendar)


def spread(mean: float, median: float, p90: float) -> dict[str, Any]:
    return {key: pytest.approx(value) for key, value in (("mean", mean), ("median", median), ("p90", p90))}


def test_a_replay_counts_each_incident_once_by_its_last_event(ran: Ran) -> None:
    code, out, _ = replay(ran, "--json")
    assert code == 0
    answer = json.loads(out)
    assert (answer["events"], answer["incidents"], answer["resolved"]) == (5, 4, 3)
    # INC1: Monday 08:00 to Tuesday 10:00 is seven hours and one; INC2: half an hour before Good Friday, and half an
    # hour after Easter Monday.
    assert answer["by_priority"] == {
        "2 - High": {
            "n": 2,
            "business_hours": spread(4.5, 4.5, 7.3),
            "wall_clock_hours": spread(69.5, 69.5, 104.3),
        },
        "3 - Moderate": {
            "n": 1,
            "business_hours": spread(0.5, 0.5, 0.5),
            "wall_clock_hours": spread(0.5, 0.5, 0.5),
        },
    }
    assert answer["all"]["n"] == 3
    assert answer["all"]["business_hours"] == spread(9.5 / 3, 1, 6.6)


def test_a_packed_log_is_known_by_its_first_bytes_and_told_to_people_as_a_table(ran: Ran) -> None:
    code, out, _ = replay(ran, log=gzip.compress(LOG.encode()))
    assert code == 0
    assert out.startswith("3 of 4 incidents resolved, 5 events; hours, zone Europe/Berlin\n")
    assert "2 - High                   2         4.50" in out


def test_blanks_around_values_and_between_lines_mean_nothing_and_a_priority_may_be_left_out(ran: Ran) -> None:
    blank = LOG.replace("INC1,Closed", "INC1 ,Closed").replace("3 - Moderate,2016", ",2016") + "  \n\n"
    assert json.loads(replay(ran, "--json")[1])["all"] == json.loads(replay(ran, "--json", log=blank)[1])["all"]
    told = replay(ran, log=blank.replace("2 - High", " 2 - \x1b[2J"))[1].splitlines()
    assert [line.split()[0] for line in told[3:]] == ["(none)", "2", "all"]
    assert "\x1b" not in "".join(told)


def test_a_log_without_a_resolved_incident_has_no_figures(ran: Ran) -> None:
    code, out, err = replay(ran, log="".join(LOG.splitlines(keepends=True)[::4]))
    assert (code, out) == (3, "")
    assert "log.csv holds 1 events and no resolved incident" in err


@pytest.mark.parametrize(
    ("log", "said"),
    [
        ("", "log.csv, line 1: number: there is no such column. A log has number, priority, opened_at, resolved_at"),
        (LOG.replace("resolved_at", "resolved"), "log.csv, line 1: resolved_at: there is no such column"),
        (LOG.replace("2016-03-21 10:30:00", "2016-03-21T10:30Z"), "log.csv, line 6: resolved_at: of opened_at and"),
        (LOG.replace(",?", ""), "log.csv, line 5: 4 fields where the header has 5"),
        (LOG.replace("INC3", " "), "log.csv, line 5: number: ' ' names no incident. Write its number"),
        (LOG.replace("24/3/2016", "3/24/2016"), "log.csv, line 3: opened_at: '3/24/2016 16:30' is no time. Write it"),
        (LOG.replace("2016-03-21 10:30:00", "soon"), "log.csv, line 6: resolved_at: 'soon' is no time"),
        (LOG.replace("2016-03-21 10:30:00", "0001-01-01"), "log.csv, line 6: resolved_at: '0001-01-01' is no time"),
        (LOG.replace("INC3", '"' + "x" * 200_000), "log.csv, line 5: no CSV (field larger than field limit"),
        (gzip.compress(LOG.encode())[:-20], "log.csv is a damaged gzip file"),
    ],
    ids=["empty", "column", "zone", "short", "nameless", "month", "word", "year one", "long", "cut"],
)  # fmt: skip
def test_a_wrong_log_is_told_with_line_column_and_what_to_write(ran: Ran, log: str | bytes, said: str) -> None:
    code, out, err = replay(ran, "--json", log=log)
    assert (code, out) == (2, "")
    assert f"servicedeck: {said}" in err


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ('zone = "Europe/Berlin"\n', "", "cal.toml: zone: it is missing. Write zone = "),
        ("Europe/Berlin", "Europe/Berln", "cal.toml, line 1: zone: 'Europe/Berln' is no time zone we know. Did you"),
        ('"Europe/Berlin"', "3", "cal.toml, line 1: zone: 3 is not a name"),
        ("[weekly]", "[week]", "cal.toml, line 4: week: there is no such key. Did you mean weekly?"),
        ("2016-03-28]", '"28.3.2016"]', "cal.toml, line 2: holidays[1]: '28.3.2016' is not a date. Write"),
        ('[["09:00", "13:00"]]', '[["9 am", "13:00"]]', "cal.toml, line 6: weekly[\"fri\"][0]: '9 am' is not a time"),
        ('[["09:00", "13:00"]]', "5", 'cal.toml, line 6: weekly["fri"]: 5 where a list of windows belongs'),
        ("mon-thu", "mon-tju", "cal.toml, line 5: weekly[\"mon-tju\"]: 'mon-tju' is no day of the week"),
        ("[weekly]", "[weekly", "cal.toml is not valid TOML: "),
        (CALENDAR[CALENDAR.index("mon") :], "", "cal.toml: weekly: no day has hours. Write mon ="),
    ],
)
def test_a_wrong_calendar_is_told_with_line_key_and_what_to_write(ran: Ran, wrong: str, right: str, said: str) -> None:
    code, out, err = replay(ran, calendar=CALENDAR.replace(wrong, right))
    assert (code, out) == (2, "")
    assert f"servicedeck: {said}" in err


def test_files_that_are_not_there_are_told_by_name(ran: Ran) -> None:
    assert "none.toml cannot be read: No such file" in ran("replay", "log.csv", "--calendar", "none.toml")[2]
    code, _, err = ran("cases", "none.json")
    assert code == 2
    assert "none.json cannot be read: No such file or directory. Name a JSON file of cases." in err


def test_cases_are_sorted_into_expected_alternative_and_wrong(ran: Ran) -> None:
    right = WRONG_ELAPSED.replace("28800", "25200").replace('"expected": "2026-01-05T18', '"expected": "2026-01-05T17')
    code, out, _ = ran("cases", "cases.json", "--json", cases_json=gzip.compress(right.encode()))
    assert code == 0
    assert json.loads(out) == {"expected": 2, "alternative": ["c"], "wrong": []}


def test_a_wrong_answer_is_told_with_both_values_and_ends_with_1(ran: Ran) -> None:
    code, out, _ = ran("cases", "cases.json", "--json", cases_json=WRONG_ELAPSED)
    assert code == 1
    assert json.loads(out)["wrong"] == [{"id": "b", "op": "elapsed", "given": 25200.0, "expected": 28800}]
    code, told, _ = ran("cases", "cases.json")
    assert code == 1
    assert told.splitlines()[-1].strip() == "b: given 25200.0, expected 28800"


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ('"op": "next_open"', '"op": "open"', "line 6: c.op: 'open' is no question we know. Use elapsed, "),
        ('"expected": 28800, ', "", "line 4: b.expected: it is missing"),
        ('"expected": 28800', '"expected": "noon"', "line 5: b.expected: 'noon' is not an instant. Write it like"),
        ('"start": "2026-01-05T10:00:00Z"', '"start": "2026-01-05T10:00"', "line 3: a.start: '2026-01-05T10:00' is"),
        ('"mon": [["09:00", "17:00"]]', '"mo": [["09:00", "17:00"]]', "line 2: a.schedule.weekly[\"mo\"]: 'mo' is no"),
        ('"id": "b", "op": "elapsed"', '"id": "a", "op": "\\u001b"', "line 4: a.op: '\\x1b' is no question we know"),
        ('"id": "c", "op": "next_open"', '"id": "\\u001b", "op": ""', "line 6:  .op: '' is no question we know"),
        ('"id": "c", "op": "next_open",', "", "line 6: cases[2].op: it is missing"),
    ],
)
def test_a_case_that_cannot_be_read_is_told_and_the_others_answered(
    ran: Ran, wrong: str, right: str, said: str
) -> None:
    code, out, err = ran("cases", "cases.json", "--json", cases_json=WRONG_ELAPSED.replace(wrong, right))
    assert code == 2
    assert f"servicedeck: cases.json, {said}" in err
    answers = json.loads(out)
    assert answers["expected"] + len(answers["alternative"]) + len(answers["wrong"]) == 3


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ('{"cases": [\n{"id": }]}', 2, "cases.json, line 2, column 8: not JSON (Expecting value)"),
        ("[" * 100_000, 2, "cases.json cannot be read as JSON: "),
        ("[]", 2, "cases.json, line 1: cases: there is no such list"),
        ('{"cases": []}', 3, "cases.json holds no case"),
    ],
    ids=["broken", "deep", "list", "empty"],
)
def test_what_is_no_file_of_cases_is_told(ran: Ran, text: str, code: int, said: str) -> None:
    given, out, err = ran("cases", "cases.json", cases_json=text)
    assert (given, out) == (code, "")
    assert said in err
