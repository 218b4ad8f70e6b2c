"""Who may ask: the API user's three headers, and on whose behalf a write is made.

Autotask answers a wrong integration code with a 500 that says so, and a wrong user or secret with an empty 401.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field

from sandbox.errors import Refused, Unauthorised
from sandbox.settings import Settings
from sandbox.store import Record, Store

API_USER = "servicedeck.api@sandbox.example"
"""User name or mail address of the API-only resource that requests come from."""

_API_LICENSE = 7
"""`Resources.licenseType` of those who are no people."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the API user must send with every request. The defaults guard nothing but made-up data."""

    user: str = API_USER
    secret: str = field(default="sandbox-secret", repr=False)
    integration_code: str = field(default="SANDBOXINTEGRATIONCODE0000", repr=False)

    def check(self, headers: Mapping[str, str]) -> None:
        """Let a request in.

        Raises:
            Unauthorised: user or secret are wrong or missing.
            Refused: the integration code is.
        """
        user = headers.get("username", "").strip().lower()
        if not (_same(user, self.user.lower()) and _same(headers.get("secret", ""), self.secret)):
            raise Unauthorised
        if not _same(headers.get("apiintegrationcode", "").strip(), self.integration_code):
            raise Refused("IntegrationCode is invalid.")


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
        Refused: `ImpersonationResourceId` names nobody who may be impersonated, or not for this entity.
    """
    own = store.select("Resources", "userName = ? OR email = ?", (user, user), limit=1)
    own_id = int(own[0]["id"]) if own else None
    wanted = headers.get("impersonationresourceid", "").strip()
    if not wanted:
        return Author(own_id)
    resource = store.get("Resources", int(wanted)) if wanted.isascii() and wanted.isdigit() else None
    allowed = settings.impersonates is None or entity.lower() in {name.lower() for name in settings.impersonates}
    if not allowed or not _may_be_impersonated(resource, settings):
        raise Refused(f"The logged in Resource does not have the adequate permissions to {verb} this entity type.")
    return Author(int(wanted), impersonator_id=own_id)


def _may_be_impersonated(resource: Record | None, settings: Settings) -> bool:
    if resource is None or not resource["isActive"] or resource["licenseType"] == _API_LICENSE:
        return False
    return resource["id"] not in settings.never_impersonated


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(errors="replace"), expected.encode())
