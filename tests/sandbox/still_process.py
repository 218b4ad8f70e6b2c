"""The hand-written tenant in a process of its own, and its end."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT_FOLDER = Path(__file__).parents[2]


def launched(*flags: str) -> tuple[subprocess.Popen[bytes], dict[str, object]]:
    """Start it and wait until it says where it is."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.sandbox.still_server", *flags],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT_FOLDER,
    )
    assert process.stdout
    about: dict[str, object] = json.loads(process.stdout.readline())
    return process, about


def ended(process: subprocess.Popen[bytes]) -> tuple[bytes, bytes]:
    """Wait for the end, and give what it wrote meanwhile."""
    out, err = process.communicate(timeout=5)
    return out, err
