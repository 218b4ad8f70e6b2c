"""Whoever leaves is told what is not in Autotask yet, and when it will be."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.leaving import Left
from cli.outboxes import open_to_look
from replica.outbox.effects import NoteCreate
from replica.outbox.op import NewOp, State, new_op_id
from replica.outbox.opening import open_store

AT = datetime(2026, 11, 24, 9, 41, tzinfo=UTC)
NOTE = NoteCreate(ticket_id=11, title="VPN fixed", description="It was the firewall", note_type=1, publish=1)


@pytest.mark.parametrize(
    ("to_send", "to_decide", "said"),
    [
        (0, 0, ""),
        (1, 0, "1 entry waits on this machine, to be sent at the next start."),
        (2, 0, "2 entries wait on this machine, to be sent at the next start."),
        (0, 1, "1 entry waits on this machine for your decision (L)."),
        (2, 1, "3 entries wait on this machine: 2 to be sent at the next start, 1 for your decision (L)."),
    ],
)
def test_it_is_said_how_many_wait_and_for_what(to_send: int, to_decide: int, said: str) -> None:
    sentence = Left(to_send, to_decide).sentence(read_only=False)
    assert sentence.removesuffix(" See what waits with: servicedeck outbox list") == said


def test_a_read_only_session_promises_nothing_for_the_next_one() -> None:
    assert "at the next start that is not read-only" in Left(1, 0).sentence(read_only=True)


def test_what_waits_for_something_refused_waits_for_a_person(tmp_path: Path) -> None:
    store = open_store(tmp_path, lambda: AT).store
    refused, alone = (NewOp(NOTE, new_op_id(AT)) for _ in range(2))
    store.submit("act", [refused, alone, NewOp(NOTE, new_op_id(AT), after=refused.op_id)], 4.0)
    store.move(refused.op_id, State.REJECTED, "so it went", error="Too long")
    store.close()
    outbox, left = open_to_look(tmp_path), Left()
    left.look(outbox)
    assert (left.to_send, left.to_decide) == (1, 2)
    asyncio.run(outbox.close())
