"""The key, on its way into a request."""

from collections.abc import Generator

from pydantic import SecretStr

from autotask.bare_httpx import httpx
from autotask.errors import LedElsewhere, Unauthorised
from autotask.origin import Origin


class KeyAuth(httpx.Auth):
    """Puts the three headers of the key on requests to one origin, and refuses every other.

    httpx masks only `Authorization` when headers are shown, so the key must not stand in any dictionary of ours: it
    enters a request here, as it leaves.
    """

    def __init__(self, user: str, integration_code: str, secret: SecretStr, origin: Origin) -> None:
        """
        Raises:
            Unauthorised: The secret cannot be sent in a header.
        """
        self.origin = origin
        if not _fits_a_header(secret):
            raise Unauthorised(
                "The secret of the API user is empty or has characters it cannot have: enter it again, without the "
                "line break that copying may add."
            )
        self._user = user
        self._code = SecretStr(integration_code)
        self._secret = secret

    def __repr__(self) -> str:
        return f"KeyAuth({self.origin})"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        origin = Origin.of(str(request.url))
        if origin != self.origin:
            astray = LedElsewhere(f"The key belongs to {self.origin} and was not sent to {origin}.")
            astray.left = False
            raise astray
        request.headers["UserName"] = self._user
        request.headers["ApiIntegrationCode"] = self._code.get_secret_value()
        request.headers["Secret"] = self._secret.get_secret_value()
        yield request


def _fits_a_header(secret: SecretStr) -> bool:
    # A function of its own: the plain secret must not be a variable of a frame that raises.
    plain = secret.get_secret_value()
    return bool(plain) and plain.isascii() and plain.isprintable()
