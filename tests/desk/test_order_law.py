"""The law of the live order: at any moment it is what ranking everything anew would give.

Random changes of every input and random steps of the clock are taken in one by one; after each, the desk that followed
is compared with one that has just read the copy. Seeds are fixed, so that a failure can be run again.
"""

import random
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autotask.entities import (
    Appointment,
    Company,
    ConfigurationItem,
    Contact,
    Holiday,
    Project,
    ServiceCall,
    Ticket,
    TicketNote,
    TicketSecondaryResource,
    TimeEntry,
    TimeOffRequest,
)
from desk.live import LiveDesk
from desk.model import View, WorkItem
from desk.putting_aside import PutAside, looks
from sla.instants import instant
from tests.desk.shop import (
    ACME,
    ANA,
    BEN,
    CHI,
    COMPLETE,
    CONTOSO,
    CRITICAL,
    HIGH,
    IN_PROGRESS,
    LENA,
    LOW,
    MEDIUM,
    NEW,
    NORTHWIND,
    ON_HOLD,
    TOM,
    WAITING_CUSTOMER,
    WAITING_VENDOR,
    Following,
    Shop,
    at,
    location,
    resource,
    ticket,
)

TITLES = (
    "Outlook is slow",
    "Server down, nobody can work",
    "Leaver Friday: disable account of Jo Park",
    "Backup failed on SRV01",
    "Reset password for Tom",
    "Quarterly maintenance visit",
    "Install new firewall",
    "Migrate 40 mailboxes to the cloud",
    "CPU alert on SRV02",
    "CPU alert 97% on SRV02",
    "Internet down at all branches, nobody can work",
)
WORDS = (
    "Thanks, all good!",
    "It still fails, please call me",
    "Any news?",
    "Thank you for your email. I am out of the office with limited access to email.",
)


def standing(item: WorkItem) -> tuple[Any, ...]:
    """What must be the same whenever and however it was reckoned."""
    states = () if item.clock is None else tuple(milestone.state for milestone in item.clock.milestones)
    marks = (item.late, item.soon, item.stale, item.paused, item.waiting, item.vip)
    words = (item.title, item.company, item.contact, item.owner, item.workflow, item.resources)
    return (item.id, item.place.key, item.place.code, item.place.at, states, marks, words, item.booked_start)


def picture(desk: LiveDesk, view: View) -> list[tuple[Any, ...]]:
    return [standing(item) for item in desk.queue(view).items]


async def assert_as_if_ranked_anew(following: Following) -> None:
    anew = following.shop.desk()
    anew.put_aside(following.desk.state.viewing.aside)
    await anew.load()
    for view in View:
        snapshot, fresh = following.desk.queue(view), anew.queue(view)
        assert picture(following.desk, view) == picture(anew, view), view
        assert (snapshot.offered, snapshot.paused, snapshot.late, snapshot.soon, snapshot.total) == (
            fresh.offered,
            fresh.paused,
            fresh.late,
            fresh.soon,
            fresh.total,
        )
        keys = [item.place.key for item in snapshot.items]
        assert keys == sorted(keys), "the order is that of the keys"
        assert snapshot.offered == sum(item.place.offered for item in snapshot.items)


class Mischief:
    """Random things that happen to a shop."""

    def __init__(self, shop: Shop, seed: int) -> None:
        self.shop = shop
        self.random = random.Random(seed)
        self.tickets: dict[int, Ticket] = {}
        self.rows: list[tuple[type[Any], int]] = []

    async def step(self, following: Following) -> str:
        """Do one thing and let the desk take it in."""
        happening = self.random.choice(
            [self._ticket] * 6
            + [self._time] * 5
            + [self._talk, self._talk, self._talk, self._skip, self._skip]
            + [self._work, self._book, self._gone, self._tenant, self._back, self._help, self._moved, self._off]
        )
        await happening(following)
        return happening.__name__

    def _moment(self, hours: float) -> Any:
        return instant(self.shop.clock.now()) + timedelta(minutes=self.random.uniform(-60 * hours, 60 * hours))

    async def _ticket(self, following: Following) -> None:
        pick = self.random.choice
        number = self.random.randint(1, 25)
        changed = {
            "title": pick(TITLES),
            "status": pick([NEW, IN_PROGRESS, IN_PROGRESS, WAITING_CUSTOMER, WAITING_VENDOR, ON_HOLD, COMPLETE]),
            "priority": pick([CRITICAL, HIGH, MEDIUM, LOW]),
            "assigned_resource_id": pick([None, ANA, ANA, BEN]),
            "company_id": pick([NORTHWIND, ACME, CONTOSO]),
            "contact_id": pick([None, LENA, TOM]),
            "create_date": self._moment(3),
            "last_activity_date": self._moment(3),
            "first_response_date_time": pick([None, self._moment(1)]),
            "first_response_due_date_time": pick([None, self._moment(1)]),
            "resolved_due_date_time": pick([None, self._moment(4), self._moment(30)]),
            "due_date_time": pick([None, self._moment(6)]),
            "estimated_hours": pick([None, 0.25, 5.0]),
            "configuration_item_id": pick([None, None, 700, 701]),
            "rmm_alert_id": pick([None, None, None, "rmm"]),
        }
        self.tickets[number] = ticket(number, **changed)
        await following.put(self.tickets[number])

    async def _time(self, following: Following) -> None:
        minutes = self.random.choice([1, 5, 15, 45, 120, 600])
        await following.move(instant(self.shop.clock.now()) + timedelta(minutes=self.random.uniform(0, minutes)))

    async def _back(self, following: Following) -> None:
        """The clock is put right by minutes or hours."""
        back = timedelta(minutes=self.random.uniform(1, self.random.choice([5, 60, 300])))
        await following.move(instant(self.shop.clock.now()) - back)

    async def _skip(self, following: Following) -> None:
        """Ana skips one of hers."""
        offered = [item for item in following.desk.queue(View.MINE).items if item.place.offered]
        if offered:
            entry = following.desk.state.roster.entries[self.random.choice(offered).id]
            aside = PutAside(self.shop.clock.now(), "scheduled", looks(entry.item, entry.facts))
            following.desk.put_aside({**following.desk.state.viewing.aside, entry.item.id: aside})

    async def _help(self, following: Following) -> None:
        helper = TicketSecondaryResource(
            id=self.random.randint(1, 9),
            ticket_id=self.random.randint(1, 25),
            resource_id=self.random.choice([ANA, BEN]),
        )
        self.rows.append((TicketSecondaryResource, helper.id))
        await following.put(helper)

    async def _off(self, following: Following) -> None:
        """Somebody asks for a day off near the present one, and mostly gets it."""
        granted = self.random.choice([None, at("07:00"), at("07:00")])
        day = instant(self.shop.clock.now()).date() + timedelta(days=self.random.randint(-2, 2))
        request = TimeOffRequest(
            id=self.random.randint(1, 9),
            resource_id=self.random.choice([ANA, BEN]),
            request_date=day,
            hours=self.random.choice([8.0, 10.0]),
            status=1 if granted is None else 2,
            approved_date_time=granted,
        )
        await following.put(request)

    async def _moved(self, following: Following) -> None:
        """A note or an entry hangs under another ticket now."""
        written = [id_ for entity, id_ in self.rows if entity is TicketNote]
        if written:
            note = self.shop.note(
                self.random.randint(1, 25), "Any news?", self._moment(1), id=self.random.choice(written)
            )
            await following.put(note)

    async def _talk(self, following: Following) -> None:
        number = self.random.randint(1, 25)
        words = self.random.choice(WORDS)
        make = self.random.choice([self.shop.note, self.shop.note, self.shop.answer])
        note = make(number, words, self._moment(0.5))
        self.rows.append((TicketNote, note.id))
        await following.put(note)

    async def _work(self, following: Following) -> None:
        entry = self.shop.entry(self.random.randint(1, 25), self._moment(1), 15)
        self.rows.append((TimeEntry, entry.id))
        await following.put(entry)

    async def _book(self, following: Following) -> None:
        start, who = self._moment(5), self.random.choice([ANA, BEN, CHI])
        kind = self.random.choice(["call", "appointment", "task"])
        if kind == "call":
            rows = self.shop.call(self.random.randint(1, 25), start, 45, who)
            self.rows.append((ServiceCall, rows[0].id))
        elif kind == "appointment":
            rows = [self.shop.appointment("Meeting", start, 30, who)]
            self.rows.append((Appointment, rows[0].id))
        else:
            dated = {} if self.random.random() < 0.5 else {"start_date_time": None, "create_date_time": self._moment(9)}
            rows = self.shop.project_task("Cabling", start, who, **dated)
        await following.put(*rows)

    async def _gone(self, following: Following) -> None:
        if self.rows and self.random.random() < 0.7:
            entity, row_id = self.rows.pop(self.random.randrange(len(self.rows)))
            await following.drop(entity, row_id)
        else:
            await following.drop(Ticket, self.random.randint(1, 25))

    async def _tenant(self, following: Following) -> None:
        pick = self.random.choice
        await following.put(
            pick(
                [
                    Company(id=NORTHWIND, company_name=f"Northwind {self.random.randint(1, 9)}"),
                    Contact(
                        id=LENA,
                        first_name="Lena",
                        last_name="Ortiz",
                        title=pick(["CEO", "Clerk"]),
                        email_address=pick(["lena@northwind.example", "alerts@northwind.example"]),
                    ),
                    ConfigurationItem(id=700, reference_title=pick(["SRV02", "WS02"])),
                    resource(ANA, "Ana", pick(["Ruiz", "Cole"]), location_id=pick([1, 2, None])),
                    resource(BEN, "Ben", pick(["Cole", "Ruiz"])),
                    location(id=2, name="Auckland", is_default=False, time_zone_id=32),
                    Project(id=700, company_id=ACME, project_name="Office move", status=pick([2, 5])),
                    Holiday(id=2, holiday_set_id=1, holiday_date=instant(self.shop.clock.now()).date()),
                    location(monday_business_hours_start_time=None),
                    ticket(99, status=pick([COMPLETE, IN_PROGRESS]), resolution_plan_date_time=at("09:15")),
                    location(),
                ]
            )
        )


@pytest.mark.parametrize("seed", range(4))
async def test_a_long_day_of_random_changes_never_leaves_the_law(shop: Shop, seed: int) -> None:
    mischief = Mischief(shop, seed)
    following = await shop.live()
    for step in range(110):
        happened = await mischief.step(following)
        if step % 4 == 3 or happened == "_time":
            await assert_as_if_ranked_anew(following)


@pytest.mark.parametrize("seed", range(3))
async def test_swarms_of_alerts_and_crowds_of_callers_keep_the_law(shop: Shop, seed: int) -> None:
    pick = random.Random(seed).choice
    following = await shop.live()
    for _ in range(40):
        alerted = pick([True, False])
        swarm = ticket(
            pick(range(1, 20)),
            title=pick(["CPU 95% on SRV02", "CPU 97% on SRV02", "Disk full"]) if alerted else "Server is down",
            priority=LOW if alerted else CRITICAL,
            ticket_type=5 if alerted else 2,
            rmm_alert_id="rmm" if alerted else None,
            status=pick([NEW, NEW, COMPLETE]),
            company_id=pick([NORTHWIND, NORTHWIND, ACME]),
            configuration_item_id=pick([None, 700]),
            create_date=at(pick(["08:00", "08:30", "09:00", "09:30"])),
            first_response_date_time=None,
            first_response_due_date_time=None,
            assigned_resource_id=None,
        )
        await following.put(swarm)
        await assert_as_if_ranked_anew(following)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), steps=st.integers(1, 14))
async def test_any_short_history_ends_as_if_ranked_anew(memory: Path, seed: int, steps: int) -> None:
    shop = Shop(Path(tempfile.mkdtemp(dir=memory)))
    try:
        await shop.furnish()
        mischief = Mischief(shop, seed)
        following = await shop.live()
        for _ in range(steps):
            await mischief.step(following)
        await assert_as_if_ranked_anew(following)
    finally:
        shop.copy.close()


async def test_taking_changes_in_one_batch_gives_the_same_order(shop: Shop) -> None:
    mischief = Mischief(shop, 99)
    following = await shop.live()
    changes = []
    for number in range(1, 26):
        changes += await shop.put(ticket(number, title=TITLES[number % len(TITLES)], priority=1 + number % 4))
    changes += await shop.put(*(shop.note(number, "Any news?", mischief._moment(1)) for number in range(1, 26)))
    await following.take(changes)
    await assert_as_if_ranked_anew(following)


async def test_no_change_and_no_instant_moves_nothing(shop: Shop) -> None:
    await shop.put(*(ticket(number, priority=1 + number % 4) for number in range(1, 20)))
    following = await shop.live()
    next_at = following.desk.next_change_at
    assert next_at is not None
    assert await following.move(instant(next_at) - timedelta(seconds=1)) == []
    assert await following.move(instant(next_at)) != []
