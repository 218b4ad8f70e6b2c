"""A folder that a demo was kept in with `--data` is known as one afterwards."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.checks import Verdict, offline_findings
from cli.config import Config
from cli.copies import open_copy
from cli.kept_demo import FOLDER, KeptDemo, demo_plan, kept_demo
from cli.main import main
from cli.places import Places
from replica.errors import ReplicaMissing
from replica.files import DATABASE
from replica.rows import to_micros
from replica.store import Replica
from replica.telling import LAST_GOOD
from replica.writing import Batch
from sla.instants import instant

OPENED = datetime(2026, 11, 24, 8, 40, tzinfo=UTC)
STARTED = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)
RUN = KeptDemo(
    seed=7,
    at="2026-11-24T08:40:00Z",
    anchor=STARTED.timestamp(),
    speed=60.0,
    user="desk@demo.example",
    me="Dev Patel",
    zone_host="http://127.0.0.1:9",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The data folder of a demo that ran for two minutes of ours, two hours of its own."""
    RUN.keep(tmp_path / FOLDER)
    good = STARTED.replace(minute=2)
    with Replica.open(tmp_path / FOLDER, owner=RUN.owner) as copy:
        asyncio.run(copy.write(Batch(remember={LAST_GOOD: str(to_micros(good))})))
    return tmp_path


def test_a_demo_is_known_by_its_folder(folder: Path) -> None:
    assert kept_demo(folder) == RUN


def test_a_folder_without_one_or_with_a_copy_of_its_own_is_none(tmp_path: Path, folder: Path) -> None:
    assert kept_demo(tmp_path / "other") is None
    Replica.open(folder, owner="a tenant").close()
    assert kept_demo(folder) is None


def test_its_time_stands_where_its_copy_was_true_last(folder: Path) -> None:
    plan = demo_plan(RUN, Config(), folder)
    assert instant(plan.clock.now()) == OPENED.replace(hour=10)
    assert plan.desk.me == "Dev Patel"


def test_a_demo_without_a_copy_says_so(tmp_path: Path) -> None:
    RUN.keep(tmp_path / FOLDER)
    with pytest.raises(ReplicaMissing):
        demo_plan(RUN, Config(), tmp_path)


def test_next_and_why_advise_what_works_for_a_demo(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    cut_off, damaged = tmp_path_factory.mktemp("cut off"), tmp_path_factory.mktemp("damaged")
    for other in (cut_off, damaged):
        RUN.keep(other / FOLDER)
        Replica.open(other / FOLDER, owner=RUN.owner).close()
    (damaged / FOLDER / DATABASE).write_bytes(b"no database" * 1000)
    told = []
    for asked, code in ((folder, 3), (cut_off, 1), (damaged, 1)):
        assert main(["--data", str(asked), "why", "T20260101.0001"]) == code
        told.append(capsys.readouterr().err)
    assert "No open item is called 'T20260101.0001'" in told[0]
    assert "one that runs keeps it up to date" in told[0]
    assert all("servicedeck demo, with the same --data" in said for said in told[1:])
    assert not any("sync --once" in said for said in told)


def test_the_doctor_looks_at_the_demo_and_says_that_it_is_one(folder: Path) -> None:
    places = Places(config_file=folder / "none.toml", data_folder=folder)
    found = {each.name: each for each in offline_findings(places, {"TERM": "xterm"})}
    assert found["demo"].verdict is Verdict.GOOD
    assert "seed 7" in found["demo"].sentence
    assert found["copy"].sentence == "Readable, no odd rows."


def test_the_next_run_takes_its_place_without_a_notice_on_the_screen(folder: Path) -> None:
    plan = demo_plan(RUN, Config(), folder)
    with open_copy(replace(plan, owner=replace(RUN, anchor=RUN.anchor + 9).owner)) as copy:
        assert copy.notices == []
        assert LAST_GOOD not in copy.remembered(LAST_GOOD)
