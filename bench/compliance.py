"""Live compliance of 200 people, second by second through a morning, in which an entry comes every three seconds.

The first figure is the processor time of a second as a lead's screen asks for it, against looking at everybody anew in
that second; the second is the same with the screen drawn at 120x36, against the whole second. Both sides have to come
to the same figures in every second, or the run ends.
"""

import asyncio
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from autotask.entities import TimeEntry
from bench.figures import Cost, Figure, compared
from desk.compliance.board import Board
from desk.compliance.model import LeadSnapshot, TechLine
from desk.live import LiveDesk
from tests.desk.shop import FixedMachine, Following, Shop, at, resource, ticket, us
from tests.tui.seeing import settled
from tui.app import ServiceDesk

PEOPLE = range(1_000, 1_200)
BEGINS = at("09:00")
SECONDS = 120
COMES_EVERY = 3
SECOND_MS = 1_000.0


class Disagreement(Exception):
    """Both sides say something else of the same second."""


def measure() -> list[Figure]:
    """Live through two minutes without a screen, and through one with it."""
    return asyncio.run(_measured())


async def _measured() -> list[Figure]:
    shop, rng = Shop(Path(tempfile.mkdtemp())), Random(5)
    await shop.furnish()
    await shop.put(*(resource(who, "Tech", f"No {who}") for who in PEOPLE), ticket(1))
    await shop.put(*(shop.availability(who, 8.0) for who in PEOPLE))
    await shop.put(*(_entry(shop, rng, who, minute) for who in PEOPLE for minute in range(0, 60, 12)))
    following = await shop.live(me="")
    shop.clock.set(us(BEGINS))
    await following.desk.compliance.today()
    ours, anew = [], []
    for second in range(SECONDS):
        await _a_second(following, rng, second)
        seen, cost = await _asked(following.desk)
        ours.append(cost)
        anew.append(_anew(following.desk, seen))
    drawn = await _drawn(following, rng)
    return [
        compared(
            "a second of 200 people",
            Cost(tuple(ours)),
            Cost(tuple(anew)),
            peer_name="everybody anew",
            unit="ms",
            goal=0.1,
            at_most=True,
            note=f"on average {sum(ours) / len(ours):.2f} ms, at most {max(ours):.2f} ms.",
        ),
        Figure(
            "the same, drawn at 120x36",
            sum(drawn) / len(drawn),
            SECOND_MS,
            "the second",
            "ms",
            0.05,
            at_most=True,
            note=f"the average of {len(drawn)} seconds; the dearest took {max(drawn):.1f} ms.",
        ),
    ]


async def _a_second(following: Following, rng: Random, second: int) -> None:
    """The clock goes on, and now and then somebody saves an entry."""
    if second % COMES_EVERY == 0:
        await following.put(_entry(following.shop, rng, rng.choice(PEOPLE), 60))
    following.shop.clock.advance(seconds=1)


def _entry(shop: Shop, rng: Random, who: int, minute: int) -> TimeEntry:
    return shop.entry(1, at("08:00") + timedelta(minutes=minute), rng.randrange(3, 11), resource_id=who)


async def _asked(desk: LiveDesk) -> tuple[LeadSnapshot, float]:
    start = time.process_time()
    seen = await desk.compliance.today()
    return seen, (time.process_time() - start) * 1_000


def _anew(desk: LiveDesk, seen: LeadSnapshot) -> float:
    """What it costs to look at all of them in this second; it has to come to the same."""
    compliance = desk.compliance
    start = time.process_time()
    board = Board(desk.state, desk.forecasts, compliance._entries, compliance._own)
    for tech in board.people():
        board.look(tech, seen.at)
    lines = board.lines
    cost = (time.process_time() - start) * 1_000
    if [_now(line, seen.at) for line in lines] != [_now(line, seen.at) for line in seen.rows]:
        raise Disagreement
    return cost


def _now(line: TechLine, now: int) -> object:
    figures = line.figures
    return line.name, figures.entered_us, figures.elapsed.at(now), figures.gap.at(now), figures.missing, figures.tally


async def _drawn(following: Following, rng: Random) -> list[float]:
    """The processor time of each second of the app with the screen in front."""
    app = ServiceDesk(following.desk, machine=FixedMachine(), wall=lambda: datetime.now(BEGINS.tzinfo), ticking=False)
    spent = []
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("3")
        await settled(pilot)
        for second in range(SECONDS // 2):
            await _a_second(following, rng, second)
            start = time.process_time()
            app.second_passed()
            await settled(pilot)
            spent.append((time.process_time() - start) * 1_000)
    return spent
