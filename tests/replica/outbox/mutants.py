"""The rules that protect a write, each switched off (reliability 6.12). Whoever stays unnoticed shows a blind test."""

from collections.abc import Callable, Collection
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy import select, update

from replica.outbox.attempt import Attempt
from replica.outbox.effects.effect import There
from replica.outbox.op import Op, OpId, State
from replica.outbox.rows import op_of
from replica.outbox.schema import op as ops
from replica.outbox.transaction import Transaction
from tests.replica.outbox.cuts import lived, survived
from tests.replica.outbox.desk import Desk
from tests.replica.outbox.mortal import MortalStore
from tests.replica.outbox.psa import Fault, Weather
from tests.replica.outbox.schedule import QUIET, run_schedule


class ClaimsWithoutAsking(MortalStore):
    """Reads an op and writes that it is on its way, whoever else may have it by then."""

    def claim(self, op_id: OpId, at: datetime, base: Any = None) -> Op | None:
        def work(tx: Transaction) -> Any:
            was = tx.connection.execute(select(ops.c.state).where(ops.c.op_id == op_id)).scalar_one()
            changes = {"state": State.INFLIGHT, "first_sent": 0, "attempts": ops.c.attempts + 1}
            return tx.changed(update(ops).where(ops.c.op_id == op_id).values(**changes), State(was), "sent")

        return op_of(self._write(work))


class ForgetsWhatIsOnItsWay(MortalStore):
    """After a crash an op that was on its way is pending, as if its claim had never reached the disk."""

    def begin(self) -> list[Op]:
        def work(tx: Transaction) -> list[Any]:
            found = tx.connection.execute(select(ops.c.op_id).where(ops.c.state == State.INFLIGHT)).scalars().all()
            return [tx.move(op_id, State.PENDING, "forgotten", (State.INFLIGHT,), {}) for op_id in found]

        return self._ops(self._write(work))


class ClaimsNoIds(MortalStore):
    """Any record that looks like an op is taken for it, also when it is another op's."""

    def claimed(self, collection: str, ids: Collection[int], but: OpId) -> frozenset[int]:
        return frozenset()

    def move(self, op_id: OpId, to: State, why: str, **changes: Any) -> Op | None:
        return super().move(op_id, to, why, **{**changes, "remote_kind": None, "remote_id": None})


async def _believes_a_yes(self: Attempt, op: Op, call: Any) -> None:
    """A yes of Autotask is the end of it."""
    await self._found(op, There(None, call.remote_id or 0, makes=op.effect.creates), "yes")


def _schedules(folder: Path, most: int, *, patches: Collection[Any] = (), **options: Any) -> bool:
    with ExitStack() as stack:
        for each in patches:
            stack.enter_context(each)
        return any(run_schedule(folder, seed, **options).broken for seed in range(most))


def _settle_off(folder: Path, most: int) -> bool:
    hasty = QUIET.model_copy(update={"settle": 0.0, "looks": ()})
    return _schedules(folder, most, settings=hasty, crash_share=0.0)


def _claim_off(folder: Path, most: int) -> bool:
    calm = Weather(share=0.0, read_share=0.0)
    return _schedules(folder, most, store_class=ClaimsWithoutAsking, senders=2, crash_share=0.0, weather=calm)


def _inflight_off(folder: Path, most: int) -> bool:
    return _schedules(folder, most, store_class=ForgetsWhatIsOnItsWay, crash_share=0.03)


def _ids_off(folder: Path, most: int) -> bool:
    unmarked = QUIET.model_copy(update={"markers": False})
    for seed in range(most):
        desk = Desk(folder / f"{seed}", settings=unmarked, seed=seed, store_class=ClaimsNoIds)
        desk.start()
        desk.psa.planned = [Fault.NONE, Fault.LOST_REQUEST]
        desk.hand_in(desk.entry(twin=True), desk.entry(twin=True))
        desk.wait(400)
        if desk.come_to_rest():
            return True
    return False


def _read_back_off(folder: Path, most: int) -> bool:
    return _schedules(folder, most, patches=[patch.object(Attempt, "_read_back", _believes_a_yes)], crash_share=0.0)


def _sync_off(folder: Path, most: int) -> bool:
    life = lived(folder / "data", 1, 60, journalled=False, synchronous="NORMAL")
    return survived(folder / "data", life, 2, most, journalled=False).lost > 0


def _journal_off(folder: Path, most: int) -> bool:
    life = lived(folder / "data", 1, 60, journalled=False)
    return survived(folder / "data", life, 2, most, journalled=False, spoil=True).lost > 0


MUTANTS: dict[str, Callable[[Path, int], bool]] = {
    "settle off": _settle_off,
    "claim off": _claim_off,
    "inflight not on disk before sending": _inflight_off,
    "claims of ids off": _ids_off,
    "read-back off": _read_back_off,
    "synchronous NORMAL for FULL": _sync_off,
    "journal off": _journal_off,
}


def caught(mutant: str, folder: Path, most: int) -> bool:
    """Whether the tests see that a rule is off, within so many schedules or cuts."""
    return MUTANTS[mutant](folder, most)
