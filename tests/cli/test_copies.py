"""Which copy a command gets: its own to keep, another's to look at, one in memory, or a sentence why none."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from autotask.settings import AutotaskSettings
from cli.copies import InUse, open_copy, open_copy_to_read, open_copy_to_show
from cli.exits import Stop
from cli.plan import Plan
from desk.acts.settings import ActSettings
from desk.clocks import SystemClock
from desk.settings import DeskSettings
from replica.errors import DiskFull
from replica.rhythm import PullSettings
from replica.store import Replica
from workflows.catalog import packaged


def plan(folder: Path, owner: str = "ana") -> Plan:
    """A house for somebody, in a folder."""
    return Plan(
        tenant=AutotaskSettings(user="api@example.com", integration_code="CODE"),
        secret=lambda: SecretStr("unasked"),
        catalogue=packaged,
        desk=DeskSettings(),
        sync=PullSettings(),
        clock=SystemClock(),
        folder=folder,
        owner=owner,
        server_wall=lambda: datetime.now(UTC),
        wall=lambda: datetime.now(UTC),
        crash_file=None,
    )


def test_the_first_keeps_the_copy_and_the_second_looks_at_it(tmp_path: Path) -> None:
    with open_copy_to_show(plan(tmp_path)) as first, open_copy_to_show(plan(tmp_path)) as second:
        assert first.writable
        assert not second.writable
        assert second.uuid == first.uuid
        (notice,) = second.notices
        assert notice.startswith("servicedeck already runs here (process ")
        assert "this one only looks" in notice
        assert "--data" in notice


def test_who_has_to_keep_the_copy_is_told_who_has_it(tmp_path: Path) -> None:
    with open_copy(plan(tmp_path)), pytest.raises(InUse, match="already runs on the data in"):
        open_copy(plan(tmp_path))


def test_a_copy_of_somebody_else_is_not_even_looked_at(tmp_path: Path) -> None:
    with open_copy(plan(tmp_path)):
        with pytest.raises(Stop, match="belongs to another tenant or user"):
            open_copy_to_read(plan(tmp_path, "ben"))
        with pytest.raises(InUse, match="already runs on the data in"):
            open_copy_to_show(plan(tmp_path, "ben"))


def test_a_copy_that_was_read_without_the_field_of_holds_is_not_looked_at_but_filled_anew(tmp_path: Path) -> None:
    open_copy(plan(tmp_path)).close()
    named = replace(plan(tmp_path), acts=ActSettings(hold_field="On Hold"))
    with pytest.raises(Stop, match="was read with another acts"):
        open_copy_to_read(named)
    with open_copy(named) as anew:
        assert anew.writable
    open_copy_to_read(named).close()


def test_a_full_disk_is_told_in_words_that_are_true_without_a_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(folder: Path, **_options: object) -> Replica:
        raise DiskFull(folder)

    monkeypatch.setattr(Replica, "open", full)
    with pytest.raises(Stop, match="No space is left") as stopped:
        open_copy(plan(tmp_path), or_in_memory=False)
    assert "screen" not in stopped.value.message
    open_copy(plan(tmp_path)).close()
    assert "Until then the copy lives in memory only." in capsys.readouterr().err
