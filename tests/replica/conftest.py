"""Copies in a folder in memory, and a scripted PSA in virtual time."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from replica.store import Replica
from tests.replica.double import ScriptedPsa, VirtualMachine


@pytest.fixture
def folder(memory: Path) -> Path:
    """Where a copy may live; not there yet."""
    return memory / "data"


@pytest.fixture
def copy(folder: Path) -> Iterator[Replica]:
    """An empty copy in a file."""
    with Replica.open(folder) as replica:
        yield replica


@pytest.fixture
def machine() -> VirtualMachine:
    """Virtual time."""
    return VirtualMachine()


@pytest.fixture
def psa(machine: VirtualMachine) -> ScriptedPsa:
    """An empty PSA."""
    return ScriptedPsa(machine)
