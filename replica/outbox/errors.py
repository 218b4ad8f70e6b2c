"""What can go wrong with the outbox on this machine. Each error is one sentence: what, where, and the next step.

OutboxError
├── OutboxReadOnly     nothing may be changed in this session
├── OutboxTooNew       a newer servicedeck wrote the file
├── OutboxFull         no space is left
├── OutboxUnwritable   the file cannot be written
├── OutboxDamaged      SQLite finds its file broken; the second copy takes over at the next start
├── OpClaimed          the record is another op's
├── OpDiffers          the same op is there with another body
└── OpUnlawful         an op cannot go that way
"""

from pathlib import Path

from replica.errors import ReplicaError


class OutboxError(ReplicaError):
    """Something about the outbox on this machine. `str()` is a sentence for a person."""

    @property
    def halts(self) -> str:
        """The sentence where it keeps from sending, and nobody has just entered anything."""
        return str(self)


class OutboxReadOnly(OutboxError):
    """This session only looks."""

    def __init__(self) -> None:
        super().__init__("This is a read-only session: nothing is written to Autotask. Start without --read-only.")


class OutboxTooNew(OutboxError):
    """The file has a schema that this version does not know; nothing in it is touched."""

    def __init__(self, path: Path, found: int, known: int) -> None:
        super().__init__(
            f"{path} was written by a newer servicedeck (schema {found}, this one knows {known}). "
            "What waits in it is safe: update servicedeck to send it."
        )
        self.found = found
        self.known = known


class OutboxFull(OutboxError):
    """No space is left. What was acknowledged before is safe."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"No space is left in {folder}, so this is not saved yet. Free some space there and save again; "
            "the form keeps what you typed."
        )
        self._folder = folder

    @property
    def halts(self) -> str:
        return f"No space is left in {self._folder}. Free some there, and sending goes on by itself."


class OutboxUnwritable(OutboxError):
    """The file or its folder cannot be written."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(
            f"The outbox in {folder} cannot be written ({reason}), so this is not saved yet. "
            "Give yourself write access to it, or choose another data folder."
        )
        self._folder, self._reason = folder, reason

    @property
    def halts(self) -> str:
        return (
            f"The outbox in {self._folder} cannot be written ({self._reason}). Give yourself write access to it, and"
            " sending goes on by itself."
        )


class OutboxDamaged(OutboxError):
    """SQLite says that the file is broken."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"The outbox in {path} is damaged ({reason}). Start servicedeck again: it recovers from its second copy."
        )
        self.reason = reason


class OpDiffers(OutboxError):
    """An op of this id was handed in before, with another body."""

    def __init__(self, op_id: str) -> None:
        super().__init__(f"This was already entered with other content (op {op_id}): open the form anew.")


class OpUnlawful(OutboxError):
    """An op cannot go from where it is to where it was told to go."""

    def __init__(self, op_id: str, was: str, to: str) -> None:
        super().__init__(f"Op {op_id} is {was} and cannot become {to}.")


class OpClaimed(OutboxError):
    """The record that an op would claim belongs to another."""

    def __init__(self, op_id: str) -> None:
        super().__init__(f"The record that op {op_id} would be is another op's.")
