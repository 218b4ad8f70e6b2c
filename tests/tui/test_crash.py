"""A fault of ours shows nobody's data."""

from pathlib import Path

import pytest
from textual.worker import WorkerFailed

from tests.tui.seeing import settled
from tests.tui.world import World
from tui.crash import redacted, report, sentence, write


def fail(secret: str) -> None:
    token = f"Bearer {secret}"
    raise ValueError(f"refused: {token} for 'lena wrote this' lena@northwind.example")


def caught() -> ValueError:
    try:
        fail("abcdef0123456789abcdef")
    except ValueError as error:
        return error
    raise AssertionError


def test_a_report_has_places_and_no_data() -> None:
    text = report(caught())
    assert "test_crash.py" in text
    assert "ValueError" in text
    for data in ("abcdef0123456789", "lena wrote", "northwind.example"):
        assert data not in text


def test_a_report_tells_the_cause() -> None:
    outer = RuntimeError("outer")
    outer.__cause__ = caught()
    assert "caused by\nValueError" in report(outer)


def test_a_report_tells_what_a_worker_failed_of() -> None:
    text = report(WorkerFailed(caught()))
    assert "caused by\nValueError" in text
    assert "test_crash.py" in text


@pytest.mark.parametrize(
    "message",
    ["password=hunter2", "token: s3cr3t", "mail ana@desk.example", "key AKIA1234567890ABCDEF99", "say 'hello'"],
)
def test_what_may_be_a_secret_is_hidden(message: str) -> None:
    hidden = redacted(message)
    assert "<" in hidden
    assert not any(data in hidden for data in ("hunter2", "s3cr3t", "ana@", "AKIA", "hello"))


def test_a_report_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "state" / "crash.txt"
    assert write(caught(), path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert not write(caught(), tmp_path / "state" / "crash.txt" / "under a file")
    assert str(path) in sentence(caught(), path)


def test_the_words_left_on_the_terminal_say_where_entries_are_and_what_to_do() -> None:
    said = sentence(caught(), None)
    assert "What you had saved is on this machine and goes to Autotask after the next start." in said
    assert "Start it again" in said


async def test_the_app_leaves_a_sentence_and_a_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World()
    app = world.app(crash_file=tmp_path / "crash.txt")

    def broken() -> None:
        fail("abcdef0123456789abcdef")

    async def press_the_broken_key() -> None:
        async with app.run_test() as pilot:
            await settled(pilot)
            monkeypatch.setattr(app.screen, "action_ranking", broken)
            await pilot.press("w")
            await pilot.pause()

    with pytest.raises(ValueError, match="refused"):
        await press_the_broken_key()
    shown = capsys.readouterr().err
    assert "servicedeck stopped on a fault of its own" in " ".join(shown.split())
    assert "abcdef0123456789" not in shown
    assert "token" not in shown
    kept = (tmp_path / "crash.txt").read_text()
    assert "ValueError" in kept
    assert "abcdef0123456789" not in kept
    world.replica.close()
