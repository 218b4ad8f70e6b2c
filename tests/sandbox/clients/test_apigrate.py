"""npm's @apigrate/autotask-restapi 2.0.1 judges the sandbox, where Node finds it (`NODE_PATH`)."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from sandbox.announcement import Announcement

PACKAGE, JUDGED = "@apigrate/autotask-restapi", "2.0.1"


@pytest.fixture(scope="module")
def node() -> str:
    """Node, with the package in the version that was judged."""
    program = shutil.which("node")
    if program is None:
        pytest.skip("Node is not installed")
    asked = f"process.stdout.write(require('{PACKAGE}/package.json').version)"
    found = subprocess.run([program, "-e", asked], capture_output=True, check=False).stdout.decode()
    if found != JUDGED:
        pytest.skip(f"Node finds no {PACKAGE} {JUDGED}: npm install it, and name its node_modules in NODE_PATH")
    return program


def test_apigrate_reads_writes_and_understands_refusals(node: str, tenant: Announcement, queue: int) -> None:
    script = Path(__file__).with_name("apigrate.cjs")
    arguments = [tenant.url, tenant.user, tenant.secret, tenant.integration_code, str(queue)]

    answered = subprocess.run([node, str(script), *arguments], capture_output=True, check=False)

    assert answered.returncode == 0, answered.stderr.decode()
    told: dict[str, Any] = json.loads(answered.stdout)
    assert told["zone"] == tenant.url, "it takes the zone's address as it stands, slash included"
    assert told["page"] == {"ids": 2, "requestCount": 2}
    assert told["missing"] == {"item": None}
    assert told["picklist"] == "string"
    assert told["title"] == "Mail is slow today"
    assert told["notes"] == ["No answer."]
    assert told["children"] == {"checklist": True, "contact": True}
    assert told["attachment"] == "hello"
    assert told["refusals"] == {
        "unknown route": None,  # it takes a 404 for "not found"
        "no such verb": 405,
        "wrong secret": 401,
        "wrong code": 500,
        "wrong user": 401,
    }
