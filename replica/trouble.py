"""A failure as a state with a sentence: what the person sees, and how long the pull waits."""

from autotask.errors import AutotaskError, StandingBack, Throttled, Unauthorised
from replica.errors import DiskFull, ReplicaError
from replica.status import SyncState


class Trouble(Exception):
    """Why the pull pauses.

    Attributes:
        state: What the header shows.
        sentence: The cause.
        detail: The next step, if there is one for a person.
        retry_after: Seconds that the other end asks us to wait; 0 when it says nothing.
    """

    def __init__(self, state: SyncState, sentence: str, detail: str = "", retry_after: float = 0.0) -> None:
        super().__init__(sentence)
        self.state = state
        self.sentence = sentence
        self.detail = detail
        self.retry_after = retry_after


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
        case Throttled():
            return Trouble(
                SyncState.THROTTLED, error.sentence, "What you enter still goes out first.", error.retry_after
            )
        case StandingBack():
            return Trouble(SyncState.OFFLINE, error.sentence, "r asks again now.", error.retry_after)
        case AutotaskError():
            return Trouble(SyncState.OFFLINE, error.sentence, "r asks again now.")
        case DiskFull():
            return Trouble(SyncState.STALE, str(error), "r tries again now.")
        case ReplicaError():
            return Trouble(SyncState.STALE, str(error), "r tries again now.")
        case _:
            name = type(error).__name__
            return Trouble(
                SyncState.OFFLINE,
                f"Reading from Autotask failed in a way that nobody foresaw ({name}).",
                "The log has the details. r asks again now.",
            )
