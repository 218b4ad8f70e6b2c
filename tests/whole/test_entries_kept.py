"""What was entered and refused is told to whoever leaves, found on the command line, and sent from there."""

import json
import signal
from datetime import UTC, datetime

import httpx

from autotask.entities import TicketNote
from replica.outbox.effects import NoteCreate
from replica.outbox.op import NewOp, new_op_id
from replica.outbox.opening import open_store
from replica.store import Replica
from sandbox.announcement import Announcement
from sandbox.process import start
from tests.whole.program import Asked, Program

MORNING = datetime(2026, 11, 24, 8, 40, tzinfo=UTC)
TITLE = "VPN fixed"
CLOSED = "The queue is closed until further notice."


def refuse_notes(about: Announcement) -> None:
    """From now on the tenant refuses every note."""
    fault = {"path": "/Notes$", "times": 0, "apply": "no", "reply": {"status": 500, "errors": [CLOSED]}}
    httpx.post(f"{about.url}sandbox/faults", json=fault, trust_env=False).raise_for_status()


def written(about: Announcement) -> list[str]:
    """The titles of the notes that were written through the API."""
    journal = httpx.get(f"{about.url}sandbox/journal?after=0", trust_env=False).raise_for_status().json()
    return [each["body"]["title"] for each in journal["writes"] if each["outcome"] == "done"]


def enter_a_note(program: Program) -> None:
    """Somebody writes a note, and leaves at once."""
    with Replica.open(program.data, read_only=True) as copy:
        ticket = copy.open_tickets()[0]
        note_type = copy.picklists(TicketNote).of(TicketNote, "note_type").active[0]
    effect = NoteCreate(
        ticket_id=ticket.id, title=TITLE, description="It was the firewall", note_type=int(note_type.id), publish=1
    )
    now = datetime.now(UTC)
    store = open_store(program.data, lambda: now).store
    store.submit("act", [NewOp(effect, new_op_id(now))], 0.0)
    store.close()


def test_a_refused_entry_is_kept_said_found_and_sent_again(program: Program, ask: Asked) -> None:
    with start(size="tiny", seed=1, at=MORNING, admin=True) as running:
        about = running.about
        program.configure(about)
        assert ask(program, "sync", "--once").code == 0
        enter_a_note(program)
        refuse_notes(about)
        with program.open(columns=160, rows=45) as first:
            first.until("1 refused (L)")
            first.process.send_signal(signal.SIGTERM)
            assert first.ended() == 0
            said = " ".join("".join(first.screen.shown).split())
            assert "1 entry waits on this machine for your decision (L)." in said
        (kept,) = map(json.loads, ask(program, "outbox", "list", "--json").out.splitlines())
        assert kept["state"] == "rejected"
        assert CLOSED in kept["why"]
        httpx.delete(f"{about.url}sandbox/faults", trust_env=False).raise_for_status()
        with program.open(columns=160, rows=45) as second:
            second.until("1 refused (L)")
            assert written(about) == []
            assert ask(program, "outbox", "retry", kept["name"]).code == 0
            second.until(lambda screen: "(L)" not in screen.text.partition("\n")[0], what="header without a refusal")
            second.until(lambda _: written(about) == [TITLE], what="note at the tenant")
        life = json.loads(ask(program, "outbox", "show", kept["name"], "--json").out)["life"]
        assert [line["now"] for line in life][:4] == ["pending", "inflight", "rejected", "pending"]
