"""Days worth practising on: their files, and what they let happen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sandbox.process import SandboxFailed, start
from sandbox.scenarios import ScenarioError, names, read, scenario
from sandbox.store import Store
from sandbox.world import World
from sandbox.world.hours import Hours
from sandbox.world.places import build_places
from sandbox.world.sizes import SIZES

AT = datetime(2026, 11, 24, 7, tzinfo=UTC)
DAY = """
summary = "Everything at once."
at = 2026-11-24T07:00:00Z
size = "tiny"
seed = 1
events = [
    {kind = "arrivals", minute = 10, flow = "W02", count = 5, minutes = 20, customer = "largest"},
    {kind = "storm", minute = 30, customer = "largest"},
    {kind = "sick", minute = 0, level = 2},
]
"""


def opening(name: str) -> tuple[Hours, datetime]:
    at = scenario(name).at
    return build_places(at.year).offices["nl"].hours, at


def test_every_scenario_says_what_it_is_and_begins_on_a_day_of_its_kind() -> None:
    assert names() == [
        "after-the-holidays", "customer-outage", "monitoring-storm", "month-end", "quiet-night", "sick-technician",
    ]  # fmt: skip
    for name in names():
        told = scenario(name)
        hours, at = opening(name)
        assert told.size in SIZES
        assert told.summary.endswith(".")
        assert told.events
        working = hours.window(at.date().toordinal()) is not None
        assert working, name
    assert opening("after-the-holidays")[1].weekday() == 0
    hours, end = opening("month-end")
    assert not any(
        hours.window((end + timedelta(days=n)).date().toordinal())
        for n in range(1, 8)
        if (end + timedelta(days=n)).month == end.month
    )


def test_what_a_scenario_wants_happens_beside_the_ordinary() -> None:
    told = read(DAY)
    stores = []
    for events in ((), told.events):
        store = Store()
        world = World(store, seed=told.seed, at=told.at, size=told.size)
        world.found()
        world.arrange(events)
        world.advance(AT + timedelta(hours=1))
        stores.append(store)
    calm, busy = ({ticket["title"]: ticket for ticket in s.select("Tickets", "createDate > ?", (AT,))} for s in stores)

    extra = [ticket for title, ticket in busy.items() if title not in calm]
    first = [ticket for ticket in extra if ticket["source"] != 8]
    storm = [ticket for ticket in extra if ticket["source"] == 8]
    assert len(first) >= 5
    assert len(storm) >= 3
    assert len({ticket["companyID"] for ticket in extra}) == 1
    assert all(ticket["createDate"] >= AT + timedelta(minutes=30) for ticket in storm)
    sick = [store.count("TimeOffRequests", "timeOffRequestType = 2 AND createDateTime >= ?", (AT,)) for store in stores]
    assert sick == [0, 1]


@pytest.mark.parametrize(
    "wrong",
    [
        DAY.replace("W02", "W99"),
        DAY.replace("storm", "flood"),
        DAY.replace("largest", "smallest"),
        DAY.replace("minute = 10", "minute = -1"),
        DAY.replace("minute = 10", "moment = 10"),
        DAY.replace("Z", ""),
        DAY.replace('size = "tiny"', ""),
        "summary",
    ],
)
def test_a_scenario_that_cannot_be_read_is_refused(wrong: str) -> None:
    with pytest.raises(ScenarioError, match="cannot be read"):
        read(wrong)


def test_an_unknown_scenario_is_refused_with_the_known_ones() -> None:
    with pytest.raises(SandboxFailed, match="after-the-holidays, customer-outage"):
        start(scenario="doomsday")
