"""Why a request is not answered with data.

Refusal
├── Refused        500  {"errors": [...]}: validation, business rules, bad fields, as Autotask answers them
│   └── WrongCode       the integration code is unknown
├── Unauthorised   401  empty body
├── NoSuchPath     404  {"Message": ...}
├── NotOffered     405  {"Message": ...}: the path exists, the verb does not
└── Throttled      429  {"errors": [...]}: the hour's requests are used up
"""

from __future__ import annotations

import json


class Refusal(Exception):
    """The request ends here, with a status and a body."""

    status = 500

    def body(self) -> str:
        """JSON text of the answer."""
        return ""


class Refused(Refusal):
    """Refused with texts: `{"errors": [...]}` and status 500, whatever the reason."""

    def __init__(self, *texts: str) -> None:
        super().__init__(*texts)
        self.texts = texts

    def body(self) -> str:
        """Give the texts in the envelope."""
        return json.dumps({"errors": self.texts}, ensure_ascii=False, separators=(",", ":"))


class WrongCode(Refused):
    """The integration code is none that the tenant knows."""

    def __init__(self) -> None:
        super().__init__("IntegrationCode is invalid.")


class Unauthorised(Refusal):
    """User or secret are wrong, or the whole tenant is locked out. The body is empty."""

    status = 401


class NoSuchPath(Refusal):
    """Nothing lives at this path."""

    status = 404

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url

    def body(self) -> str:
        """Say it as the web framework does."""
        text = f"No HTTP resource was found that matches the request URI '{self.url}'."
        return json.dumps({"Message": text}, ensure_ascii=False, separators=(",", ":"))


class NotOffered(Refusal):
    """The path exists but does not take this verb."""

    status = 405

    def __init__(self, method: str) -> None:
        super().__init__(method)
        self.method = method

    def body(self) -> str:
        """Say it as the web framework does."""
        text = f"The requested resource does not support http method '{self.method}'."
        return json.dumps({"Message": text}, separators=(",", ":"))


class Throttled(Refused):
    """The requests of the hour are used up."""

    status = 429
