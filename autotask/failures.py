"""What broke on the way, in words: the errors of httpx, of TLS and of the sockets below, each as one of ours."""

import os
import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from autotask.bare_httpx import httpx
from autotask.errors import (
    AutotaskError,
    BadAnswer,
    LedElsewhere,
    Outage,
    ProxyRefused,
    TimedOut,
    TlsUntrusted,
    Unreachable,
)
from autotask.origin import Origin
from autotask.settings import Timeouts

_BEFORE_THE_REQUEST = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
)
"""Raised only before the first byte of a request: no name, no connection, no handshake, no way through the proxy."""


def explain(error: Exception, place: Origin, timeouts: Timeouts, *, writes: bool = False) -> AutotaskError:
    """Our error for a failure of the transport. Nothing of the request is in it."""
    if isinstance(error, AutotaskError):
        return error
    explained = _explain(error, place, timeouts, next_step(writes=writes))
    explained.left = not isinstance(error, _BEFORE_THE_REQUEST)
    return explained


def next_step(*, writes: bool) -> str:
    """What comes after a request that may have arrived: a question is asked again, a write is never just repeated."""
    return "whether it was carried out will be looked up" if writes else "it is asked again"


def _explain(error: Exception, place: Origin, timeouts: Timeouts, then: str) -> AutotaskError:
    if isinstance(error, httpx.ProxyError):
        return _proxy_refused(error, place)
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        return _timed_out(error, place, timeouts, then)
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return untrusted(place, cause.verify_message or "the check failed")
        if isinstance(cause, socket.gaierror):
            return Unreachable(
                f"The name {place.host} cannot be resolved{_by_way_of(place)}: check the network connection and the "
                "name server; it is tried again."
            )
    if isinstance(error, httpx.RemoteProtocolError | httpx.DecodingError):
        return BadAnswer(f"The answer of {place} broke off or was garbled on the way; {then}.")
    if isinstance(error, httpx.UnsupportedProtocol | httpx.InvalidURL):
        return LedElsewhere(f"The address of {place} is not one that can be asked: check it in the settings.")
    if isinstance(error, httpx.ConnectError):
        return Unreachable(f"{place} cannot be reached{_by_way_of(place)} ({_reason(error)}); it is tried again.")
    if isinstance(error, httpx.TransportError | OSError):
        return Unreachable(f"The connection to {place} broke ({_reason(error)}); {then}.")
    return Outage(f"{place} could not be asked ({type(error).__name__}); {then}.")


def proxy_for(place: Origin) -> tuple[str, str] | None:
    """The proxy on the way to a place: its address without credentials, and where it is configured."""
    proxies = getproxies()
    url = proxies.get(place.scheme) or proxies.get("all")
    if not url or proxy_bypass(place.host):
        return None
    names = (f"{place.scheme}_proxy", f"{place.scheme.upper()}_PROXY", "all_proxy", "ALL_PROXY")
    source = next((name for name in names if os.environ.get(name)), "the system settings")
    parts = urlsplit(url if "//" in url else f"http://{url}")
    host = parts.hostname or "?"
    return f"{parts.scheme}://{host}" + (f":{parts.port}" if parts.port else ""), source


def _by_way_of(place: Origin) -> str:
    proxy = proxy_for(place)
    return f" through the proxy {proxy[0]} (from {proxy[1]})" if proxy else ""


def proxy_refusal(place: Origin, said: str) -> ProxyRefused:
    """The error for a proxy that said no."""
    proxy = proxy_for(place)
    named = f"The proxy {proxy[0]} (from {proxy[1]})" if proxy else "A proxy"
    return ProxyRefused(f"{named} refused the way to {place}: {said}. Check the proxy's address and its credentials.")


def _proxy_refused(error: httpx.ProxyError, place: Origin) -> ProxyRefused:
    # httpx puts the proxy's status line here, such as "407 Proxy Authentication Required".
    said = str(error)[:80]
    return proxy_refusal(place, said if said.isprintable() and said else "no reason given")


def _timed_out(error: Exception, place: Origin, timeouts: Timeouts, then: str) -> TimedOut:
    if isinstance(error, httpx.ConnectTimeout):
        return TimedOut(
            f"{place} did not take the connection within {timeouts.connect:g} s{_by_way_of(place)}; it is tried again."
        )
    if isinstance(error, httpx.PoolTimeout):
        return TimedOut(f"Too much is being asked of {place} at once; it is tried again.")
    if isinstance(error, httpx.TimeoutException):
        return TimedOut(f"{place} did not answer within {timeouts.read:g} s; {then}.")
    return TimedOut(f"{place} did not finish its answer within {timeouts.deadline:g} s; {then}.")


def untrusted(place: Origin, why: str, issuer: str | None = None) -> TlsUntrusted:
    """The error for a certificate that is not trusted."""
    issued = f', issued by "{issuer}",' if issuer else ""
    return TlsUntrusted(
        f"The certificate of {place}{issued} is not trusted{_by_way_of(place)}: {why}. If your company inspects TLS, "
        "add its certificate to the system's trust store or name it as ca_file in the settings.",
        why,
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield cause
        cause = cause.__cause__ or cause.__context__


def _reason(error: Exception) -> str:
    """The system's word for it. Never the text of the exception, which may quote what was sent."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLError):
            return "the TLS handshake failed"
        if isinstance(cause, OSError) and cause.errno is not None:
            return os.strerror(cause.errno).lower()
    return "connection lost"
