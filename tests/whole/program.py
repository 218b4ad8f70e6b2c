"""`servicedeck` as it is installed, with a configuration and a data folder of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sandbox.announcement import Announcement
from tests.whole.terminal import PATIENCE, Terminal

SERVICEDECK = Path(sys.executable).with_name("servicedeck")
PLAIN = ("PATH", "PYTHONPATH", "SYSTEMROOT", "COVERAGE_PROCESS_START")
TRACEBACK = "Traceback (most recent call last)"

QUICK = "[autotask.timeouts]\nconnect = 2\nread = 3\ndeadline = 4\n[sync]\ninterval = 5\n"
"""Less patience than by default, or a test of a silent server would be as patient as a person must be."""


@dataclass(frozen=True, slots=True)
class Done:
    """A command that has ended."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """Everything that it wrote."""
        return self.out + self.err


@dataclass(frozen=True, slots=True)
class Program:
    """One installation: its files, and the environment it runs in."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def config(self) -> Path:
        return self.folder / "config.toml"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def configure(
        self, about: Announcement, *, url: str = "", user: str = "", code: str = "", more: str = QUICK
    ) -> None:
        """Write the configuration of a tenant, and set its secret."""
        self.config.write_text(
            f"[autotask]\nuser = {json.dumps(user or about.user)}\n"
            f"integration_code = {json.dumps(code or about.integration_code)}\n"
            f"base_url = {json.dumps(url or about.url)}\n{more}[desk]\nme = {json.dumps(about.me)}\n",
            encoding="utf-8",
        )
        self.environment["SERVICEDECK_SECRET"] = about.secret

    def command(self, *arguments: str) -> list[str]:
        """The command line, with the places of this installation in front."""
        return [str(SERVICEDECK), "--config", str(self.config), "--data", str(self.data), *arguments]

    def surroundings(self, changes: Mapping[str, str] | None = None) -> dict[str, str]:
        """The environment of a run."""
        kept = {name: os.environ[name] for name in PLAIN if name in os.environ}
        usual = {"TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": str(self.folder), "ESCDELAY": "10"}
        return {**kept, **usual, **self.environment, **(changes or {})}

    def run(self, *arguments: str, given: str | None = None, **changes: str) -> Done:
        """Run a command to its end; `changes` are variables of its environment."""
        return self.finish(self.command(*arguments), given=given, **changes)

    def finish(self, command: list[str], *, given: str | None = None, **changes: str) -> Done:
        """Run any command line in the surroundings of this installation."""
        done = subprocess.run(
            command,
            env=self.surroundings(changes),
            input=given,
            stdin=subprocess.DEVNULL if given is None else None,
            capture_output=True,
            encoding="utf-8",
            timeout=2 * PATIENCE,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def open(self, *arguments: str, columns: int = 80, rows: int = 24, **changes: str) -> Terminal:
        """Run it in a terminal."""
        return Terminal(self.command(*arguments), self.surroundings(changes), columns=columns, rows=rows)


Asked = Callable[..., Done]
"""Runs a command of an installation in this process: `ask(program, "next", "--json")`."""
