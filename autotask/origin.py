"""Whom we trust with the key.

The key goes to the host the person configured, or to `*.autotask.net` over HTTPS, and to nobody else: a forged zone
answer, a redirect or a next-page address must not be able to collect it.
"""

from typing import NamedTuple
from urllib.parse import urlsplit

_HOME = ".autotask.net"


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
        port = parts.port or (443 if parts.scheme == "https" else 80)
        return cls(parts.scheme, parts.hostname.lower().rstrip("."), port)

    def __str__(self) -> str:
        usual = 443 if self.scheme == "https" else 80
        return self.host if self.port == usual else f"{self.host}:{self.port}"

    @property
    def is_autotask(self) -> bool:
        """Whether Autotask itself runs this place."""
        return self.scheme == "https" and self.port == 443 and self.host.endswith(_HOME)


def may_follow(asked: Origin, led_to: Origin) -> bool:
    """Whether an answer of `asked` may send the key on to `led_to`."""
    return led_to == asked or (asked.is_autotask and led_to.is_autotask)
