"""A disk that takes nothing, or a folder that somebody else has: said in a sentence, with the way out."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.whole.program import TRACEBACK, Asked, Done, Program
from tests.whole.terminal import Terminal


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with next to no room."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(folder)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small file system takes Linux and the rights of root")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def on(program: Program, folder: Path, *arguments: str) -> list[str]:
    """The command line of another data folder."""
    return [*program.command()[:3], "--data", str(folder), *arguments]


def test_sync_on_a_full_disk_fails_and_names_the_folder(connected: Program, ask: Asked, full_disk: Path) -> None:
    done = ask(connected, "--data", str(full_disk), "sync", "--once")
    _failed(done, "No space is left", str(full_disk))
    warned = ask(connected, "--data", str(full_disk), "doctor", "--offline").out
    assert f"warn data folder    {full_disk}: only 0 MiB are free there" in warned


def test_the_app_on_a_full_disk_works_from_memory(connected: Program, full_disk: Path) -> None:
    with Terminal(on(connected, full_disk), connected.surroundings()) as terminal:
        terminal.until("● live")
        terminal.until("┃>")
        terminal.press("q")
        assert terminal.ended() == 0


def test_a_file_size_limit_is_told_like_a_folder_that_cannot_be_written(connected: Program) -> None:
    limited = ["/bin/sh", "-c", 'ulimit -f 64; exec "$0" "$@"', *connected.command("sync", "--once")]
    _failed(connected.finish(limited), "Nothing can be written in the data folder", str(connected.data))


@pytest.mark.parametrize("kind", ["a file", "no folder at all"])
def test_a_data_folder_that_cannot_be_is_named_with_the_way_out(connected: Program, ask: Asked, kind: str) -> None:
    folder = connected.config if kind == "a file" else Path(os.devnull) / "servicedeck"
    _failed(ask(connected, "--data", str(folder), "sync", "--once"), "choose another data folder", str(folder))
    doctor = ask(connected, "--data", str(folder), "doctor", "--offline")
    assert doctor.code == 1
    assert f"BAD  data folder    {folder}: " in doctor.out
    assert "name another with --data" in doctor.out


def test_a_second_synchronisation_is_told_about_the_first_and_others_may_read(filled: Program, ask: Asked) -> None:
    with filled.open() as terminal:
        terminal.until("● live")
        done = ask(filled, "sync", "--once")
        _failed(done, f"process {terminal.process.pid}", "--data")
        assert ask(filled, "next", "--view", "team").code == 0
        terminal.press("q")
        assert terminal.ended() == 0


def test_a_damaged_copy_is_said_by_readers_and_built_anew_by_the_next_round(connected: Program, ask: Asked) -> None:
    connected.data.mkdir(mode=0o700)
    (connected.data / "cache.db").write_bytes(b"SQLite format 3\0" + b"not a database at all " * 500)
    _failed(ask(connected, "next"), "damaged")
    assert "BAD  copy" in ask(connected, "doctor", "--offline").out
    assert ask(connected, "sync", "--once").code == 0
    assert ask(connected, "next").code == 0


def _failed(done: Done, *said: str) -> None:
    assert done.code == 1
    assert done.out == ""
    assert TRACEBACK not in done.err
    for words in said:
        assert words in done.err
