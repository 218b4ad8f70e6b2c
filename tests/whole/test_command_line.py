"""The command line as a person and as a script uses it: words, exit codes, and lines that parse."""

import json
import select
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import urlopen

import pytest

from cli.main import main
from cli.parser import SHELLS
from sandbox.announcement import Announcement
from tests.whole.program import TRACEBACK, Asked, Program
from tests.whole.strange_texts import FORBIDDEN
from tests.whole.terminal import PATIENCE

COMMANDS = (
    *("demo", "next", "why", "interventions", "sync", "classify", "sla", "outbox", "doctor", "config", "sandbox"),
    "completion",
)


def test_version_and_help_go_to_the_output(program: Program, ask: Asked) -> None:
    assert ask(program, "--version").out.startswith("servicedeck 0.")
    shown = ask(program, "--help")
    assert shown.code == 0
    assert all(f"    {command} " in shown.out for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_and_its_exit_codes(program: Program, ask: Asked, command: str) -> None:
    shown = ask(program, command, "--help")
    assert shown.code == 0
    assert shown.out.startswith(f"usage: servicedeck {command}")
    assert "exit codes: 0 done; 1 failed" in shown.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--colour"], "--colour"),
        (["nxt"], "nxt"),
        (["next", "--count", "0"], "write 1 or more"),
        (["sync"], "--once"),
        (["demo", "--for", "soon", "--headless"], "write it like 5s, 2m or 1h"),
        (["demo", "--at", "yesterday"], "write it like 2026-11-24T09:40Z"),
        (["demo", "--headless"], "--headless needs --for"),
        (["sandbox", "serve", "--port", "99999"], "write a number from 0 to 65535"),
        (["sandbox", "serve", "--port=-1"], "write a number from 0 to 65535"),
        (["classify", "no-such-file.jsonl"], "no-such-file.jsonl cannot be read"),
        (["sla"], "ACTION"),
        (["sla", "replay", "log.csv"], "--calendar"),
        (["config", "validate"], "config init"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_use_ends_with_2_and_says_what_would_be_right(
    program: Program, ask: Asked, arguments: list[str], said: str
) -> None:
    if arguments[0] != "config":
        program.config.touch()
    done = ask(program, *arguments)
    assert done.code == 2
    assert said in done.err
    assert done.out == ""
    assert TRACEBACK not in done.err


def test_the_first_run_says_what_to_do_and_offers_the_demo(
    program: Program, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = program.command()[:1]
    done = program.finish(bare, XDG_CONFIG_HOME=str(program.folder))
    assert done.code == 2
    assert "servicedeck demo" in done.err
    assert "servicedeck config init" in done.err
    monkeypatch.setenv("XDG_CONFIG_HOME", str(program.folder))
    monkeypatch.delenv("SERVICEDECK_CONFIG", raising=False)
    for command in ("next", "sync --once", "why 1"):
        assert main(command.split()) == 2
        assert capsys.readouterr().err == done.err


def test_the_way_of_the_first_run_ends_at_a_working_desk(program: Program, tenant: Announcement, ask: Asked) -> None:
    assert ask(program, "config", "init").out.strip() == str(program.config)
    assert program.config.stat().st_mode & 0o077 == 0
    again = ask(program, "config", "init")
    assert again.code == 2
    assert "stays as it is" in again.err
    assert ask(program, "config", "validate").code == 0
    program.configure(tenant)
    assert "There is no copy of the tenant yet" in ask(program, "next").err
    assert ask(program, "sync", "--once").out.startswith("filled for the first time")
    assert ask(program, "sync", "--once").out.startswith("up to date")


def test_next_prints_lines_for_people_and_objects_for_scripts(filled: Program, ask: Asked) -> None:
    told = ask(filled, "next", "--view", "team", "--count", "3")
    assert [line.split(".")[0] for line in told.out.splitlines()[::3]] == ["1", "2", "3"]
    lines = ask(filled, "next", "--view", "team", "--count", "3", "--json").out.splitlines()
    items = [json.loads(line) for line in lines]
    assert [item["position"] for item in items] == [1, 2, 3]
    assert all(item["why"] and item["number"] and item["id"] for item in items)


def test_next_of_an_empty_queue_ends_with_3(filled: Program, ask: Asked, program: Program) -> None:
    program.config.write_text(filled.config.read_text(encoding="utf-8").split("[desk]")[0], encoding="utf-8")
    nobody = Program(program.folder, filled.environment)
    done = ask(nobody, "--data", str(filled.data), "next")
    assert done.code == 2
    assert "desk.me" in done.err
    empty = ask(nobody, "next", "--view", "team")
    assert empty.code == 3
    assert "servicedeck sync --once" in empty.err


def test_why_tells_every_step_and_the_evidence(filled: Program, ask: Asked) -> None:
    first = json.loads(ask(filled, "next", "--view", "team", "--json").out)
    for name in (first["number"], str(first["id"]), first["number"].lower()):
        told = ask(filled, "why", name)
        assert told.code == 0
        assert told.out.startswith(f"{first['number']} ")
    facts = json.loads(ask(filled, "why", first["number"], "--json").out)
    assert facts["lines"]
    assert facts["id"] == first["id"]


@pytest.mark.parametrize(
    "name", ["T19990101.0001", "printer", "", "9" * 40, "\udcff"], ids=["number", "word", "nothing", "huge", "half"]
)
def test_why_of_what_nobody_knows_ends_with_3(filled: Program, ask: Asked, name: str) -> None:
    done = ask(filled, "why", name)
    assert done.code == 3
    assert "No open item is called" in done.err


@pytest.mark.parametrize("left_out", ["", "T2026"], ids=["in full", "as the screens write it"])
def test_why_of_a_complete_ticket_says_since_when(filled: Program, ask: Asked, left_out: str) -> None:
    number = _some_complete_ticket(filled)
    done = ask(filled, "why", number.removeprefix(left_out))
    assert done.code == 3
    assert f"{number} " in done.err
    assert " is complete since " in done.err


def test_why_of_a_name_that_several_bear_lists_them(filled: Program, ask: Asked) -> None:
    done = ask(filled, "why", "1")
    assert done.code == 3
    assert "Write the whole number." in done.err


def test_strange_texts_stay_on_their_lines(program: Program, strange_tenant: Announcement, ask: Asked) -> None:
    program.configure(strange_tenant)
    assert ask(program, "sync", "--once").code == 0
    told = ask(program, "next", "--view", "team", "--count", "100").out
    lines = told.splitlines()
    assert [line.split(".")[0] for line in lines[::3]] == [str(place) for place in range(1, len(lines) // 3 + 1)]
    assert all(line.startswith("   ") for at, line in enumerate(lines) if at % 3)
    why = ask(program, "why", lines[0].split()[1]).out
    assert FORBIDDEN.findall(told.replace("\n", "") + why.replace("\n", "")) == []


def test_classify_answers_good_lines_and_names_bad_ones(program: Program, ask: Asked) -> None:
    program.config.touch()
    file = program.folder / "tickets.jsonl"
    file.write_bytes(
        b'{"id": 1, "title": "Printer offline"}\n\n[1]\n{"title": {}}\nnot json\n' + b"[" * 9_000 + b'\n{"id": 2}\n'
    )
    done = ask(program, "classify", str(file))
    assert done.code == 2
    assert [json.loads(line)["id"] for line in done.out.splitlines()] == [1, 2]
    assert [line.split(": ")[1].split(" ")[-1] for line in done.err.splitlines()[:-1]] == ["3", "4", "5", "6"]
    assert TRACEBACK not in done.err


@pytest.mark.parametrize("shell", SHELLS)
def test_completion_knows_every_command(program: Program, ask: Asked, shell: str) -> None:
    done = ask(program, "completion", shell)
    assert done.code == 0
    assert all(command in done.out for command in COMMANDS)


def test_completion_scripts_are_valid_shell(program: Program) -> None:
    script = program.run("completion", "bash").out
    subprocess.run(["bash", "-n"], input=script, text=True, check=True)


def test_output_that_nobody_reads_on_is_no_fault(filled: Program) -> None:
    shell = ["bash", "-c", 'set -o pipefail; "$0" "$@" | head -n 1', *filled.command("completion", "bash")]
    done = filled.finish(shell)
    assert (done.code, done.err) == (0, "")
    assert len(done.out.splitlines()) == 1


def test_output_that_cannot_be_written_ends_with_1(filled: Program) -> None:
    done = filled.finish(["bash", "-c", '"$0" "$@" > /dev/full', *filled.command("next", "--view", "team")])
    assert done.code == 1
    assert done.err.endswith("servicedeck: The system refused to read or write: No space left on device.\n")


def test_the_copy_of_a_demo_answers_after_it_and_is_replaced_by_the_next(program: Program, ask: Asked) -> None:
    program.config.touch()
    options = ("--headless", "--for", "1s", "--size", "tiny", "--at", "2026-11-24T08:40Z")
    demo = program.run("demo", *options)
    assert demo.code == 0, demo.err
    assert " items on the team's queue, " in demo.out
    assert len(demo.out.splitlines()) == 6
    first = ask(program, "next", "--view", "team", "--json")
    assert first.code == 0, first.err
    assert "The ladder of the order:" in ask(program, "why", json.loads(first.out)["number"]).out
    again = program.run("demo", *options[:2], "0s", *options[3:])
    assert "takes the place of the copy that an earlier one left here" in again.err
    assert "another tenant" not in again.said


def test_a_demo_without_a_folder_leaves_nothing_behind(program: Program) -> None:
    program.config.touch()
    options = ("--headless", "--for", "0s", "--size", "tiny", "--at", "2026-11-24T08:40Z")
    done = program.finish([*program.command()[:3], "demo", *options], TMPDIR=str(program.folder))
    assert done.code == 0, done.err
    assert list(program.folder.iterdir()) == [program.config]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_demo_that_is_told_to_end_leaves_nothing_behind(program: Program, number: signal.Signals, code: int) -> None:
    program.config.touch()
    with _running(program, "demo", "--headless", "--for", "1h", "--size", "tiny") as process:
        assert process.stderr is not None
        process.stderr.readline()
        deadline = time.monotonic() + PATIENCE
        while not list(program.folder.glob("servicedeck-demo-*/cache.db")):
            assert time.monotonic() < deadline, "the demo makes no copy"
            select.select([], [], [], 0.02)
        process.send_signal(number)
        _, said = process.communicate(timeout=20)
    assert process.returncode == code
    assert TRACEBACK not in said
    assert list(program.folder.iterdir()) == [program.config]


@pytest.mark.parametrize(("number", "codes"), [(signal.SIGINT, {0, 130}), (signal.SIGTERM, {0, -signal.SIGTERM})])
def test_a_sandbox_says_where_it_is_in_one_line_and_ends_when_told(
    program: Program, number: signal.Signals, codes: set[int]
) -> None:
    with _running(program, "sandbox", "serve", "--size", "tiny") as process:
        assert process.stdout is not None
        about = json.loads(process.stdout.readline())
        assert {"url", "user", "secret", "integration_code", "me"} <= about.keys()
        urlopen(f"{about['url']}versioninformation").close()  # noqa: S310 - it answers, so it listens to signals
        process.send_signal(number)
        rest, said = process.communicate(timeout=20)
    assert process.returncode in codes
    assert (rest, said) == ("", "")


def test_a_port_that_is_taken_is_said(program: Program, tenant: Announcement, ask: Asked) -> None:
    port = tenant.url.split(":")[2].split("/")[0]
    done = ask(program, "sandbox", "serve", "--size", "tiny", "--port", port)
    assert done.code in (1, 2)
    assert f"port {port}" in done.err
    assert TRACEBACK not in done.err


@contextmanager
def _running(program: Program, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [*program.command()[:3], *arguments],
        env=program.surroundings({"TMPDIR": str(program.folder)}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _some_complete_ticket(filled: Program) -> str:
    from autotask.entities import Ticket
    from replica.store import Replica

    with Replica.open(filled.data, read_only=True) as replica:
        complete = replica.complete_statuses()
        done = [ticket for ticket in replica.rows(Ticket) if ticket.status in complete and ticket.completed_date]
        return str(done[0].ticket_number)
