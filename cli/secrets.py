"""The API secret: where it may come from, and nothing that could print it.

Order: the environment, the output of a command of one's own (a password manager), the system's keyring.
There is no silent fallback from one to the next: the first that is configured is the one that is used, and an
empty or failing one is said, never skipped. A secret is never taken from an argument or from a file of ours.
"""

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import SecretStr

from cli.exits import Exit, Stop

VARIABLE = "SERVICEDECK_SECRET"
KEYRING_SERVICE = "servicedeck"
COMMAND_SECONDS = 60


@dataclass(frozen=True, slots=True)
class SecretSource:
    """Where the secret of one API user is looked for."""

    user: str
    command: tuple[str, ...]
    environment: Mapping[str, str]

    def describe(self) -> str:
        """The source in words, for `doctor` and for error messages."""
        if VARIABLE in self.environment:
            return f"the environment variable {VARIABLE}"
        if self.command:
            return f"the command {self.command[0]!r} (secret.command)"
        return f"the system's keyring, service {KEYRING_SERVICE!r}, user {self.user!r}"

    def read(self) -> SecretStr:
        """The secret. Raises `Stop` with the source and the next step when there is none."""
        if VARIABLE in self.environment:
            return self._present(self.environment[VARIABLE])
        if self.command:
            return self._present(_output_of(self.command))
        return self._present(_from_keyring(self.user))

    def _present(self, value: str) -> SecretStr:
        if value.strip():
            return SecretStr(value.strip())
        raise Stop(
            Exit.WRONG_USE,
            f"No API secret: {self.describe()} holds none. Set {VARIABLE}, or secret.command in the"
            f" configuration, or store it with: keyring set {KEYRING_SERVICE} {self.user}",
        )


def _output_of(command: tuple[str, ...]) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - the person's own command, run without a shell
            command, capture_output=True, text=True, timeout=COMMAND_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Stop(
            Exit.WRONG_USE,
            f"The secret command {command[0]!r} could not be run: {type(error).__name__}."
            " Correct secret.command in the configuration.",
        ) from None
    if done.returncode:
        raise Stop(
            Exit.WRONG_USE,
            f"The secret command {command[0]!r} ended with code {done.returncode}. Run it by hand to see why.",
        )
    return done.stdout


def _from_keyring(user: str) -> str:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(KEYRING_SERVICE, user) or ""
    except KeyringError:
        return ""
