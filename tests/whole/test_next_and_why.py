"""What `next` and `why` say of their answer: whose copy it is from, whether it is whole, how old, and which clock."""

import asyncio
import json
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from autotask.machine import SystemMachine
from cli.composition import lookout
from cli.config import read_config
from cli.copies import open_copy_to_read
from cli.places import Places
from cli.tenant import tenant_plan
from desk.acts.skipping import SKIPS
from desk.putting_aside import PutAside, looks, packed
from replica.outbox.hand import AtOnce
from replica.outbox.outbox import Outbox
from replica.rows import to_micros
from replica.store import Replica
from replica.telling import LAST_GOOD
from replica.writing import Batch
from tests.whole.program import Asked, Done, Program

QUESTIONS = (["next", "--view", "team"], ["why", "1"])


@pytest.fixture
def own_copy(filled: Program, program: Program) -> Program:
    """An installation with a copy of its own that is up to date and may be changed."""
    shutil.copy(filled.config, program.config)
    shutil.copytree(filled.data, program.data)
    program.environment.update(filled.environment)
    return program


def read_last(program: Program, ago: timedelta) -> datetime:
    """Let the copy have been brought up to date so long ago; returns when."""
    good = datetime.now(UTC) - ago
    with Replica.open(program.data, owner=_owner(program)) as copy:
        asyncio.run(copy.write(Batch(remember={LAST_GOOD: str(to_micros(good))})))
    return good


@pytest.mark.parametrize("question", QUESTIONS, ids=["next", "why"])
def test_the_copy_of_another_user_is_not_shown(own_copy: Program, ask: Asked, question: list[str]) -> None:
    written = own_copy.config.read_text(encoding="utf-8")
    own_copy.config.write_text(written.replace('user = "', 'user = "other-', 1), encoding="utf-8")
    done = ask(own_copy, *question)
    _failed(done, "belongs to another tenant or user", "servicedeck sync --once")


@pytest.mark.parametrize("question", QUESTIONS, ids=["next", "why"])
def test_a_first_reading_that_was_cut_off_is_no_empty_desk(connected: Program, ask: Asked, question: list[str]) -> None:
    Replica.open(connected.data, owner=_owner(connected)).close()
    _failed(ask(connected, *question), "first reading", "cut off", "servicedeck sync --once")


def test_a_fresh_copy_is_not_worth_a_word_and_an_old_one_is_dated(own_copy: Program, ask: Asked) -> None:
    read_last(own_copy, timedelta(minutes=1))
    assert ask(own_copy, "next", "--view", "team").err == ""
    read_last(own_copy, timedelta(minutes=20))
    told = ask(own_copy, "next", "--view", "team")
    assert told.code == 0
    assert told.err.startswith("servicedeck: copy as of ")
    assert told.err.endswith(" (20 min ago)\n")


def test_a_copy_of_another_day_is_dated_with_its_day(own_copy: Program, ask: Asked) -> None:
    read_last(own_copy, timedelta(days=3))
    said = ask(own_copy, "next", "--view", "team").err
    assert re.search(r" as of [A-Z][a-z]{2} \d{1,2} [A-Z][a-z]{2} \d\d:\d\d \(3 days ago\)$", said)


def test_objects_bear_the_instant_of_the_copy(own_copy: Program, ask: Asked) -> None:
    good = read_last(own_copy, timedelta(hours=1))
    item = json.loads(ask(own_copy, "next", "--view", "team", "--json").out)
    why = json.loads(ask(own_copy, "why", item["number"], "--json").out)
    assert datetime.fromisoformat(item["as_of"]) == datetime.fromisoformat(why["as_of"]) == good


def test_the_service_level_names_the_milestone_that_it_counts_to(filled: Program, ask: Asked) -> None:
    asked = ("next", "--view", "team", "--count", "60")
    items = [json.loads(line) for line in ask(filled, *asked, "--json").out.splitlines()]
    heads = ask(filled, *asked).out.splitlines()[::3]
    counted = [(item, head) for item, head in zip(items, heads, strict=True) if item["milestone"]]
    assert counted
    assert all(head.endswith(f" {item['milestone']} {item['sla']}") for item, head in counted)
    late = [item for item in items if item["sla"].startswith("LATE") or item["sla"].endswith("left")]
    assert [item for item in late if not item["milestone"]] == []
    for item, _ in counted[:3]:
        clock = json.loads(ask(filled, "why", item["number"], "--json").out)["lines"][1]
        assert clock.startswith(f"{item['milestone']} ")
    level = json.loads(ask(filled, "sla", "explain", counted[0][0]["number"], "--json").out)
    summed = [one for one in level["milestones"] if one["left_seconds"] is not None]
    assert summed
    for one in summed:
        assert one["used_seconds"] + one["left_seconds"] == pytest.approx(one["granted_seconds"], abs=1e-6)
    unknown = ask(filled, "sla", "explain", "T20010101.0001")
    assert (unknown.code, unknown.out) == (3, "")


def test_interventions_are_told_by_heading_with_reasons_and_what_helps(filled: Program, ask: Asked) -> None:
    rows = [json.loads(line) for line in ask(filled, "interventions", "--json").out.splitlines()]
    assert [row["position"] for row in rows] == list(range(1, len(rows) + 1))
    reasons = [reason for row in rows for reason in row["reasons"]]
    assert all(reason["why"] and reason["act"] and reason["since"].endswith("Z") for reason in reasons)
    assert all(set(row["tabs"]) == {reason["tab"] for reason in row["reasons"]} for row in rows)
    under = rows[0]["tabs"][0]
    told = ask(filled, "interventions", "--tab", under, "--count", "1").out.splitlines()
    assert told[0].startswith(f"{len(rows)} need a hand: ")
    assert f"{under} {sum(under in row['tabs'] for row in rows)}" in told[0]
    assert told[1].startswith(f"1. {rows[0]['number']} ")
    assert rows[0]["reasons"][0]["why"].split(",")[0] in told[3]


def test_what_was_skipped_in_the_app_is_offered_last_here_too(own_copy: Program, ask: Asked) -> None:
    read_last(own_copy, timedelta(minutes=1))
    asked = ("next", "--view", "mine", "--count", "60", "--json")
    numbers = [json.loads(line)["number"] for line in ask(own_copy, *asked).out.splitlines()]
    first = numbers[0]
    asyncio.run(_skip(own_copy, first))
    after = [json.loads(line)["number"] for line in ask(own_copy, *asked).out.splitlines()]
    assert after == [*numbers[1:], first]
    assert "on another call" in ask(own_copy, "why", first).out


async def _skip(program: Program, number: str) -> None:
    """What the app keeps of a skip."""
    places = Places(program.config, program.data)
    plan = tenant_plan(read_config(places), places)
    async with lookout(plan, open_copy_to_read(plan)) as built:
        await built.desk.load()
        (item,) = built.desk.find(number)
        entry = built.desk.state.roster.entries[item.id]
        aside = PutAside(built.desk.clock.now(), "on another call", looks(entry.item, entry.facts))
    outbox = Outbox.open(program.data, None, SystemMachine(), hand=AtOnce())
    await outbox.keep(f"{SKIPS}1", {**packed(item.id, aside), "act": "1", "over": None})
    await outbox.close()


@pytest.mark.parametrize(
    "command",
    [["next", "--view", "team"], ["why"], ["classify"], ["config", "show"], ["config", "validate"], ["--version"]],
    ids=" ".join,
)
def test_what_asks_nobody_needs_no_secret(
    filled: Program, ask: Asked, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: list[str]
) -> None:
    tickets = tmp_path / "tickets.jsonl"
    tickets.write_text('{"id": 1, "title": "Printer offline"}\n', encoding="utf-8")
    first = json.loads(ask(filled, "next", "--view", "team", "--json").out)["number"]
    monkeypatch.setenv("SERVICEDECK_SECRET", "")
    keyless = Program(filled.folder)
    more = {"why": [first], "classify": [str(tickets)]}.get(command[0], [])
    assert ask(keyless, *command, *more).code == 0
    refused = ask(keyless, "sync", "--once")
    assert refused.code == 2
    assert "No API secret" in refused.err


def _owner(program: Program) -> str:
    places = Places(program.config, program.data)
    return tenant_plan(read_config(places), places).owner


def _failed(done: Done, *said: str) -> None:
    assert done.code == 1
    assert done.out == ""
    for words in said:
        assert words in done.err
