"""Whatever goes wrong while `doctor` asks the tenant is one finding among the others."""

import ssl
from typing import Any

import pytest

from autotask.client import Client
from sandbox.announcement import Announcement
from tests.whole.program import TRACEBACK, Asked, Program

FAULTS = [OSError(5, "Input/output error"), ssl.SSLError(1, "bad record"), ValueError("http://ana:hunter2@proxy")]
FAULT_NAMES = [type(fault).__name__ for fault in FAULTS]


@pytest.mark.parametrize("content", [None, "no certificate"], ids=["missing", "no certificate"])
def test_a_ca_file_that_cannot_be_used_is_a_finding(
    program: Program, tenant: Announcement, ask: Asked, content: str | None
) -> None:
    file = program.folder / "ca.pem"
    if content is not None:
        file.write_text(content)
    more = f'ca_file = "{file}"\n'
    program.configure(tenant, url="https://127.0.0.1:9/ATServicesRest/", more=more)
    done = ask(program, "doctor")
    assert done.code == 1
    assert [line for line in done.out.splitlines() if line.startswith("BAD  connection")]
    assert TRACEBACK not in done.said


@pytest.mark.parametrize("fault", FAULTS, ids=FAULT_NAMES)
@pytest.mark.parametrize("method", ["threshold", "count", "pages"])
def test_one_check_that_fails_leaves_the_others(
    connected: Program, ask: Asked, monkeypatch: pytest.MonkeyPatch, fault: Exception, method: str
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise fault

    names = [line[:20] for line in ask(connected, "doctor").out.splitlines()]
    monkeypatch.setattr(Client, method, fail)
    done = ask(connected, "doctor")
    assert done.code == 1
    assert [line[5:20] for line in done.out.splitlines()] == [name[5:] for name in names]
    assert "hunter2" not in done.said
