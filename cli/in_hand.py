"""What a person has in hand and has skipped in the app, laid over a desk that only looks."""

from contextlib import suppress

from cli.outboxes import OWNER, lies_in, open_to_look
from cli.plan import Plan
from desk.acts import timers
from desk.acts.skipping import put_aside
from desk.acts.timekeeping import KEPT
from desk.live import LiveDesk
from replica.errors import ReplicaError


async def lay_in_hand(plan: Plan, desk: LiveDesk) -> None:
    """Let a desk know the running timer and the skips that the outbox beside its copy keeps.

    Without them the order is the same for everybody's eyes, so an outbox that cannot be read is passed over: whoever
    acts is told of it.
    """
    if not lies_in(plan.folder):
        return
    with suppress(ReplicaError):
        outbox = open_to_look(plan.folder)
        kept = outbox.kept()
        await outbox.close()
        if kept.get(OWNER, plan.owner) != plan.owner:
            return
        running = timers.unpacked(kept.get(KEPT)).running
        desk.take_in_hand(None if running is None else running.item)
        desk.put_aside(put_aside(kept, desk.clock.now()))
