"""`doctor` looks at one thing after the other, says how each stands, and never falls over what it finds."""

import json
import os
import shutil
from collections import namedtuple
from datetime import UTC, datetime
from pathlib import Path

import pytest

from autotask.entities import Company, Contract
from autotask.picklists import Picklist, Picklists, PicklistValue
from cli.checks import Finding, Verdict, offline_findings
from cli.main import main
from cli.places import Places
from cli.secrets import VARIABLE
from replica.fill import COVERS
from replica.outbox.effects import NoteCreate
from replica.outbox.op import NewOp, State, new_op_id
from replica.outbox.opening import open_store
from replica.store import Replica
from replica.writing import Batch

CONFIG = '[autotask]\nuser = "api@example.com"\nintegration_code = "CODE"\n[desk]\nme = "ana@example.com"\n'
HIDDEN = "hunter2-not-for-eyes"
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def places(tmp_path: Path) -> Places:
    config = tmp_path / "config.toml"
    config.write_text(CONFIG, encoding="utf-8")
    return Places(config, tmp_path / "data", config_named=True)


def found(places: Places, name: str, **environment: str) -> Finding:
    """The finding of one check."""
    return next(finding for finding in offline_findings(places, environment) if finding.name == name)


def test_all_is_good_with_a_configuration_a_folder_and_a_secret(places: Places) -> None:
    findings = list(offline_findings(places, {VARIABLE: HIDDEN}))
    assert {finding.verdict for finding in findings} == {Verdict.GOOD}
    assert [finding.name for finding in findings] == [
        "program", "terminal", "encoding", "data folder", "kept files", "configuration", "catalogue", "rota", "copy",
        "outbox", "secret",
    ]  # fmt: skip
    assert all(HIDDEN not in finding.sentence for finding in findings)


async def test_targets_for_a_name_that_the_copy_does_not_know_are_told_once_all_are_read(places: Places) -> None:
    catalogue = places.config_file.with_name("own.toml")
    entries = ("contract = 'Gold'\ncompany = 'ACME'", "contract = 'Golld'", "priority = 'Critical'", "company = 'Bcme'")
    catalogue.write_text("".join(f"[[targets]]\n{entry}\nresolved = '4h'\n" for entry in entries), encoding="utf-8")
    places.config_file.write_text(f"{CONFIG}[workflows]\ncatalogue = '{catalogue}'\n", encoding="utf-8")
    priorities = Picklist((PicklistValue(4, "Critical"),))
    with Replica.open(places.data_folder) as copy:
        await copy.write_picklists(Picklists({("Tickets", "priority"): priorities}))
        await copy.write(Batch("Contracts", [Contract(id=1, contract_name="gold")]))
        await copy.write(Batch("Companies", [Company(id=1, company_name="Acme")]))
    assert found(places, "targets") == Finding("targets", Verdict.GOOD, "4 beside those of the workflows.")
    with Replica.open(places.data_folder) as copy:
        await copy.write(Batch(remember={COVERS: "0"}))
    told = found(places, "targets")
    assert told.verdict is Verdict.WARNING
    assert told.sentence.startswith('The copy knows no contract "Golld", no company "Bcme": correct the name')


def test_without_a_configuration_the_next_step_is_named(tmp_path: Path) -> None:
    finding = found(Places(tmp_path / "config.toml", tmp_path / "data"), "configuration")
    assert finding.verdict is Verdict.WARNING
    assert "servicedeck config init" in finding.sentence
    assert "servicedeck demo" in finding.sentence


def test_a_configuration_without_a_tenant_is_a_warning(places: Places) -> None:
    places.config_file.write_text("[screen]\nascii = true\n", encoding="utf-8")
    assert "names no tenant" in found(places, "configuration").sentence


def test_a_wrong_configuration_ends_the_checks_that_need_it(places: Places) -> None:
    places.config_file.write_text("[desk]\nmee = 1\n", encoding="utf-8")
    findings = list(offline_findings(places, {}))
    assert findings[-1].name == "configuration"
    assert findings[-1].verdict is Verdict.BAD
    assert "line 2" in findings[-1].sentence


def test_a_missing_secret_is_bad_and_names_the_ways_to_give_one(places: Places) -> None:
    finding = found(places, "secret", **{VARIABLE: ""})
    assert finding.verdict is Verdict.BAD
    assert VARIABLE in finding.sentence


def test_a_catalogue_that_cannot_be_read_is_bad(places: Places) -> None:
    places.config_file.write_text(CONFIG + '[workflows]\ncatalogue = "/no/such/file.toml"\n', encoding="utf-8")
    finding = found(places, "catalogue", **{VARIABLE: HIDDEN})
    assert finding.verdict is Verdict.BAD
    assert "/no/such/file.toml" in finding.sentence


@pytest.mark.skipif(os.name != "posix", reason="folders have modes on POSIX systems")
def test_a_folder_that_is_open_to_others_is_a_warning_with_the_command_that_closes_it(places: Places) -> None:
    places.data_folder.mkdir(mode=0o755)
    places.data_folder.chmod(0o755)
    finding = found(places, "data folder")
    assert finding.verdict is Verdict.WARNING
    assert f"chmod 700 {places.data_folder}" in finding.sentence


def test_a_file_in_place_of_the_folder_is_called_one(places: Places) -> None:
    places.data_folder.write_text("not a folder")
    finding = found(places, "data folder")
    assert finding.verdict is Verdict.BAD
    assert "a file lies there, not a folder" in finding.sentence


def test_every_file_that_is_kept_is_named_with_its_place(places: Places) -> None:
    places.data_folder.mkdir(mode=0o700)
    (places.data_folder / "crash.txt").touch()
    (places.data_folder / "cache.db.corrupt-20261124T084000Z").touch()
    sentence = found(places, "kept files").sentence
    for name in ("cache.db", "last-look.json", "servicedeck.log"):
        assert f"{places.data_folder / name} (none yet)" in sentence
    assert f"crash report {places.data_folder / 'crash.txt'};" in sentence
    assert f"kept aside {places.data_folder / 'cache.db.corrupt-20261124T084000Z'}." in sentence


def test_a_disk_with_little_room_is_a_warning(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(2**40, 2**40 - 2**20, 2**20))
    finding = found(places, "data folder")
    assert finding.verdict is Verdict.WARNING
    assert "only 1 MiB are free" in finding.sentence


def test_a_damaged_copy_is_bad(places: Places) -> None:
    places.data_folder.mkdir(mode=0o700)
    (places.data_folder / "cache.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 8192)
    assert found(places, "copy").verdict is Verdict.BAD


def test_what_waits_in_the_outbox_is_a_warning_that_says_how_to_see_it(places: Places) -> None:
    assert "nothing was entered here" in found(places, "outbox").sentence
    store = open_store(places.data_folder, lambda: datetime.now(UTC)).store
    note = NoteCreate(ticket_id=11, title="VPN fixed", description="It was the firewall", note_type=1, publish=1)
    (op,) = store.submit("act", [NewOp(note, new_op_id(datetime.now(UTC)))], 4.0)
    finding = found(places, "outbox")
    assert finding.verdict is Verdict.WARNING
    assert "1 entry waits on this machine, to be sent at the next start" in finding.sentence
    assert "servicedeck outbox list" in finding.sentence
    store.move(op.op_id, State.CANCELLED, "dropped")
    store.close()
    assert found(places, "outbox").verdict is Verdict.GOOD


def test_a_damaged_outbox_is_bad(places: Places) -> None:
    places.data_folder.mkdir(mode=0o700)
    (places.data_folder / "outbox.db").write_bytes(b"no database at all" * 1000)
    assert found(places, "outbox").verdict is Verdict.BAD


def test_too_little_patience_with_writes_is_a_warning(places: Places) -> None:
    places.config_file.write_text(f"{CONFIG}[outbox]\nsettle = 60\n", encoding="utf-8")
    assert "outbox.settle is 60 s: below 120 s a write may be entered twice" in found(places, "outbox").sentence


def test_doctor_warns_with_0_and_fails_with_1(
    places: Places, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ["--config", str(places.config_file), "--data", str(places.data_folder), "doctor", "--offline"]
    monkeypatch.setenv(VARIABLE, HIDDEN)
    assert main(command) == 0
    assert "ok   secret" in capsys.readouterr().out
    monkeypatch.setenv(VARIABLE, "")
    assert main([*command, "--json"]) == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["verdict"] for line in lines if line["name"] == "secret"] == ["bad"]


def test_doctor_does_not_ask_the_tenant_before_it_has_a_secret(
    places: Places, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "")
    assert main(["--config", str(places.config_file), "--data", str(places.data_folder), "doctor"]) == 1
    assert "Not asked before" in capsys.readouterr().out.splitlines()[-1]
