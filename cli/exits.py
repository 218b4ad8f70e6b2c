"""How a command ends. These numbers are an interface: scripts and schedulers read them."""

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of `servicedeck`."""

    DONE = 0
    """The command did what it was asked."""

    FAILED = 1
    """Something outside refused or was out of reach: the network, the server, the disk."""

    WRONG_USE = 2
    """The arguments, the configuration or an input file are wrong; nothing was attempted."""

    NOTHING = 3
    """The question has no answer now: an empty queue, an unknown ticket."""

    INTERRUPTED = 130
    """Stopped from the keyboard."""


class Stop(Exception):
    """A command ends here: one message for the person, and the exit code."""

    def __init__(self, code: Exit, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
