"""Who may ask: the API user's three headers, and on whose behalf a write is made.

Autotask answers a wrong integration code with a 500 that says so, and a wrong user or secret with an empty 401.
Many wrong codes in a short time were seen to lock out a whole tenant: then everybody gets the 401. How many they are,
and for how long, nobody tells; the numbers are ours.
"""

from __future__ import annotations

import hmac
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sandbox.errors import Refused, Unauthorised, WrongCode
from sandbox.settings import Settings
from sandbox.store import Record, Store
from sandbox.values import row_id

API_USER = "servicedeck.api@sandbox.example"
"""User name or mail address of the API-only resource that requests come from."""

_MOST_WRONG, _LOCKED_SECONDS = 20, 600

API_LICENSE = 7
"""`Resources.licenseType` of those who are no people."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the API user must send with every request. The defaults guard nothing but made-up data."""

    user: str = API_USER
    secret: str = field(default="sandbox-secret", repr=False)
    integration_code: str = field(default="SANDBOXINTEGRATIONCODE0000", repr=False)
    other_codes: tuple[str, ...] = field(default=("SANDBOXINTEGRATIONCODE0001",), repr=False)
    """Codes of further integrations of the tenant, each with threads of its own."""

    def check(self, headers: Mapping[str, str]) -> str:
        """Let a request in, and give the integration code that it came with.

        Raises:
            Unauthorised: user or secret are wrong or missing.
            WrongCode: the integration code is.
        """
        user = headers.get("username", "").strip().lower()
        if not (_same(user, self.user.lower()) and _same(headers.get("secret", ""), self.secret)):
            raise Unauthorised
        sent = headers.get("apiintegrationcode", "").strip()
        known = [code for code in (self.integration_code, *self.other_codes) if _same(sent, code)]
        if not known:
            raise WrongCode
        return known[0]


class Gate:
    """Lets requests in by their credentials, until too many of them named a code that nobody knows."""

    def __init__(self, credentials: Credentials, *, machine: Callable[[], float] = time.monotonic) -> None:
        self._credentials = credentials
        self._machine = machine
        self._wrong: deque[float] = deque()
        self.most_wrong = _MOST_WRONG
        """Wrong codes in ten minutes that lock everybody out."""

    def admit(self, headers: Mapping[str, str]) -> str:
        """Let a request in, and give the integration code that it came with.

        Raises:
            Unauthorised: user or secret are wrong or missing, or the tenant is locked out.
            WrongCode: the integration code is.
        """
        now = self._machine()
        while self._wrong and self._wrong[0] <= now - _LOCKED_SECONDS:
            self._wrong.popleft()
        if len(self._wrong) >= self.most_wrong:
            raise Unauthorised
        try:
            return self._credentials.check(headers)
        except WrongCode:
            self._wrong.append(now)
            raise


@dataclass(frozen=True, slots=True)
class Author:
    """Whose name a write carries."""

    resource_id: int | None
    """The impersonated resource, else the API user's own; None if the tenant has no resource of that name."""
    impersonator_id: int | None = None
    """The API user's resource, where it acts for another."""


def author(
    store: Store, user: str, headers: Mapping[str, str], settings: Settings, *, verb: str, entity: str
) -> Author:
    """Tell whose name a write of an entity carries.

    Raises:
        Refused: the API user may not do this to the entity, or `ImpersonationResourceId` names nobody who may be
            impersonated, or not for this.
    """
    if not settings.permits(entity, verb):
        raise Refused(no_right(verb))
    own = store.select("Resources", "userName = ? OR email = ?", (user, user), limit=1)
    own_id = int(own[0]["id"]) if own else None
    wanted = headers.get("impersonationresourceid", "").strip()
    if not wanted:
        return Author(own_id)
    named = row_id(wanted)
    resource = store.get("Resources", named) if named is not None else None
    if not settings.may_impersonate(entity, verb) or not _may_be_impersonated(resource, settings):
        raise Refused(no_right(verb))
    return Author(named, impersonator_id=own_id)


def no_right(verb: str) -> str:
    """Say what the API says to those who may not `query`, `create`, `update` or `delete` records of an entity."""
    return f"The logged in Resource does not have the adequate permissions to {verb} this entity type."


def _may_be_impersonated(resource: Record | None, settings: Settings) -> bool:
    if resource is None or not resource["isActive"] or resource["licenseType"] == API_LICENSE:
        return False
    return resource["id"] not in settings.never_impersonated


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(errors="replace"), expected.encode())
