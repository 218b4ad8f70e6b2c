"""What can go wrong between us and Autotask.

    AutotaskError
    ├── OwnRefusal          a write, refused by ourselves
    │   ├── ReadOnlyMode    ... because the session changes nothing
    │   └── Unfit           ... because its kind has no such field or value; a ValueError too
    ├── Closed              the client was closed; another one can be asked
    ├── Refused             Autotask understood and said no; `texts` are its words
    │   ├── Forbidden       ... because a right is missing
    │   │   └── NoImpersonation ... to write in somebody's name
    │   └── NotOffered      ... because this tenant has no such thing
    ├── Unauthorised        the key was refused
    │   └── UnknownUser     no zone knows the user name
    ├── WrongZone           the address is not that of the tenant
    ├── LedElsewhere        an answer wanted us at a host we do not trust with the key
    ├── Throttled           too many requests: ours, or those of the whole tenant
    │   └── Busy            ... at the same time; over in a moment
    └── Outage              it could not be asked, or did not answer properly
        ├── Unreachable     no name, no route, refused, reset
        ├── TlsUntrusted    the certificate is not one we trust
        ├── ProxyRefused    the proxy in between said no
        ├── TimedOut        no answer in time
        ├── BadAnswer       an answer that is no answer: HTML, garbage, cut short, too long, 5xx
        └── StandingBack    not asked, because it failed too often just now

A refusal will be the same next time, an outage will pass: that is the line the tree draws. Autotask answers 500 for
nearly every refusal, so the line does not follow the status code. Every error says in one sentence what happened,
where, and what comes next. No error carries a request, a header or an httpx type.
"""

from datetime import datetime
from typing import ClassVar


class AutotaskError(Exception):
    """Anything that kept Autotask from doing what it was asked.

    Attributes:
        sentence: Cause, place and next step, for a person.
        retryable: Whether reading again may help.
        retry_after: Seconds until asking makes sense again, where that is known. The sentence leaves it out, because
            it may be read later.
        firm: Whether `retry_after` is to be kept even when a person asks: the server demanded it, or our share of the
            budget is spent.
        collection: What was asked for; empty where that is no collection.
        left: Whether a byte of the request may have left this machine. False only where certainly none has: then a
            write was certainly not carried out.
    """

    retryable: ClassVar[bool] = False

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.retry_after: float | None = None
        self.firm = False
        self.collection = ""
        self.left = True


class OwnRefusal(AutotaskError):
    """A write that we do not send, now or later. Nothing left this machine."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.left = False


class ReadOnlyMode(OwnRefusal):
    """A write in a session that changes nothing."""


class Unfit(OwnRefusal, ValueError):
    """A write with a field or a value that its kind does not have, or without the parent it belongs under."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"This cannot be sent: {reason}.")


class Closed(AutotaskError):
    """The client was closed, as it is when the key was corrected: nothing was sent, and another client can be asked."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.left = False


class Refused(AutotaskError):
    """Autotask understood the request and said no.

    Attributes:
        texts: Autotask's own words, cleaned.
        field: Our name of the field that they are about, where a write was refused and they name one.
    """

    def __init__(self, sentence: str, texts: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.texts = texts
        self.field: str | None = None


class Forbidden(Refused):
    """The API user lacks a right."""


class NoImpersonation(Forbidden):
    """The API user may not write this in the name of that resource. Rights are given for each kind of record, so
    another kind may work; and as the API user itself it may be written all the same."""


class NotOffered(Refused):
    """The tenant answers, but has no such collection, record or verb."""


class Unauthorised(AutotaskError):
    """The key was refused. Asking again would only bring the API user nearer to being locked.

    Attributes:
        last_accepted: When the key last worked, by Autotask's clock; None if it has not since we started.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.last_accepted: datetime | None = None


class UnknownUser(Unauthorised):
    """No zone knows the user name."""


class WrongZone(AutotaskError):
    """The address answers, but it is not where the tenant lives."""


class LedElsewhere(AutotaskError):
    """A redirect or a zone answer pointed at a host that must not see the key."""


class Throttled(AutotaskError):
    """Too many requests: ours, or the tenant's. `retry_after` is always known."""

    retryable = True
    retry_after: float

    def __init__(self, sentence: str, retry_after: float, *, firm: bool = False) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after
        self.firm = firm


class Busy(Throttled):
    """Too many requests at the same time (`Itgenatr005`): over in a moment, unlike a spent budget."""


class Outage(AutotaskError):
    """Autotask could not be asked, or did not answer properly. What is on the screen stays."""

    retryable = True


class Unreachable(Outage):
    """No connection, or one that broke."""


class TlsUntrusted(Outage):
    """The certificate is not one we trust.

    Attributes:
        why: What the check found, such as "self-signed certificate".
    """

    retryable = False

    def __init__(self, sentence: str, why: str) -> None:
        super().__init__(sentence)
        self.why = why


class ProxyRefused(Outage):
    """The proxy between us and Autotask said no."""

    retryable = False


class TimedOut(Outage):
    """No answer in time."""


class BadAnswer(Outage):
    """An answer that is no answer."""


class StandingBack(Outage):
    """Not asked: the place failed too often just now, or wanted to be left alone. `retry_after` is always known."""

    retryable = False
    retry_after: float

    def __init__(self, sentence: str, retry_after: float, *, firm: bool = False) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after
        self.firm = firm
        self.left = False
