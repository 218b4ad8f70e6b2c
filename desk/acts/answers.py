"""What comes back from a command: what is wrong with it, what is asked about it, what was done."""

from dataclasses import dataclass
from typing import TypeAlias

from desk.acts.commands import ActId, Command


@dataclass(frozen=True, slots=True)
class Problem:
    """What has to be put right before it can be done.

    Attributes:
        field: the field of the command that it is about; "" for the whole of it.
        says: one sentence for the person, which says what to do.
    """

    field: str
    says: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a person has to say yes to before it is done.

    Attributes:
        id: stable for one and the same doubt: "gap", "long", "midnight", "in future", "customer", "checklist" ...
        says: the question, which names the facts.
        yes: what the button says that goes on.
    """

    id: str
    says: str
    yes: str = "Save anyway"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the desk says to a command before anything is done.

    Attributes:
        problems: each blocks; none can be waved through.
        questions: each is asked once; hand the ids in as `agreed`.
    """

    problems: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = ()

    @property
    def clear(self) -> bool:
        return not (self.problems or self.questions)


@dataclass(frozen=True, slots=True)
class Done:
    """It is on disk, shown as pending, and leaves when its window is over.

    Attributes:
        act_id: for `Acts.undo_act`; "" where nothing had to be done.
        says: what was done, as one line: "25 min on T20261124.0031 pending, u takes it back".
        window: seconds in which `u` takes it back for sure.
        ticket_id: of a ticket that was made; negative, see `desk.acts.commands`.
    """

    act_id: ActId
    says: str
    window: float = 0.0
    ticket_id: int | None = None


@dataclass(frozen=True, slots=True)
class NotDone:
    """Nothing was done: keep the form open. The text is kept as a draft.

    Attributes:
        verdict: what is wrong, or still to be asked.
        says: one sentence: the first problem, the question, or why the disk refused.
    """

    verdict: Verdict
    says: str


Outcome: TypeAlias = Done | NotDone


@dataclass(frozen=True, slots=True)
class BulkVerdict:
    """What a bulk form confirms.

    Attributes:
        ready: the commands that can be done.
        blocked: those that cannot, and why.
        questions: what is asked, once for all.
        says: the question to be confirmed: "Set 12 tickets to Waiting Customer? 2 cannot: ...".
    """

    ready: tuple[Command, ...]
    blocked: tuple[tuple[Command, Problem], ...]
    questions: tuple[Question, ...]
    says: str


@dataclass(frozen=True, slots=True)
class BulkDone:
    """The summary of a bulk act. `u` takes the whole of it back while its window runs."""

    done: tuple[tuple[Command, Done], ...]
    failed: tuple[tuple[Command, str], ...]
    says: str
    window: float = 0.0
    act_id: ActId = ""
