"""What an answer that is no success means.

Autotask says 500 for nearly everything it refuses, with `{"errors": [texts]}`; so the texts decide, not the status.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from autotask.errors import (
    AutotaskError,
    BadAnswer,
    Busy,
    Forbidden,
    LedElsewhere,
    NotOffered,
    Refused,
    Throttled,
    Unauthorised,
    UnknownUser,
)
from autotask.failures import next_step, proxy_refusal
from autotask.origin import Origin
from autotask.pages import Unreadable, read_object
from autotask.servertime import read_date
from autotask.text import clean

LONGEST_RETRY_AFTER = 900.0
"""Seconds: a longer `Retry-After` is asked again after these."""

_THREADS = re.compile(r"itgenatr005|thread\s+threshold", re.IGNORECASE)
_THRESHOLD = re.compile(r"request\s+threshold|threshold.{0,40}exceeded", re.IGNORECASE)
_BAD_CODE = re.compile(r"integration\s*code.{0,20}invalid", re.IGNORECASE)
_NO_ZONE = re.compile(r"zone information could not be determined", re.IGNORECASE)
_NO_RIGHT = re.compile(r"adequate permission|not have (the )?(required )?permission", re.IGNORECASE)
_FAULT = re.compile(
    r"time(d\s*|-)?out|deadlock|unexpected error|unhandled|internal (server )?error|object reference|\w+Exception\b"
    r"|error has occurred|again later|temporarily unavailable",
    re.IGNORECASE,
)
_PERHAPS_CARRIED_OUT = frozenset({408, 425, 499})


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, read to its end.

    Attributes:
        sent: Machine seconds when the request left, and
        received: when the answer was complete.
    """

    status: int
    body: bytes
    content_type: str
    date: datetime | None
    retry_after: str | None
    location: str | None
    sent: float
    received: float


def objection(answer: Answer, place: Origin, where: str, pause: float, *, writes: bool = False) -> AutotaskError | None:
    """What is wrong with an answer; None for a good one.

    Args:
        answer: The answer.
        place: Who gave it.
        where: The place for a sentence; it may name the zone.
        pause: Seconds to stay away after a 429 that does not say how long.
        writes: Whether the request changes anything. Then a refusal has to be certain: what may be the fault of a
            server in between, or of Autotask itself, leaves open whether the write was carried out.
    """
    status = answer.status
    then = next_step(writes=writes)
    if 200 <= status < 300:
        return _no_json(answer, where, then) if _is_html(answer) else None
    if 300 <= status < 400:
        led_to = clean(urlsplit(answer.location or "").netloc or "another address")[:80]
        return LedElsewhere(
            f"{where} sent us on to {led_to}, where the key must not go: check the address in the settings."
        )
    if status == 407:
        return proxy_refusal(place, "407 Proxy Authentication Required")
    if status == 429:
        seconds = retry_after_of(answer)
        return _spent(where, pause if seconds is None else seconds, firm=seconds is not None)
    if status == 401:
        return Unauthorised(
            f"The API key was refused by {where}: the secret is wrong, or the API user is locked or not of an API-only "
            "security level. Correct it before trying again; repeated tries can lock the user."
        )
    texts = _texts(answer)
    if writes and (status in _PERHAPS_CARRIED_OUT or (status >= 500 and not _is_refusal(answer, texts))):
        return _fault(answer, where, then, texts)
    if texts and status >= 400:
        return _refused(texts, status, where, then)
    if status in (404, 405):
        return NotOffered(f"{where} does not offer this ({status}).")
    if status == 403:
        right = "write" if writes else "read"
        return Forbidden(
            f"The API user has no right to {right} this at {where}: ask the Autotask administrator for it."
        )
    if status < 500:
        return Refused(f"{where} refused the request ({status}) and gave no reason.")
    return _fault(answer, where, then)


def unreadable(reason: Unreadable, where: str, *, writes: bool = False) -> BadAnswer:
    """The error for an answer of status 200 that holds nothing usable."""
    return BadAnswer(f"The answer of {where} cannot be used: {reason}; {next_step(writes=writes)}.")


def too_long(where: str, limit: int) -> BadAnswer:
    """The error for an answer that does not end."""
    return BadAnswer(f"The answer of {where} is longer than {limit // 1_000_000} MB and was not read further.")


def retry_after_of(answer: Answer) -> float | None:
    """Seconds the server wants to be left alone, at most 15 minutes; None if it does not say."""
    said = (answer.retry_after or "").strip()
    if not said:
        return None
    if said.isascii() and said.isdecimal():
        return min(float(said[:9]), LONGEST_RETRY_AFTER)
    until = read_date(said)
    if until is None or answer.date is None:
        return None
    return min(max(0.0, (until - answer.date).total_seconds()), LONGEST_RETRY_AFTER)


def _is_refusal(answer: Answer, texts: tuple[str, ...]) -> bool:
    """Whether an answer of status 500 and more says that Autotask looked at a write and refused it: texts in its own
    envelope, about what was sent and not about a fault."""
    if not texts or answer.status != 500 or "errors" not in read_object(answer.body):
        return _THREADS.search("; ".join(texts)) is not None
    return not any(_FAULT.search(text) for text in texts)


def _fault(answer: Answer, where: str, then: str, texts: tuple[str, ...] = ()) -> BadAnswer:
    said = f": {'; '.join(texts)[:300]}" if texts else ""
    error = BadAnswer(f"{where} has a fault of its own ({answer.status}){said}; {then}.")
    error.retry_after = retry_after_of(answer)
    error.firm = error.retry_after is not None
    return error


def _refused(texts: tuple[str, ...], status: int, where: str, then: str) -> AutotaskError:
    said = "; ".join(texts)
    if _THREADS.search(said):
        return Busy(f"{where} is answering too many of our requests at once; {then}.", 30.0)
    if _THRESHOLD.search(said):
        return _spent(where, 60.0, firm=False)
    if _BAD_CODE.search(said):
        return Unauthorised(
            f"The integration code was refused by {where}: correct it before trying again; repeated tries can lock "
            "the whole tenant out."
        )
    if _NO_ZONE.search(said):
        return UnknownUser(f"{where} knows no zone for the API user: check the user name.")
    if status == 403 or _NO_RIGHT.search(said):
        return Forbidden(f"{where}: {said[:300]}", texts)
    if status in (404, 405):
        return NotOffered(f"{where}: {said[:300]}", texts)
    return Refused(f"{where} refused: {said[:300]}", texts)


def _spent(where: str, seconds: float, *, firm: bool) -> Throttled:
    return Throttled(f"The request limit of the tenant is reached at {where}.", seconds, firm=firm)


def _texts(answer: Answer) -> tuple[str, ...]:
    """Autotask's own words: `errors` of strings or of objects, or the web framework's `Message`."""
    try:
        said = read_object(answer.body)
    except Unreadable:
        return ()
    errors = said.get("errors")
    found = errors if isinstance(errors, list) else [said.get("Message")]
    texts = [entry.get("message") if isinstance(entry, dict) else entry for entry in found]
    return tuple(clean(text).strip() for text in texts if isinstance(text, str) and text.strip())


def _is_html(answer: Answer) -> bool:
    return "html" in answer.content_type or answer.body[:64].lstrip().startswith(b"<")


def _no_json(answer: Answer, where: str, then: str) -> BadAnswer:
    found = re.search(rb"<title[^>]*>([^<]{1,80})", answer.body[:20_000], re.IGNORECASE)
    title = f' ("{clean(found[1].decode("utf-8", "replace")).strip()}")' if found else ""
    return BadAnswer(
        f"{where} answered with a web page{title} instead of data: a sign-in page of the network, or maintenance; "
        f"{then}."
    )
