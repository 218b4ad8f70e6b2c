"""What a person is told who leaves while something is not in Autotask yet."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from replica.outbox.outbox import Outbox

SEE = "See what waits with: servicedeck outbox list"


@dataclass(slots=True)
class Left:
    """How much of what was entered waits on this machine when the desk closes.

    Attributes:
        to_send: goes by itself.
        to_decide: waits for a person.
    """

    to_send: int = 0
    to_decide: int = 0

    def look(self, outbox: "Outbox") -> None:
        """See how it stands."""
        from replica.outbox.op import FOR_A_PERSON

        live = outbox.live
        self.to_decide = sum(op.state in FOR_A_PERSON or bool(outbox.waiting(op)) for op in live)
        self.to_send = len(live) - self.to_decide

    def sentence(self, *, read_only: bool) -> str:
        """What to say of it; empty where nothing waits."""
        when = "at the next start that is not read-only" if read_only else "at the next start"
        total = self.to_send + self.to_decide
        if not total:
            return ""
        lead = f"{total} {'entry waits' if total == 1 else 'entries wait'} on this machine"
        if not self.to_decide:
            return f"{lead}, to be sent {when}. {SEE}"
        if not self.to_send:
            return f"{lead} for your decision (L). {SEE}"
        return f"{lead}: {self.to_send} to be sent {when}, {self.to_decide} for your decision (L). {SEE}"
