"""One changed item in an order of 100,000: placed anew, taken out and put in, against the bare sorted list.

The peer is sortedcontainers' `SortedList` holding the same keys as plain tuples, so the ratio is what the ladder, the
place with its reason, and the keyed list cost on top.
"""

import random
from collections.abc import Callable
from operator import attrgetter

from sortedcontainers import SortedKeyList, SortedList

from bench.figures import Figure, compared, in_turn
from sla.clock import MilestoneName
from sla.instants import HOUR, MINUTE, Micros
from workflows.order import ItemId, ItemKind, Pending, Place, RankFacts, place

ITEMS = 100_000
CHANGES = 1_000
ROUNDS = 40
GOAL = 3.0
NOW: Micros = 1_795_514_400_000_000
DAY: Micros = 24 * HOUR

_WORKFLOWS = (("W02", 2), ("W03", 3), ("A", 4), ("W04", 5), ("W06", 6), ("W07", 7), ("W05", 8))


def facts_of(id_: int, rng: random.Random) -> RankFacts:
    """A ticket as a desk sees it: two milestones running, one in ten with a reply, one in twenty on hold."""
    workflow, rank = _WORKFLOWS[rng.randrange(len(_WORKFLOWS))]
    created = NOW - rng.randrange(20 * DAY)
    replied = rng.random() < 0.1
    return RankFacts(
        item=ItemId(ItemKind.TICKET, id_),
        workflow=workflow,
        workflow_rank=rank,
        worked_from="queue",
        created=created,
        day_start=NOW - 10 * HOUR,
        day_end=NOW + 14 * HOUR,
        engaged=rng.random() < 0.5,
        pending=(
            Pending(MilestoneName.FIRST_RESPONSE, NOW + rng.randrange(-DAY, DAY)),
            Pending(MilestoneName.RESOLVED, NOW + rng.randrange(-DAY, 5 * DAY)),
        ),
        waiting="Waiting Customer" if rng.random() < 0.05 else "",
        reply_at=NOW - 5 * MINUTE if replied else None,
        reply_due=NOW + 4 * HOUR if replied else None,
        has_contract=rng.random() < 0.8,
        estimated_minutes=rng.randrange(5, 240),
    )


def measure() -> list[Figure]:
    """Processor time for one changed item, ours and the bare list's, measured in turn."""
    rng = random.Random(11)
    places = [place(facts_of(id_, rng), NOW) for id_ in range(ITEMS)]
    fresh = [facts_of(rng.randrange(ITEMS), rng) for _ in range(CHANGES)]
    costs = in_turn(ROUNDS, ours=_ours(places, fresh), peer=_peer(places, fresh))
    a_change = 1e6 / (2 * CHANGES)
    figure = compared(
        "one changed item in an order of 100,000",
        costs["ours"].times(a_change),
        costs["peer"].times(a_change),
        peer_name="bare SortedList of tuples",
        unit="µs",
        goal=GOAL,
        at_most=True,
        note="Ours holds placing the item anew from its facts; remove and add on both sides.",
    )
    return [figure]


def _ours(places: list[Place], fresh: list[RankFacts]) -> Callable[[], None]:
    order = SortedKeyList(places, key=attrgetter("key"))

    def work() -> None:
        for facts in fresh:
            old = places[facts.item.id]
            new = place(facts, NOW)
            order.remove(old)
            order.add(new)
            # And back, so that every round finds the order as the first one did.
            back = place(facts, NOW)
            order.remove(back)
            order.add(old)

    return work


def _peer(places: list[Place], fresh: list[RankFacts]) -> Callable[[], None]:
    keys = [each.key for each in places]
    order = SortedList(keys)
    changed = [(facts.item.id, place(facts, NOW).key) for facts in fresh]

    def work() -> None:
        for id_, new in changed:
            old = keys[id_]
            order.remove(old)
            order.add(new)
            order.remove(new)
            order.add(old)

    return work
