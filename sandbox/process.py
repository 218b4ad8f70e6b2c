"""A sandbox as a child process: how the demo and the tests start one, and end it again."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from sandbox.announcement import Announcement

_STOPS_WITHIN = 5.0
"""Seconds between asking a sandbox to end and ending it."""


class SandboxFailed(RuntimeError):
    """The sandbox did not come up. The text says what it wrote instead, or that time ran out."""


@dataclass(frozen=True, slots=True)
class Running:
    """A sandbox that answers. Leaving its `with` block ends it."""

    about: Announcement
    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        """End it; if it does not end by itself, end it the hard way."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(_STOPS_WITHIN)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream:
                stream.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def start(
    *,
    size: str = "small",
    seed: int = 1,
    at: datetime | None = None,
    scenario: str | None = None,
    speed: float = 1.0,
    port: int = 0,
    threshold: int = 10_000,
    admin: bool = False,
    kept: Path | None = None,
    timeout: float = 300.0,
) -> Running:
    """Start a sandbox and wait until it listens. It ends with this process, however this process ends.

    `scenario` names a day that brings its own size, seed and instant (`sandbox.scenarios`);
    `threshold` is the number of requests an hour that its tenant may make; `admin` opens its back door for tests;
    `kept` is the folder that large tenants are kept in, the user's cache folder where it is None;
    `timeout` is in seconds; to found a large tenant takes a minute or two of them.

    Raises:
        SandboxFailed: it ended instead, or did not listen within `timeout` seconds.
    """
    options: dict[str, object] = {"size": size, "seed": seed, "speed": speed, "port": port, "threshold": threshold}
    if at is not None:
        options["at"] = at.isoformat()
    if kept is not None:
        options["kept"] = kept
    if scenario is not None:
        options["scenario"] = scenario
    with tempfile.TemporaryFile() as complaints:
        # -P keeps the folder that the user stands in off the import path: a "sandbox" there is not ours to run.
        process = subprocess.Popen(  # noqa: S603 - our own interpreter, module and values
            [sys.executable, "-P", "-m", "sandbox", "--follow-parent", *(["--admin"] * admin), *_arguments(options)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
        )
        return _greeted(process, complaints, timeout)


def _arguments(options: dict[str, object]) -> Sequence[str]:
    return [f"--{name}={value}" for name, value in options.items()]


def _greeted(process: subprocess.Popen[bytes], complaints: IO[bytes], timeout: float) -> Running:
    """Wait for the line that says where it listens. Whatever ends the wait before that ends the process too."""
    alarm = threading.Timer(timeout, process.kill)
    # An interruption may come before the `try` below: not even then does the alarm keep this program from its end.
    alarm.daemon = True
    alarm.start()
    try:
        line = process.stdout.readline() if process.stdout else b""
        raw = json.loads(line)
        about = Announcement(**{field.name: raw[field.name] for field in fields(Announcement)})
    except BaseException as error:
        process.kill()
        process.communicate()
        if not isinstance(error, ValueError | KeyError):
            raise
        complaints.seek(0)
        said = complaints.read().decode(errors="replace").strip().splitlines()
        cause = said[-1] if said else f"it did not listen within {timeout:g} seconds"
        raise SandboxFailed(f"The sandbox did not start: {cause}") from None
    finally:
        alarm.cancel()
    return Running(about, process)
