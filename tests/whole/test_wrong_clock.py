"""A machine whose clock is wrong, or jumps: the desk keeps to Autotask's time, and says so."""

import json
import re
from datetime import timedelta

import pytest
import time_machine

from sandbox.announcement import Announcement
from tests.whole.conftest import MORNING
from tests.whole.program import Asked, Program


@pytest.mark.parametrize(
    ("off", "said"),
    [
        (timedelta(days=-2, hours=-6), "This machine is 2 days behind Autotask"),
        (timedelta(hours=3, minutes=45), r"This machine is 3 h \d\d min ahead of Autotask"),
    ],
)
def test_doctor_tells_by_how_much_the_clock_is_wrong(connected: Program, ask: Asked, off: timedelta, said: str) -> None:
    with time_machine.travel(MORNING + off):
        done = ask(connected, "doctor")
    assert done.code == 0
    assert [line for line in done.out.splitlines() if line.startswith("warn clock") and re.search(said, line)]


def test_a_clock_that_jumps_between_two_rounds_loses_nothing(
    program: Program, tenant: Announcement, ask: Asked
) -> None:
    program.configure(tenant)
    queues = []
    for off in (timedelta(0), timedelta(days=400), timedelta(days=-400), timedelta(hours=1)):
        with time_machine.travel(MORNING + off):
            assert ask(program, "sync", "--once").code == 0
        with time_machine.travel(MORNING):
            asked = ("next", "--view", "team", "--count", "500", "--json", "--at", MORNING.isoformat())
            lines = ask(program, *asked).out.splitlines()
        queues.append({line.split('"number": ')[1].split(",")[0] for line in lines})
    assert len(queues[0]) > 5
    assert all(len(queue & queues[0]) >= len(queues[0]) - 2 for queue in queues)


def test_the_screen_shows_the_time_of_autotask_and_not_that_of_the_machine(connected: Program) -> None:
    with connected.open() as terminal:
        terminal.until("● live")
        terminal.until(lambda screen: re.search(r"Tue 24 Nov (09|1\d):\d\d", screen.text) is not None)
        terminal.press("q")
        assert terminal.ended() == 0


def test_a_reader_whose_clock_was_set_back_stands_where_the_server_was_last_heard(
    program: Program, tenant: Announcement, ask: Asked
) -> None:
    program.configure(tenant)
    asked = ("next", "--view", "team", "--count", "500", "--json")
    with time_machine.travel(MORNING + timedelta(days=400)):
        assert ask(program, "sync", "--once").code == 0
    with time_machine.travel(MORNING):
        set_back, now = (ask(program, *asked, *at).out for at in ((), ("--at", MORNING.isoformat())))
    numbers = [[json.loads(line)["number"] for line in lines.splitlines()] for lines in (set_back, now)]
    assert len(numbers[0]) > 5
    assert set(numbers[0]) == set(numbers[1])
