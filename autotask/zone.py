"""Which of Autotask's zones a tenant lives in."""

from dataclasses import dataclass
from urllib.parse import quote, urljoin

from autotask.errors import BadAnswer, LedElsewhere
from autotask.origin import Origin, may_follow
from autotask.pages import read_object
from autotask.text import clean

_VERSION = "V1.0/"


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone.

    Attributes:
        url: Where its API is, version included, ending in a slash.
        web_url: Where its web interface is, ending in a slash; empty if unknown.
        ci: Its number in links to the web interface.
        name: Its name; empty if unknown.
    """

    url: str
    web_url: str = ""
    ci: int = 0
    name: str = ""

    @property
    def origin(self) -> Origin:
        """Where the key may go."""
        return Origin.of(self.url)

    def __str__(self) -> str:
        return f"{self.origin} (zone {self.name})" if self.name else str(self.origin)


def zone_at(base_url: str) -> Zone:
    """The zone at a configured address."""
    return Zone(_with_version(base_url))


def zone_question(zone_host: str, user: str) -> str:
    """The address that tells a user's zone. It takes no key."""
    host = zone_host if "//" in zone_host else f"https://{zone_host}"
    path = f"atservicesrest/v1.0/zoneInformation?user={quote(user, safe='')}"
    return urljoin(host.rstrip("/") + "/", path)


def read_zone(body: bytes, asked: Origin) -> Zone:
    """The zone an answer names.

    Raises:
        Unreadable: It names none.
        LedElsewhere: It names a place that must not see the key.
    """
    answer = read_object(body)
    url = answer.get("url")
    if not isinstance(url, str) or not url:
        raise BadAnswer(f"{asked} told no address for the zone of the API user: check the user name.")
    try:
        led_to = Origin.of(url)
    except ValueError:
        led_to = None
    if led_to is None or not may_follow(asked, led_to):
        raise LedElsewhere(
            f"{asked} named {clean(url)[:120]} as the zone of the tenant, which is no Autotask host: the key was not "
            "sent. Check the zone host in the settings and who answers in its name."
        )
    ci = answer.get("ci")
    name = answer.get("zoneName")
    return Zone(
        url=_with_version(url),
        web_url=_web_url(answer.get("webUrl"), asked),
        ci=ci if isinstance(ci, int) else 0,
        name=clean(name)[:40] if isinstance(name, str) else "",
    )


def _with_version(url: str) -> str:
    url = url.rstrip("/") + "/"
    return url if url.lower().endswith("/v1.0/") else url + _VERSION


def _web_url(url: object, asked: Origin) -> str:
    """The web interface's address, if a browser may be sent there."""
    if not isinstance(url, str):
        return ""
    try:
        allowed = may_follow(asked, Origin.of(url))
    except ValueError:
        return ""
    return url.rstrip("/") + "/" if allowed and url.isascii() and url.isprintable() else ""
