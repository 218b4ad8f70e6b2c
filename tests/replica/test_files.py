"""The file of the copy: who may read it, and what becomes of one that is damaged, full or not ours."""
# ruff: noqa: ASYNC240 - the files are the subject, and no loop has anything else to do

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from autotask.entities import Resource, Ticket
from replica import files
from replica.errors import (
    DiskFull,
    FolderUnwritable,
    ReplicaError,
    ReplicaInUse,
    ReplicaMissing,
    ReplicaTooNew,
)
from replica.feed import Change
from replica.store import Replica
from replica.writing import Batch
from tests.replica.samples import AT, fill, tickets


async def test_folder_and_files_are_for_their_owner_alone(folder: Path) -> None:
    folder.mkdir(mode=0o755)
    with Replica.open(folder) as copy:
        await fill(copy, 1)
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
        assert {"cache.db", "cache.db-wal", "cache.db-shm", "cache.lock"} == set(modes)
        assert set(modes.values()) == {0o600}
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_link_in_place_of_the_file_is_refused(folder: Path, tmp_path: Path) -> None:
    folder.mkdir()
    (folder / "cache.db").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FolderUnwritable, match=r"cache\.db"):
        Replica.open(folder)
    assert not (tmp_path / "elsewhere").exists()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    with pytest.raises(FolderUnwritable, match="choose another data folder"):
        Replica.open(tmp_path / "file" / "data")


def test_a_folder_name_with_signs_of_an_address_is_only_a_name(tmp_path: Path) -> None:
    folder = tmp_path / "50% done? #1"
    Replica.open(folder).close()
    assert (folder / "cache.db").is_file()


def test_a_second_instance_is_told_whose_copy_it_is(folder: Path) -> None:
    with Replica.open(folder), pytest.raises(ReplicaInUse, match=f"process {os.getpid()}") as told:
        Replica.open(folder)
    assert told.value.pid == os.getpid()
    Replica.open(folder).close()


def test_the_lock_ends_with_the_process_that_held_it(folder: Path) -> None:
    script = (
        "import sys, pathlib, time\n"
        "from replica.store import Replica\n"
        "copy = Replica.open(pathlib.Path(sys.argv[1]))\n"
        "print('open', flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(folder)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"open\n"
        with pytest.raises(ReplicaInUse, match=f"process {holder.pid}"):
            Replica.open(folder)
        holder.send_signal(signal.SIGKILL)
    with Replica.open(folder) as copy:
        assert copy.notices == []


async def test_a_viewer_reads_what_another_writes(folder: Path) -> None:
    with Replica.open(folder) as copy, Replica.open(folder, read_only=True) as viewer:
        await fill(copy, 1)
        assert viewer.rows(Ticket) == tickets(1)
        assert viewer.changes_since(0).last_seq == 1
        with pytest.raises(ReplicaError):
            await viewer.write(Batch("Tickets", tickets(2)))


def test_a_viewer_without_a_copy_is_told(folder: Path) -> None:
    with pytest.raises(ReplicaMissing, match="no copy to look at"):
        Replica.open(folder, read_only=True)


async def test_a_copy_in_a_folder_that_cannot_be_written_can_still_be_read(folder: Path) -> None:
    with Replica.open(folder) as copy:
        await fill(copy, 1)
    # As for another user: neither log nor shared memory can be made. Root passes any mode, so their names are taken.
    (folder / "cache.db-shm").mkdir()
    with Replica.open(folder, read_only=True) as viewer:
        assert viewer.rows(Ticket) == tickets(1)
    (folder / "cache.db-shm").rmdir()


def test_a_newer_copy_is_left_alone(folder: Path) -> None:
    Replica.open(folder).close()
    with sqlite3.connect(folder / "cache.db") as raw:
        raw.execute("PRAGMA user_version=99")
    raw.close()
    before = (folder / "cache.db").read_bytes()
    for read_only in (False, True):
        with pytest.raises(ReplicaTooNew, match="schema 99"):
            Replica.open(folder, read_only=read_only)
    assert (folder / "cache.db").read_bytes() == before


@pytest.mark.parametrize(
    ("spoil", "owner", "said"),
    [
        ("PRAGMA user_version=0", "zone/user", "older servicedeck"),
        ("UPDATE _ledger SET value='x' WHERE key='fingerprint'", "zone/user", "another version"),
        ("SELECT 1", "zone/another", "another tenant or user"),
    ],
)
async def test_a_copy_that_does_not_fit_is_built_anew_and_says_so(
    folder: Path, spoil: str, owner: str, said: str
) -> None:
    with Replica.open(folder, owner="zone/user") as copy:
        await fill(copy, 1)
        first = copy.uuid
    with sqlite3.connect(folder / "cache.db") as raw:
        raw.execute(spoil)
    raw.close()
    with Replica.open(folder, owner=owner) as copy:
        assert copy.rows(Ticket) == []
        assert copy.uuid != first
        assert len(copy.notices) == 1
        assert said in copy.notices[0]


async def _filled(folder: Path) -> Path:
    with Replica.open(folder) as copy:
        await copy.write(Batch("Tickets", tickets(*range(1, 2_000), description="x" * 200)))
    return folder / "cache.db"


async def test_a_wiped_header_is_kept_aside_and_the_copy_built_anew(folder: Path) -> None:
    path = await _filled(folder)
    damaged = bytearray(path.read_bytes())
    damaged[:100] = b"\0" * 100
    path.write_bytes(damaged)
    with Replica.open(folder, now=lambda: AT) as copy:
        assert copy.rows(Ticket) == []
        assert "kept as" in copy.notices[0]
        kept = folder / "cache.db.corrupt-20261123T093015Z"
        assert kept.read_bytes() == damaged
        await fill(copy, 1)
    with Replica.open(folder) as copy:
        assert copy.rows(Ticket) == tickets(1)
        assert copy.notices == []


@pytest.mark.parametrize("how", ["garbled", "cut"])
async def test_damage_found_while_reading_is_answered_from_a_new_copy(folder: Path, how: str) -> None:
    path = await _filled(folder)
    whole = bytearray(path.read_bytes())
    half = len(whole) // 2
    path.write_bytes(whole[:half] if how == "cut" else whole[:half] + b"\xa5" * (len(whole) - half))
    with Replica.open(folder) as copy:
        assert copy.rows(Ticket) == []
        assert copy.generation == 1
        assert len(list(folder.glob("cache.db.corrupt-*"))) == 1
        await fill(copy, 1)
        assert copy.rows(Ticket) == tickets(1)


async def test_damage_is_looked_for_after_an_end_without_goodbye(folder: Path) -> None:
    path = await _filled(folder)
    with sqlite3.connect(path) as raw:
        raw.execute("INSERT INTO _ledger VALUES ('open_in', '1')")
        page_of_an_index = raw.execute("SELECT rootpage FROM sqlite_master WHERE name='ix_Tickets_status'").fetchone()[
            0
        ]
    raw.close()
    garbled = bytearray(path.read_bytes())
    garbled[(page_of_an_index - 1) * 4096 : page_of_an_index * 4096] = b"\xa5" * 4096
    path.write_bytes(garbled)
    with Replica.open(folder) as copy:
        await copy.purge()  # behind the check in the same thread
        assert copy.generation == 1
        assert "damaged" in copy.notices[0]


async def test_an_end_without_goodbye_alone_is_no_damage(folder: Path) -> None:
    path = await _filled(folder)
    with sqlite3.connect(path) as raw:
        raw.execute("INSERT INTO _ledger VALUES ('open_in', '1')")
    raw.close()
    with Replica.open(folder) as copy:
        await copy.purge()
        assert copy.notices == []
        assert copy.count(Ticket) == 1_999


async def test_a_full_disk_loses_nothing_and_the_screen_stays_live(folder: Path) -> None:
    heard: list[Change] = []
    with Replica.open(folder) as copy:
        await fill(copy, 1)
        copy.subscribe(heard.extend)
        with copy._database.writing() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        big = tickets(*range(2, 200), description="x" * 4_000)
        with pytest.raises(DiskFull, match=str(folder)):
            await copy.write(Batch("Tickets", big, remember={"watermark:Tickets": "1"}))
        await copy.reading(lambda _: None)
        assert {change.seq for change in heard} == {0}
        assert [change.after for change in heard] == big
        assert copy.rows(Ticket) == tickets(1)
        assert copy.remembered("watermark:") == {}
        with copy._database.writing() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count=1000000")
        assert [c.seq for c in await copy.write(Batch("Tickets", big))][:2] == [2, 3]


async def test_memory_serves_where_no_folder_can(folder: Path) -> None:
    with Replica.in_memory() as copy:
        await fill(copy, 1)
        assert await copy.reading(lambda c: c.rows(Ticket)) == tickets(1)
        assert copy.one(Resource, 1) is None


def test_a_network_folder_is_recognised_by_its_mount(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    share = tmp_path / "my share"
    share.mkdir()
    escaped = str(share).replace(" ", "\\040")
    mounts.write_text(f"/dev/vda / ext4 rw 0 0\nserver:/x {escaped} nfs4 rw 0 0\n", encoding="utf-8")
    assert files.network_file_system(share / "data", mounts) == "nfs4"
    assert files.network_file_system(tmp_path, mounts) is None
    assert files.network_file_system(tmp_path, tmp_path / "none") is None


async def test_a_network_folder_works_without_the_log_and_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "network_file_system", lambda _: "cifs")
    with Replica.open(folder) as copy:
        await fill(copy, 1)
        assert not (folder / "cache.db-wal").exists()
        assert "network drive (cifs)" in copy.notices[0]
        assert copy.rows(Ticket) == tickets(1)


def test_only_the_last_damaged_copies_are_kept(folder: Path) -> None:
    folder.mkdir()
    path = folder / files.DATABASE
    for turn in range(6):
        for suffix in ("", "-wal"):
            Path(f"{path}{suffix}").write_text(str(turn), encoding="utf-8")
        os.utime(path, (turn, turn))
        files.moved_aside(path, "corrupt", AT)
    kept = sorted(file.read_text(encoding="utf-8") for file in folder.iterdir())
    assert kept == ["3", "3", "4", "4", "5", "5"]


async def test_a_copy_may_be_closed_twice(folder: Path) -> None:
    copy = Replica.open(folder)
    await fill(copy, 1, 2)
    copy.close()
    with Replica.open(folder) as again:
        copy.close()
        assert again.rows(Ticket) == tickets(1, 2)
        assert again.notices == []
        with pytest.raises(ReplicaInUse):
            Replica.open(folder)


def test_a_file_in_the_folders_place_is_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(FolderUnwritable, match="a file lies in its place"):
        Replica.open(tmp_path / "data")
