"""A fault of ours ends in a sentence and a report without anybody's data, kept where the command keeps things."""

import argparse
from pathlib import Path

import pytest

from cli.exits import Exit
from cli.main import main
from cli.places import CRASH_FILE

HIDDEN = "hunter2-not-for-eyes"


def fail(_arguments: argparse.Namespace) -> Exit:
    """A command with a fault."""
    raise LookupError(f"secret: {HIDDEN}")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of this person, and commands that fail."""
    monkeypatch.setenv("SERVICEDECK_DATA", str(tmp_path / "data"))
    monkeypatch.setattr("cli.demo.run", fail)
    monkeypatch.setattr("cli.doctor.run", fail)
    return tmp_path / "data"


def test_the_report_of_a_fault_is_kept_beside_the_copy(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == Exit.FAILED
    assert str(data / CRASH_FILE) in capsys.readouterr().err
    report = (data / CRASH_FILE).read_text(encoding="utf-8")
    assert report.startswith("LookupError: ")
    assert HIDDEN not in report


def test_a_demo_keeps_no_report_and_prints_it(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo"]) == Exit.FAILED
    said = capsys.readouterr().err
    assert "servicedeck stopped on a fault of its own (LookupError)" in said
    assert "in fail\n" in said
    assert HIDDEN not in said
    assert not data.exists()


def test_a_demo_with_a_folder_keeps_its_report_there(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "--data", str(tmp_path / "shown")]) == Exit.FAILED
    assert str(tmp_path / "shown" / CRASH_FILE) in capsys.readouterr().err
    assert not data.exists()
