"""What the desk does about a customer's reply (domain 6.1), once `workflows.replies` has read it.

A thank-you never counts as a re-open, and never silently: whatever is done is kept, shown and can be undone. It is
left to a person on critical and security tickets, long after completion, and where a yes may be an answer.
"""

from dataclasses import dataclass
from enum import StrEnum

from sla.instants import DAY, Micros
from workflows.replies import Reply, ReplyKind, is_signature_image, read_reply

WINDOW_US = 14 * DAY
"""How long after completion a thank-you is taken for one."""
FALSE_ALARM = 0.01
"""Share of suppressed replies undone by people, above which the desk is told that something is wrong."""


class Response(StrEnum):
    """What to do about a reply."""

    STAYS_COMPLETE = "stays complete"
    """A thank-you on a completed ticket; where Autotask re-opened it, completing it again is offered, one key."""
    NEEDS_NO_REPLY = "needs no reply"
    """A thank-you on an open ticket: nobody waits for an answer."""
    OFFER_COMPLETION = "offer completion"
    """The customer says that an open ticket can be closed."""
    LOOK = "look"
    """Probably a thank-you; a person decides."""
    ANSWER = "answer"
    """Somebody waits for an answer."""


@dataclass(frozen=True, slots=True)
class ReplyFacts:
    """A reply and its ticket.

    Attributes:
        written: when the reply came.
        completed: when the ticket was last completed; None for an open one. Kept by us, since Autotask may have
            re-opened it over this very reply.
        waiting: the ticket waits for the customer, so that a yes or a "perfect" may be an answer.
        files: names of the files that came with the reply.
        new_people: addresses copied in that were not on the ticket before.
        names: of the people on the ticket.
    """

    text: str
    written: Micros
    workflow: str
    title: str = ""
    completed: Micros | None = None
    waiting: bool = False
    security: bool = False
    files: tuple[str, ...] = ()
    new_people: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do, how the reply was read, and why in one sentence without a full stop."""

    response: Response
    reply: Reply
    why: str

    @property
    def suppresses(self) -> bool:
        """Whether nobody is going to answer unless this is undone."""
        return self.response in (Response.STAYS_COMPLETE, Response.NEEDS_NO_REPLY)


def respond(facts: ReplyFacts) -> Verdict:
    """What to do about a customer's reply."""
    attached = any(not is_signature_image(name) for name in facts.files)
    reply = read_reply(facts.text, names=facts.names, attachments=attached, title=facts.title)
    if reply.kind is ReplyKind.REAL:
        return Verdict(Response.ANSWER, reply, reply.why)
    if facts.new_people:
        return Verdict(Response.ANSWER, reply, f"brings in {', '.join(facts.new_people)}")
    if reply.kind is ReplyKind.DOUBTFUL:
        return Verdict(Response.LOOK, reply, reply.why)
    if (careful := _careful(facts, reply)) is not None:
        return Verdict(Response.LOOK, reply, careful)
    if facts.completed is not None:
        return Verdict(Response.STAYS_COMPLETE, reply, reply.why)
    if reply.closes:
        return Verdict(Response.OFFER_COMPLETION, reply, "says that it can be closed")
    return Verdict(Response.NEEDS_NO_REPLY, reply, reply.why)


def false_share(suppressed: int, undone: int) -> float | None:
    """The share of suppressed replies that people undid; None where nothing was suppressed."""
    return undone / suppressed if suppressed else None


def _careful(facts: ReplyFacts, reply: Reply) -> str | None:
    """Why a plain thank-you is left to a person all the same."""
    if facts.workflow == "W01":
        return "a critical ticket is never closed by a thank-you"
    if facts.security:
        return "a security ticket is never closed by a thank-you"
    if facts.completed is not None:
        late = facts.written - facts.completed > WINDOW_US
        return "comes more than 14 days after completion" if late else None
    if facts.waiting and reply.acknowledges and not reply.closes:
        return "may be the answer to what was asked"
    return None
