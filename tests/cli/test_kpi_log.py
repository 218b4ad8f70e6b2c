"""`kpi --log`: the figures of a log that can be checked by hand, and what a wrong log is told."""

import csv
import gzip
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from cli.kpi_log import COLUMNS
from cli.main import main

CALENDAR = 'zone = "Europe/Berlin"\n[weekly]\nmon-fri = [["09:00", "17:00"]]\n'

EVENTS = """\
number,incident_state,sys_updated_at,sys_updated_by,opened_at,resolved_at,closed_at,reopen_count,reassignment_count,\
made_sla,priority,category,assignment_group
A,New,21/3/2016 08:00,u1,21/3/2016 08:00,23/3/2016 10:00,28/3/2016 10:00,0,0,true,3 - Moderate,C1,G1
A,Awaiting User Info,21/3/2016 10:00,u1,21/3/2016 08:00,23/3/2016 10:00,28/3/2016 10:00,0,0,true,3 - Moderate,C1,G1
A,Awaiting User Info,21/3/2016 11:00,u1,21/3/2016 08:00,23/3/2016 10:00,28/3/2016 10:00,0,1,true,3 - Moderate,C1,G2
A,Active,21/3/2016 13:00,u1,21/3/2016 08:00,23/3/2016 10:00,28/3/2016 10:00,0,1,true,3 - Moderate,C1,G2
A,Resolved,21/3/2016 16:00,u2,21/3/2016 08:00,23/3/2016 10:00,28/3/2016 10:00,0,1,true,3 - Moderate,C1,G2
A,Active,22/3/2016 09:00,u3,21/3/2016 08:00,23/3/2016 10:00,28/3/2016 10:00,1,1,true,3 - Moderate,C1,G2
A,Resolved,23/3/2016 10:00,u2,21/3/2016 08:00,23/3/2016 10:00,28/3/2016 10:00,1,1,true,3 - Moderate,C1,G2
A,Closed,28/3/2016 10:00,u2,21/3/2016 08:00,23/3/2016 10:00,28/3/2016 10:00,1,1,false,3 - Moderate,C1,G2
B,New,21/3/2016 09:00,u1,21/3/2016 09:00,21/3/2016 10:30,26/3/2016 10:00,0,0,true,2 - High,C1,?
B,Resolved,21/3/2016 10:30,u1,21/3/2016 09:00,21/3/2016 10:30,26/3/2016 10:00,0,0,true,2 - High,C1,?
B,Closed,26/3/2016 10:00,u1,21/3/2016 09:00,21/3/2016 10:30,26/3/2016 10:00,0,0,true,2 - High,C1,?
C,New,10/3/2016 09:00,u1,10/3/2016 09:00,?,?,0,2,true,3 - Moderate,?,G1
"""

Ran: TypeAlias = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ran(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ran:
    """Write a log, run `kpi --log` on it; its code, output and talk."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, log: str | bytes = EVENTS) -> tuple[int, str, str]:
        (tmp_path / "log.csv").write_bytes(log if isinstance(log, bytes) else log.encode())
        (tmp_path / "cal.toml").write_text(CALENDAR, encoding="utf-8")
        code = main(["kpi", "--log", "log.csv", *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def told(ran: Ran, *arguments: str, log: str | bytes = EVENTS) -> dict[str, Any]:
    code, out, err = ran("--json", *arguments, log=log)
    assert (code, err) == (0, "")
    answer: dict[str, Any] = json.loads(out)
    return answer


def numbers(figures: dict[str, Any], *names: str) -> list[float | None]:
    return [figures[name]["value"] for name in names]


def test_the_figures_of_a_log_by_hand(ran: Ran) -> None:
    answer = told(ran, "--calendar", "cal.toml", "--at", "2016-03-21T12:00")
    assert (answer["events"], answer["incidents"], answer["at"]) == (12, 3, "2016-03-21T12:00:00")
    figures = answer["figures"]
    assert numbers(figures, "reopen_rate", "reopens", "reopen_rate_14_days") == [50.0, 1.0, 50.0]
    assert numbers(figures, "escalation_rate", "reassignments_mean", "reassignments_max") == [
        pytest.approx(200 / 3), 1.0, 2.0,
    ]  # fmt: skip
    assert numbers(figures, "sla_performance", "first_contact") == [pytest.approx(200 / 3), 50.0]
    assert numbers(figures, "mttr_wall_mean", "mttr_wall_median", "mttr_business_mean") == [25.75, 25.75, 9.25]
    assert numbers(figures, "mttr_business_net_mean") == [7.75]
    waited = ("waiting_share", "waiting_wall_mean", "waiting_business_mean", "waiting_time_share", "backlog_waiting")
    assert numbers(figures, *waited) == [
        pytest.approx(100 / 3), 3.0, 3.0, pytest.approx(300 / 51.5, abs=1e-3), 1.0,
    ]  # fmt: skip
    assert numbers(figures, "backlog", "backlog_over_7_days", "backlog_over_14_days", "backlog_oldest") == [
        2.0, 1.0, 0.0, 11.125,
    ]  # fmt: skip
    assert numbers(figures, "backlog_not_closed", "backlog_by_state") == [3.0, 2.0]


def test_each_figure_says_what_it_counts_leaves_out_and_means(ran: Ran) -> None:
    figures = told(ran)["figures"]
    assert all(figure["definition"] and figure["n"] >= 0 for figure in figures.values())
    reopened = figures["reopen_rate"]
    assert (reopened["n"], reopened["numerator"], reopened["denominator"]) == (2, 1.0, 2.0)
    assert reopened["excluded"] == {"never resolved nor closed": 1}
    assert figures["mttr_wall_mean"]["unmeasurable"] == {"no resolved_at": 1}
    without = figures["mttr_business_median"]
    assert (without["value"], without["unmeasurable"]) == (None, {"no --calendar was given": 2, "no resolved_at": 1})


def test_a_reopened_incident_was_not_open_between_by_its_states(ran: Ran) -> None:
    figures = told(ran, "--at", "2016-03-21T20:00")["figures"]
    assert numbers(figures, "backlog", "backlog_not_closed", "backlog_by_state") == [2.0, 3.0, 1.0]


def test_a_backlog_in_which_nothing_stands_is_zero_and_its_age_is_not_available(ran: Ran) -> None:
    figures = told(ran, "--at", "2015-01-01")["figures"]
    assert numbers(figures, "backlog", "backlog_oldest") == [0.0, None]


def test_groups_are_those_of_the_last_event(ran: Ran) -> None:
    answer = told(ran, "--by", "assignment_group")
    assert {name: part["incidents"] for name, part in answer["groups"].items()} == {"(none)": 1, "G1": 1, "G2": 1}
    assert numbers(answer["groups"]["G2"]["figures"], "reopen_rate", "waiting_share") == [100.0, 100.0]
    assert numbers(answer["groups"]["G1"]["figures"], "reopen_rate", "mttr_wall_mean") == [None, None]


def test_a_person_reads_words(ran: Ran) -> None:
    code, out, _ = ran("--by", "priority")
    assert code == 0
    assert "reopen_rate                50 % (n = 2); 1 never resolved nor closed" in out
    assert "mttr_business_median       n/a (n = 0)" in out
    assert "priority 2 - High: 1 incidents" in out


def test_a_log_may_be_packed_and_name_its_zone(ran: Ran) -> None:
    zoned = _with_zone(EVENTS)
    assert told(ran, log=gzip.compress(EVENTS.encode()))["figures"] == told(ran)["figures"]
    wall, business = (
        told(ran, "--calendar", "cal.toml", log=log)["figures"]["mttr_business_mean"]["value"]
        for log in (EVENTS, zoned)
    )
    assert (wall, business) == (9.25, 9.75)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (
            EVENTS.replace("reopen_count", "reopened"),
            "log.csv, line 1: reopen_count: there is no such column. A log has",
        ),
        (
            EVENTS.replace("22/3/2016 09:00,u3", "soon,u3"),
            "log.csv, line 7: sys_updated_at: 'soon' is no time. Write it",
        ),
        (EVENTS.replace("1,1,false", "one,1,false"), "log.csv, line 9: reopen_count: 'one' is no count. Write a whole"),
        (EVENTS.replace("1,1,false", f"{'9' * 5000},1,false"), "log.csv, line 9: reopen_count: '999"),
        (EVENTS.replace("1,1,false", "1,1,maybe"), "log.csv, line 9: made_sla: 'maybe' is neither true nor false."),
        (EVENTS.replace("10/3/2016 09:00,?,?", "?,?,?"), "log.csv, line 13: opened_at: '?' is no time."),
        (
            EVENTS.replace("10/3/2016 09:00,u1", "2016-03-10T09:00Z,u1"),
            "line 13: sys_updated_at: only some times of the",
        ),
        (EVENTS.replace("C,New", "C"), "log.csv, line 13: 12 fields where the header has 13. Mend the line."),
        (",".join(COLUMNS), "log.csv holds no incident."),
    ],
)
def test_a_wrong_log_is_told_with_line_and_column(ran: Ran, wrong: str, said: str) -> None:
    code, out, err = ran("--json", log=wrong)
    assert (code in (2, 3), out) == (True, "")
    assert said in err


def test_counters_that_are_not_known_are_not_read_as_none(ran: Ran) -> None:
    unknown = EVENTS.replace(",0,0,true,2 - High", ",?,?,?,2 - High")
    figures = told(ran, log=unknown)["figures"]
    assert figures["reopen_rate"]["unmeasurable"] == {"reopen_count not known": 1}
    assert figures["sla_performance"]["unmeasurable"] == {"made_sla not known": 1}
    assert (figures["first_contact"]["value"], figures["first_contact"]["n"]) == (0.0, 1)


def test_what_was_resolved_before_it_was_opened_is_no_length(ran: Ran) -> None:
    backwards = EVENTS.replace("21/3/2016 09:00,21/3/2016 10:30", "21/3/2016 09:00,20/3/2016 10:30")
    figures = told(ran, log=backwards)["figures"]
    assert figures["mttr_wall_mean"]["value"] == 50.0
    assert figures["mttr_wall_mean"]["unmeasurable"]["resolved_at before opened_at"] == 1


def _with_zone(log: str) -> str:
    """The same log with every time written in ISO format, as UTC."""
    rows = list(csv.DictReader(StringIO(log)))
    for row in rows:
        for column in ("sys_updated_at", "opened_at", "resolved_at", "closed_at"):
            if row[column] != "?":
                day, clock = row[column].split()
                date, month, year = day.split("/")
                row[column] = f"{year}-{int(month):02}-{int(date):02}T{clock}+00:00"
    out = StringIO()
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
