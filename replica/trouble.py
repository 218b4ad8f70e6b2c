"""A failure as a state with a sentence: what the person sees, and how long the pull waits."""

from autotask.entities import Ticket
from autotask.errors import AutotaskError, Forbidden, Throttled, Unauthorised
from autotask.kinds import kind_of
from replica.errors import DiskFull, ReplicaError
from replica.status import SyncState

_AGAIN = "r asks again now."
_FORBIDDEN_S = 300.0


class Trouble(Exception):
    """Why the pull pauses.

    Attributes:
        state: What the header shows.
        sentence: The cause.
        detail: The next step, if there is one for a person.
        retry_after: Seconds until asking makes sense again; 0 when nobody knows.
        firm: Whether a person who asks sooner changes nothing.
    """

    def __init__(
        self, state: SyncState, sentence: str, detail: str = "", retry_after: float = 0.0, *, firm: bool = False
    ) -> None:
        super().__init__(sentence)
        self.state = state
        self.sentence = sentence
        self.detail = detail
        self.retry_after = retry_after
        self.firm = firm


def trouble_of(error: Exception) -> Trouble:
    """What an error of the other end, of the copy, or of our own making means to the person at the desk."""
    match error:
        case Trouble():
            return error
        case Unauthorised():
            return Trouble(
                SyncState.UNAUTHORISED,
                error.sentence,
                "Nothing is asked again by itself, because repeated refusals can lock the API user out. "
                "Correct the key, then r asks again.",
            )
        case Forbidden(collection=collection) if collection == kind_of(Ticket).name:
            return Trouble(
                SyncState.UNAUTHORISED,
                f"Autotask refuses {collection} to this API user, and without them there is no desk. {error.sentence}",
                f"Ask the Autotask administrator for the right to read tickets, then {_AGAIN}",
                _FORBIDDEN_S,
            )
        case AutotaskError():
            state = SyncState.THROTTLED if isinstance(error, Throttled) else SyncState.OFFLINE
            detail = "It is asked again by itself, and not before." if error.firm else _AGAIN
            return Trouble(state, error.sentence, detail, error.retry_after or 0.0, firm=error.firm)
        case DiskFull():
            return Trouble(SyncState.STALE, str(error), "r tries again now.")
        case ReplicaError():
            return Trouble(SyncState.STALE, str(error), "r tries again now.")
        case _:
            name = type(error).__name__
            return Trouble(
                SyncState.OFFLINE,
                f"Reading from Autotask failed in a way that nobody foresaw ({name}).",
                f"The log has the details. {_AGAIN}",
            )
