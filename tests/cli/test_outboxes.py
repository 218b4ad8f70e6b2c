"""What was entered for one tenant is never sent to another."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from autotask.client import Client
from autotask.machine import SystemMachine
from cli.outboxes import OTHER, OutboxOfAnother, open_to_act, open_to_look
from cli.plan import Plan
from replica.outbox.effects import NoteCreate
from replica.outbox.file import DATABASE
from replica.outbox.journal import JOURNAL
from replica.outbox.op import NewOp, new_op_id
from replica.outbox.outbox import Outbox
from tests.cli.test_copies import plan as plan_in

NOTE = NoteCreate(ticket_id=11, title="VPN fixed", description="It was the firewall", note_type=1, publish=1)


async def nowhere() -> Client:
    raise AssertionError("nothing is sent in these tests")


async def seen(_kind: str, _id: int, _row: object) -> None:
    raise AssertionError("nothing is sent in these tests")


async def opened(plan: Plan, reach: Callable[[], Awaitable[Client]] = nowhere) -> Outbox:
    return await open_to_act(plan, reach, SystemMachine(), on_row=seen, words=lambda _, value: str(value))


async def with_a_note(plan: Plan) -> None:
    """Somebody enters a note and leaves before it is sent."""
    outbox = await opened(plan)
    await outbox.submit("act", [NewOp(NOTE, new_op_id(plan.wall()))])
    await outbox.close()


async def test_the_same_tenant_finds_what_waits(tmp_path: Path) -> None:
    plan = plan_in(tmp_path)
    await with_a_note(plan)
    outbox = await opened(plan)
    assert len(outbox.live) == 1
    await outbox.close()


@pytest.mark.parametrize("read_only", [False, True])
async def test_another_tenant_is_refused_as_long_as_something_waits(tmp_path: Path, read_only: bool) -> None:
    plan = plan_in(tmp_path)
    await with_a_note(plan)
    tenant = plan.tenant.model_copy(update={"read_only": read_only})
    with pytest.raises(OutboxOfAnother, match="and 1 of its entries wait"):
        await opened(replace(plan, owner="another", tenant=tenant))
    outbox = open_to_look(tmp_path)
    assert len(outbox.live) == 1
    await outbox.close()


async def test_another_tenant_begins_anew_once_nothing_waits(tmp_path: Path) -> None:
    plan = plan_in(tmp_path)
    outbox = await opened(plan)
    await outbox.keep("draft:note", {"text": "half a sentence"})
    await outbox.close()
    outbox = await opened(replace(plan, owner="another"))
    assert not outbox.kept("draft:")
    await outbox.close()
    aside = [path.name for path in await asyncio.to_thread(lambda: sorted(tmp_path.glob(f"*.{OTHER}-*")))]
    assert [name.partition(f".{OTHER}-")[0] for name in aside] == [DATABASE, JOURNAL], "what was there is kept"


async def test_a_demo_begins_anew_whatever_waits_for_the_world_that_has_ended(tmp_path: Path) -> None:
    plan = replace(plan_in(tmp_path), passing=True)
    await with_a_note(plan)
    outbox = await opened(replace(plan, owner="the next world"))
    assert not outbox.live
    await outbox.close()
