"""Who issued a certificate we do not trust: the one thing that tells a company's TLS inspection from an attack."""

import asyncio
import ssl
from collections.abc import Iterator

from autotask.origin import Origin
from autotask.text import clean

_SECONDS = 5.0
_COMMON_NAME = b"\x55\x04\x03"
_ORGANISATION = b"\x55\x04\x0a"
_VERSION_TAG = 0xA0


async def issuer_at(place: Origin) -> str | None:
    """The issuer of the certificate a place shows; None if it cannot be told.

    The handshake is not verified, because it is the failure of the verified one that is to be explained; so nothing is
    sent, and the connection is closed at once.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        async with asyncio.timeout(_SECONDS):
            _, writer = await asyncio.open_connection(place.host, place.port, ssl=context)
            shown = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
            writer.close()
            await writer.wait_closed()
    except (OSError, TimeoutError):
        return None
    return issuer_of(shown or b"")


def issuer_of(certificate: bytes) -> str | None:
    """Common name and organisation of the issuer in a DER certificate; None if they cannot be read."""
    try:
        (_, whole), *_ = _parts(certificate)
        (_, signed), *_ = _parts(whole)
        fields = [content for tag, content in _parts(signed) if tag != _VERSION_TAG]
        names = dict(_names(fields[2]))  # after the serial number and the signature's algorithm
    except (IndexError, ValueError):
        return None
    found = [names[key] for key in (_COMMON_NAME, _ORGANISATION) if names.get(key)]
    return ", ".join(dict.fromkeys(found)) or None


def _names(issuer: bytes) -> Iterator[tuple[bytes, str]]:
    for _, relative in _parts(issuer):
        for _, pair in _parts(relative):
            (_, kind), (_, value), *_ = _parts(pair)
            yield kind, clean(value.decode("utf-8", "replace"))[:64]


def _parts(der: bytes) -> Iterator[tuple[int, bytes]]:
    """The tag and content of each value in a row of DER values."""
    at = 0
    while at < len(der):
        tag, length, start = der[at], der[at + 1], at + 2
        if length & 0x80:
            octets = length & 0x7F
            length = int.from_bytes(der[start : start + octets])
            start += octets
        if start + length > len(der):
            raise ValueError("cut short")
        yield tag, der[start : start + length]
        at = start + length
