"""Sandboxes that the tests of a process share, and a fresh installation for each test."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

import pytest

from cli.main import main
from sandbox.announcement import Announcement
from sandbox.process import start
from tests.whole.program import Asked, Done, Program

ROOT = Path(__file__).parents[2]
MORNING = datetime(2026, 11, 24, 8, 40, tzinfo=UTC)


@pytest.fixture(scope="session")
def tenant() -> Iterator[Announcement]:
    """A tiny desk on a Tuesday morning."""
    with start(size="tiny", seed=1, at=MORNING) as running:
        yield running.about


@pytest.fixture(scope="session")
def strange_tenant() -> Iterator[Announcement]:
    """The same desk, with a strange text in every field."""
    command = [sys.executable, "-m", "tests.whole.strange_sandbox", f"--at={MORNING.isoformat()}"]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        told = json.loads(process.stdout.readline())
        yield Announcement(**{field.name: told[field.name] for field in fields(Announcement)})
    finally:
        process.stdin.close()
        process.wait()
        process.stdout.close()


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """An installation without a configuration."""
    return Program(tmp_path)


@pytest.fixture
def connected(program: Program, tenant: Announcement) -> Program:
    """An installation on the tiny desk."""
    program.configure(tenant)
    return program


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, tenant: Announcement) -> Program:
    """An installation with a copy that is up to date; only for commands that read it."""
    program = Program(tmp_path_factory.mktemp("filled"))
    program.configure(tenant)
    assert here(program, "sync", "--once") == 0
    return program


def here(program: Program, *arguments: str) -> int:
    """Run a command in this process, which is quicker than in one of its own; returns its code."""
    with patch.dict(os.environ, program.environment):
        try:
            return main(program.command(*arguments)[1:])
        except SystemExit as ended:
            return ended.code if isinstance(ended.code, int) else 0


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Asked:
    """Run a command in this process, and read what it writes."""

    def run(program: Program, *arguments: str) -> Done:
        code = here(program, *arguments)
        captured = capsys.readouterr()
        return Done(code, captured.out, captured.err)

    return run
