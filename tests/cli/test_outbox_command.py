"""`servicedeck outbox`: what was entered here, told and decided about without network, secret or app."""

import asyncio
import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from autotask.entities import InternalLocation, InternalLocationWithBusinessHours, Resource, Ticket
from autotask.kinds import kind_of
from autotask.machine import SystemMachine
from autotask.picklists import Picklist, Picklists, PicklistValue
from cli.exits import Exit
from cli.main import main
from replica.outbox.effects import Effect, NoteCreate, TicketChange, TimeEntryCreate
from replica.outbox.effects.values import Clash
from replica.outbox.file import DATABASE
from replica.outbox.op import NewOp, Op, State, marker_of, new_op_id
from replica.outbox.opening import open_store
from replica.outbox.outbox import Outbox, Told
from replica.outbox.store import Store
from replica.store import Replica
from replica.writing import Batch
from tests.cli.test_kept_demo import RUN

AT = datetime(2026, 11, 24, 9, 41, tzinfo=UTC)
NOTE = NoteCreate(
    ticket_id=11, title="VPN fixed", description="First line\nsecond \x1b[2Jline 日本語", note_type=1, publish=1
)
TIME = TimeEntryCreate(resource_id=4, ticket_id=11, hours_worked=0.5, summary_notes="Worked")
Ask = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ask(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Runs `servicedeck outbox ...` over the folder of the test: code, output, error output."""
    monkeypatch.setenv("SERVICEDECK_CONFIG", str(tmp_path / "config.toml"))
    (tmp_path / "config.toml").touch()

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["--data", str(tmp_path), "outbox", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def store_in(folder: Path) -> Store:
    return open_store(folder, lambda: AT).store


def entered(folder: Path, *effects: Effect, state: State = State.PENDING, error: str = "") -> list[Op]:
    """Ops of one act, in a state that they have come to in the usual way."""
    store = store_in(folder)
    ops = store.submit("act", [NewOp(effect, new_op_id(AT)) for effect in effects], 4.0)
    if state in (State.INFLIGHT, State.UNKNOWN, State.DONE, State.HELD):
        for op in ops:
            store.claim(op.op_id, AT)
    if state is State.HELD:
        for op in ops:
            store.move(op.op_id, State.UNKNOWN, "no answer")
    if state not in (State.PENDING, State.INFLIGHT):
        for op in ops:
            store.move(op.op_id, state, "so it went", error=error)
    store.close()
    return ops


def state_of(folder: Path, op: Op) -> State:
    store = store_in(folder)
    try:
        return store.some([op.op_id])[op.op_id].state
    finally:
        store.close()


def name(op: Op) -> str:
    return marker_of(op.op_id)


def test_what_waits_is_listed_newest_first_with_the_next_step(tmp_path: Path, ask: Ask) -> None:
    (refused,) = entered(tmp_path, NOTE, state=State.REJECTED, error="The title is\ntoo long.")
    entered(tmp_path, TIME)
    code, out, err = ask("list")
    lines = out.splitlines()
    assert (code, err) == (Exit.DONE, "")
    assert lines[0].split() == [lines[0].split()[0], "pending", "ticket", "11", "30", "min"]
    assert lines[3].startswith(f"{name(refused)}  refused")
    assert lines[3].endswith("note for the customer “VPN fixed”")
    assert lines[4].endswith("The title is too long.")
    assert f"servicedeck outbox retry {name(refused)}" in lines[5]


def test_what_is_over_is_listed_where_it_is_asked_for(tmp_path: Path, ask: Ask) -> None:
    entered(tmp_path, TIME, NOTE, state=State.DONE)
    code, out, err = ask("list")
    assert (code, out) == (Exit.NOTHING, "")
    assert "See what is over (2): servicedeck outbox list --all" in err
    assert ask("list", "--all")[1].count("in Autotask") == 2
    assert len(ask("list", "--all", "--count", "1", "--json")[1].splitlines()) == 1


def test_an_empty_folder_is_no_fault_and_stays_empty(tmp_path: Path, ask: Ask) -> None:
    code, out, err = ask("list")
    assert (code, out) == (Exit.NOTHING, "")
    assert "Nothing was entered yet" in err
    assert ask("retry", "sd-7Q3F9KDM")[0] == Exit.NOTHING
    assert [path.name for path in tmp_path.iterdir()] == ["config.toml"]


def test_a_script_gets_one_object_a_line(tmp_path: Path, ask: Ask) -> None:
    (op,) = entered(tmp_path, NOTE, state=State.REJECTED, error="Too long")
    (told,) = map(json.loads, ask("list", "--json")[1].splitlines())
    assert (told["id"], told["name"], told["state"], told["why"]) == (op.op_id, name(op), "rejected", "Too long")
    assert told["entered"] == "2026-11-24T09:41:00Z"
    whole = json.loads(ask("show", name(op), "--json")[1])
    assert whole["typed"]["description"] == NOTE.description
    assert [line["now"] for line in whole["life"]] == ["pending", "rejected"]


def test_show_tells_the_whole_life_and_every_word_that_was_typed(tmp_path: Path, ask: Ask) -> None:
    op, other = entered(tmp_path, NOTE, TIME, state=State.REJECTED, error="Too long")
    code, out, _ = ask("show", name(op))
    assert code == Exit.DONE
    assert "  description: First line\n    second line 日本語\n" in out
    assert "  title: VPN fixed\n" in out
    assert f"of the same act\n  {name(other)}  refused: 30 min\n" in out
    assert out.splitlines()[-1].endswith("refused: so it went")
    assert "\x1b" not in out


def test_show_puts_both_sides_of_a_conflict_beside_each_other(tmp_path: Path, ask: Ask) -> None:
    change = TicketChange(ticket_id=11, changes={"title": "Mine"}, base={"title": "Old"})
    (op,) = entered(tmp_path, change)
    store = store_in(tmp_path)
    store.move(op.op_id, State.CONFLICT, "moved meanwhile", clashes=(Clash("title", "Old", "Mine", "Theirs"),))
    store.close()
    assert "title: it was Old, yours is Mine, theirs is Theirs" in ask("show", name(op))[1]


def test_numbers_labels_and_the_techs_zone_come_from_the_copy_beside_it(tmp_path: Path, ask: Ask) -> None:
    office = InternalLocation(id=1, name="Utrecht", time_zone="(UTC+01:00) Europe/Amsterdam")
    rows = (Resource(id=4, email="ana@msp.example", location_id=1), office, InternalLocationWithBusinessHours(id=1))
    (tmp_path / "config.toml").write_text('[desk]\nme = "ana@msp.example"\n')

    async def fill() -> None:
        with Replica.open(tmp_path) as copy:
            for row in rows:
                await copy.write(Batch(kind_of(type(row)).name, [row]))
            await copy.write(Batch("Tickets", [Ticket(id=11, ticket_number="T20261124.0031")]))
            status = Picklist((PicklistValue(8, "In Progress"),))
            await copy.write_picklists(Picklists({("Tickets", "status"): status}))

    asyncio.run(fill())
    entered(tmp_path, TicketChange(ticket_id=11, changes={"status": 8}, base={}))
    assert "T20261124.0031" in ask("list")[1]
    assert "status In Progress" in ask("list")[1]
    assert "entered Tue 24 Nov 2026 10:41:00 CET." in ask("list")[1]


@pytest.mark.parametrize(
    "short", [lambda op: op.op_id, name, lambda op: name(op)[3:7].lower(), lambda op: op.op_id[:30]]
)
def test_an_entry_is_called_by_its_name_its_id_or_how_they_begin(
    tmp_path: Path, ask: Ask, short: Callable[[Op], str]
) -> None:
    op, *_ = entered(tmp_path, NOTE, TIME, TIME)
    code, out, _ = ask("show", short(op))
    assert code == Exit.DONE
    assert out.startswith(name(op))


@pytest.mark.parametrize("text", ["", "  ", "sd-", "nobody", "\udcff", "%", "0"])
def test_a_name_that_means_no_entry_or_several_ends_with_3(tmp_path: Path, ask: Ask, text: str) -> None:
    ops = entered(tmp_path, NOTE, TIME)
    code, out, err = ask("drop", "--", text)
    assert (code, out) == (Exit.NOTHING, "")
    assert "No entry is called" in err or all(name(op) in err for op in ops)
    assert {state_of(tmp_path, op) for op in ops} == {State.PENDING}


def test_nothing_is_decided_where_one_of_several_names_is_unknown(tmp_path: Path, ask: Ask) -> None:
    (op,) = entered(tmp_path, NOTE, state=State.REJECTED)
    assert ask("retry", name(op), "sd-00000000")[0] == Exit.NOTHING
    assert state_of(tmp_path, op) is State.REJECTED


def test_what_was_refused_is_sent_again_or_dropped(tmp_path: Path, ask: Ask) -> None:
    again, gone = entered(tmp_path, NOTE, TIME, state=State.REJECTED)
    code, out, _ = ask("retry", name(again))
    assert code == Exit.DONE
    assert out.startswith(f"{name(again)}  pending")
    assert state_of(tmp_path, again) is State.PENDING
    assert json.loads(ask("drop", name(gone), "--json")[1])["state"] == "cancelled"
    assert "Worked" in ask("show", name(gone))[1], "what was typed stays"


@pytest.mark.parametrize(
    ("action", "state", "said"),
    [
        ("retry", State.PENDING, "is sent by itself"),
        ("retry", State.INFLIGHT, "is on its way"),
        ("retry", State.UNKNOWN, "until it has been looked for"),
        ("retry", State.DONE, "is in Autotask"),
        ("retry", State.CANCELLED, "enter it anew"),
        ("retry", State.CONFLICT, "between yours and theirs"),
        ("drop", State.INFLIGHT, "is on its way"),
        ("drop", State.UNKNOWN, "until it has been looked for"),
        ("drop", State.DONE, "is in Autotask"),
        ("drop", State.CANCELLED, "what was typed is in: servicedeck outbox show"),
    ],
)
def test_what_cannot_be_decided_now_stays_as_it_is_and_says_why(
    tmp_path: Path, ask: Ask, action: str, state: State, said: str
) -> None:
    (op,) = entered(tmp_path, NOTE, state=state)
    code, out, err = ask(action, name(op))
    assert (code, out) == (Exit.FAILED, "")
    assert said in err
    assert state_of(tmp_path, op) is state


@pytest.mark.parametrize("state", [State.PENDING, State.REJECTED, State.CONFLICT, State.HELD])
def test_whatever_is_not_on_its_way_can_be_dropped(tmp_path: Path, ask: Ask, state: State) -> None:
    (op,) = entered(tmp_path, NOTE, state=state)
    assert ask("drop", name(op))[0] == Exit.DONE
    assert state_of(tmp_path, op) is State.CANCELLED


def test_whoever_waits_for_what_is_dropped_is_named(tmp_path: Path, ask: Ask) -> None:
    store = store_in(tmp_path)
    first = NewOp(TIME, new_op_id(AT))
    ops = store.submit("act", [first, NewOp(NOTE, new_op_id(AT), after=first.op_id)], 4.0)
    store.close()
    assert f"{name(ops[1])}, note for the customer" in ask("drop", name(ops[0]))[2]
    assert "waits for another" in ask("list")[1]
    assert ask("retry", name(ops[1]))[0] == Exit.DONE
    assert "waits for another" not in ask("list")[1]


def test_what_tells_of_a_refused_step_is_not_sent_without_it_and_is_dropped_with_it(tmp_path: Path, ask: Ask) -> None:
    store = store_in(tmp_path)
    step = NewOp(TicketChange(ticket_id=4711, changes={"status": 17}), new_op_id(AT))
    note = NewOp(replace(NOTE, of_step=True), new_op_id(AT), after=step.op_id)
    ops = store.submit("act", [step, note], 4.0)
    store.move(step.op_id, State.REJECTED, "refused", error="The ticket is locked.")
    store.close()
    assert f"goes once {name(ops[0])}, which it tells of, is in Autotask" in ask("list")[1]
    code, _, err = ask("retry", name(ops[1]))
    assert (code, f"{name(ops[1])} tells of another entry" in err) == (Exit.FAILED, True)
    assert ask("drop", name(ops[0]))[0] == Exit.DONE
    assert [state_of(tmp_path, op) for op in ops] == [State.CANCELLED, State.CANCELLED]


@pytest.mark.parametrize("action", ["retry", "drop"])
@pytest.mark.parametrize("where", ["configuration", "command line"])
def test_a_read_only_session_decides_nothing(
    tmp_path: Path, ask: Ask, capsys: pytest.CaptureFixture[str], action: str, where: str
) -> None:
    (op,) = entered(tmp_path, NOTE, state=State.REJECTED)
    if where == "configuration":
        text = '[autotask]\nuser = "x"\nintegration_code = "y"\nread_only = true\n'
        (tmp_path / "config.toml").write_text(text)
        code = ask(action, name(op))[0]
    else:
        code = main(["--read-only", "--data", str(tmp_path), "outbox", action, name(op)])
    assert code == Exit.WRONG_USE
    assert state_of(tmp_path, op) is State.REJECTED
    assert ask("list")[0] == Exit.DONE


def test_looking_needs_no_configuration_that_can_be_read(tmp_path: Path, ask: Ask) -> None:
    (op,) = entered(tmp_path, NOTE)
    (tmp_path / "config.toml").write_text("[dsk\n")
    assert "VPN fixed" in ask("show", name(op))[1]


def test_the_demo_of_a_folder_is_found_in_it_and_said_to_be_one(tmp_path: Path, ask: Ask) -> None:
    RUN.keep(tmp_path / "demo")
    code, _, err = ask("list")
    assert code == Exit.NOTHING
    assert "Nothing was entered in the demo (seed 7, opened 2026-11-24T08:40:00Z) of this folder" in err
    entered(tmp_path / "demo", NOTE)
    code, out, err = ask("list")
    assert (code, "VPN fixed" in out) == (Exit.DONE, True)
    assert "goes on only as long as its demo runs" in out
    assert "of a demo (seed 7, opened 2026-11-24T08:40:00Z): its Autotask ends with it" in err
    entered(tmp_path, TIME)
    _, out, err = ask("list")
    assert "VPN fixed" not in out, "a desk of its own comes first"
    assert "demo" not in err


def test_a_file_of_a_newer_servicedeck_is_left_alone_and_said(tmp_path: Path, ask: Ask) -> None:
    (op,) = entered(tmp_path, NOTE)
    with sqlite3.connect(tmp_path / DATABASE) as connection:
        connection.execute("PRAGMA user_version=99")
    before = (tmp_path / DATABASE).read_bytes()
    for action in (("list",), ("show", name(op)), ("retry", name(op)), ("drop", name(op))):
        code, out, err = ask(*action)
        assert (code, out) == (Exit.FAILED, "")
        assert "update servicedeck" in err
    assert (tmp_path / DATABASE).read_bytes() == before


def test_entries_that_only_a_newer_servicedeck_understands_are_counted(tmp_path: Path, ask: Ask) -> None:
    (op, _) = entered(tmp_path, NOTE, TIME)
    with sqlite3.connect(tmp_path / DATABASE) as connection:
        connection.execute("UPDATE op SET kind = 'Telepathy' WHERE op_id = ?", (op.op_id,))
    code, out, err = ask("list", "--json")
    assert code == Exit.DONE
    assert len(out.splitlines()) == 1
    assert "1 entries were made by a newer servicedeck" in err


def test_a_damaged_file_is_said_and_not_touched(tmp_path: Path, ask: Ask) -> None:
    (tmp_path / DATABASE).write_bytes(b"no database at all" * 1000)
    code, _, err = ask("list")
    assert code == Exit.FAILED
    assert "damaged" in err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config.toml", DATABASE]


def test_a_running_app_hears_of_what_was_decided_beside_it(tmp_path: Path, ask: Ask) -> None:
    (op,) = entered(tmp_path, NOTE, state=State.REJECTED)

    async def app() -> list[State]:
        outbox = Outbox.open(tmp_path, None, SystemMachine())
        heard: list[State] = []
        news = asyncio.Event()

        def hear(told: Sequence[Told]) -> None:
            heard.extend(each.op.state for each in told)
            news.set()

        outbox.subscribe(hear)
        running = asyncio.create_task(outbox.run())
        assert (await asyncio.to_thread(ask, "retry", name(op)))[0] == Exit.DONE
        await asyncio.wait_for(news.wait(), 30)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await outbox.close()
        return heard

    assert asyncio.run(app()) == [State.PENDING]


def test_looking_changes_nothing_on_disk(tmp_path: Path, ask: Ask) -> None:
    (op,) = entered(tmp_path, NOTE)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert ask("list")[0] == ask("show", name(op))[0] == Exit.DONE
    after = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert {file: after[file] for file in before} == before
    assert after.keys() - before.keys() <= {f"{DATABASE}-shm", f"{DATABASE}-wal"}
