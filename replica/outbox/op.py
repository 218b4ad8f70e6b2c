"""One op: one write to Autotask, from the moment a person let go of it until its fate is known.

            claim, on disk before the first byte            yes, and read back
    pending ─────────────────────────────────▶ inflight ─────────────────────▶ done
      ▲  ▲                                       │  │ └─ no, in Autotask's words ──▶ rejected
      │  └──── certainly nothing left here ──────┘  └─ whatever else ──▶ unknown
      │                                                                    │
      └── absent in a look that began after settle ────────────────────────┤
                               found: done · found twice or unseeable: held · moved meanwhile: conflict

`rejected`, `conflict` and `held` wait for a person; `done` and `cancelled` are over.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from replica.outbox.effects.effect import Effect
from replica.outbox.effects.values import Clash, Value

OpId: TypeAlias = str


class State(StrEnum):
    """Where an op is in its life."""

    PENDING = "pending"
    """To be sent: its undo window runs, its lane is busy, or Autotask cannot be reached."""
    INFLIGHT = "inflight"
    """Being sent by a living sender."""
    UNKNOWN = "unknown"
    """Sent, and nobody knows what came of it yet: it is looked for, and not sent again."""
    DONE = "done"
    """In Autotask, seen there."""
    REJECTED = "rejected"
    """Autotask said no, or undid it. `error` has its words; the body has what was typed."""
    CONFLICT = "conflict"
    """The record moved meanwhile in a field that this op changes. `clashes` has both values."""
    HELD = "held"
    """Found more than once, or not to be seen at all: only a person can tell. `found` has the ids."""
    CANCELLED = "cancelled"
    """Undone or dropped by a person. Never sent, or known not to be there."""


S = State
LAWFUL: Mapping[State, frozenset[State]] = {
    S.PENDING: frozenset({S.INFLIGHT, S.DONE, S.REJECTED, S.CONFLICT, S.CANCELLED}),
    S.INFLIGHT: frozenset({S.DONE, S.REJECTED, S.CONFLICT, S.UNKNOWN, S.PENDING}),
    S.UNKNOWN: frozenset({S.DONE, S.REJECTED, S.CONFLICT, S.HELD, S.PENDING}),
    S.REJECTED: frozenset({S.PENDING, S.CANCELLED}),
    S.CONFLICT: frozenset({S.PENDING, S.DONE, S.CANCELLED}),
    S.HELD: frozenset({S.PENDING, S.DONE, S.CANCELLED}),
    S.DONE: frozenset({S.HELD}),
    S.CANCELLED: frozenset(),
}
"""Where an op may go from where it is. The store refuses every other way."""

LIVE = frozenset({S.PENDING, S.INFLIGHT, S.UNKNOWN, S.REJECTED, S.CONFLICT, S.HELD})
"""States whose ops lie over the copy on the screen: everything but what is over."""
FOR_A_PERSON = frozenset({S.REJECTED, S.CONFLICT, S.HELD})
"""States that only a person ends."""


@dataclass(frozen=True, slots=True)
class NewOp:
    """What a form hands in.

    Attributes:
        effect: What is to be written; frozen from here on.
        op_id: Made by `new_op_id` when the form opened: the same one handed in twice is one op.
        after: The op that has to be done before this one may go, such as the time entry of a completion.
        author: The resource in whose name it is written (impersonation); None for the API user's own.
    """

    effect: Effect
    op_id: OpId
    after: OpId | None = None
    author: int | None = None


@dataclass(frozen=True, slots=True)
class Op:
    """One line of the outbox, as it stands on disk. Instants are the wall clock's, and only for showing."""

    op_id: OpId
    seq: int
    """Order of handing in. Strict inside a lane."""
    act: str
    """What a person did in one go; its ops are undone together."""
    lane: str
    kind: str
    """The name of the effect's class: "TimeEntryCreate" ..."""
    effect: Effect
    base: Mapping[str, Value]
    """Values seen when the edit began, or that a person has accepted since (keep mine)."""
    marker: str
    """What `TimeEntries.internalNotes` carries, so that the entry is found again; "" where markers are off."""
    state: State
    created: datetime
    changed: datetime
    """When it came into this state."""
    window: float
    """Seconds from handing in during which it can be taken back; runs anew after a restart."""
    after: OpId | None = None
    author: int | None = None
    attempts: int = 0
    """How often it was claimed."""
    answered: bool = False
    """Whether Autotask said yes to the last attempt; it may still not be there."""
    first_sent: datetime | None = None
    """By Autotask's clock."""
    last_ended: datetime | None = None
    remote_kind: str | None = None
    remote_id: int | None = None
    """The record that this op made. Claimed: no other op can have the same."""
    error: str = ""
    """Why it is where it is, as a sentence; for a refusal, Autotask's own words."""
    clashes: tuple[Clash, ...] = ()
    found: tuple[int, ...] = ()
    """Ids of the records that may all be this op (held)."""
    swept: bool = field(default=False, repr=False)

    @property
    def ticket(self) -> int | None:
        """The ticket on whose screen it is shown, where that is known."""
        return self.effect.ticket

    @property
    def live(self) -> bool:
        """Whether it lies over the copy on the screen."""
        return self.state in LIVE


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the audit, which is only ever added to."""

    n: int
    op_id: OpId
    at: datetime
    was: State | None
    """None for the first line of an op."""
    now: State
    why: str


_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MARKER_BITS = 40


def new_op_id(at: datetime, entropy: bytes | None = None) -> OpId:
    """A UUID of version 7 (RFC 9562): unique without asking, ordered by time. `entropy` is ten bytes, for tests."""
    millis = int(at.timestamp() * 1000) & ((1 << 48) - 1)
    chance = int.from_bytes(entropy if entropy is not None else os.urandom(10), "big")
    bits = (millis << 80) | (0x7 << 76) | (((chance >> 62) & 0xFFF) << 64) | (0b10 << 62) | (chance & ((1 << 62) - 1))
    text = f"{bits:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def marker_of(op_id: OpId) -> str:
    """The marker of an op, such as `sd-7Q3F9KDM`: the last 40 bits of its id, all of them chance."""
    bits = int(op_id.replace("-", ""), 16) & ((1 << _MARKER_BITS) - 1)
    return "sd-" + "".join(_ALPHABET[(bits >> shift) & 31] for shift in range(_MARKER_BITS - 5, -1, -5))
