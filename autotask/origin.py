"""Whom we trust with the key.

The key goes to the host the person configured, or to `*.autotask.net` over HTTPS, and to nobody else: a forged zone
answer, a redirect or a next-page address must not be able to collect it.
"""

import re
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

_HOME = ".autotask.net"
_HOST = re.compile(r"[a-z0-9.-]+")


class Origin(NamedTuple):
    """Scheme, host and port of a place."""

    scheme: str
    host: str
    port: int

    @classmethod
    def of(cls, url: str) -> "Origin":
        """The origin of an address.

        Raises:
            ValueError: It is no plain http(s) address.
        """
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("is not an http or https address")
        if parts.username is not None or parts.password is not None:
            raise ValueError("must not hold a user name or a password")
        if not _is_host(parts.hostname):
            raise ValueError("has a host with characters that no host has")
        port = parts.port or (443 if parts.scheme == "https" else 80)
        return cls(parts.scheme, parts.hostname.lower().rstrip("."), port)

    def __str__(self) -> str:
        usual = 443 if self.scheme == "https" else 80
        return self.host if self.port == usual else f"{self.host}:{self.port}"

    @property
    def is_autotask(self) -> bool:
        """Whether Autotask itself runs this place."""
        return self.scheme == "https" and self.port == 443 and self.host.endswith(_HOME)


def _is_host(name: str) -> bool:
    """A name or an IP address. A browser or a client may read any other character as the end of the host."""
    if _HOST.fullmatch(name):
        return True
    try:
        return bool(ip_address(name))
    except ValueError:
        return False


def may_follow(asked: Origin, led_to: Origin) -> bool:
    """Whether an answer of `asked` may send the key on to `led_to`."""
    return led_to == asked or (asked.is_autotask and led_to.is_autotask)
