"""The key is nowhere a person, a log or a crash report could see it."""

import json
import logging
import traceback

import httpx
import pytest
from pydantic import SecretStr, ValidationError

from autotask.auth import KeyAuth
from autotask.entities import Ticket
from autotask.errors import AutotaskError, LedElsewhere, Unauthorised
from autotask.kinds import kind_of
from autotask.origin import Origin
from autotask.settings import AutotaskSettings
from tests.autotask.tenant import BASE, CODE, SECRET, USER, Tenant, answer, errors

COUNT = "Tickets/query/count"


def _dump(error: BaseException) -> str:
    """Everything a crash report with local variables would show, but for the frame of the test itself."""
    assert error.__traceback__ is not None
    error.__traceback__ = error.__traceback__.tb_next
    report = traceback.TracebackException.from_exception(error, capture_locals=True)
    return "".join(report.format()) + repr(error) + str(error) + repr(vars(error))


@pytest.mark.parametrize(
    "trouble",
    [
        httpx.Response(401),
        httpx.Response(200, text="<html>"),
        httpx.ConnectError("no route"),
        httpx.LocalProtocolError(f"Illegal header value b'{SECRET}'"),
        errors("queueID is required"),
    ],
    ids=["401", "html", "connect", "protocol", "refused"],
)
async def test_no_error_shows_the_key_even_with_its_locals(trouble: httpx.Response | Exception) -> None:
    tenant = Tenant()
    tenant.answer(COUNT, trouble)
    async with await tenant.connect() as client:
        with pytest.raises(AutotaskError) as failure:
            await client.count(kind_of(Ticket))
    shown = _dump(failure.value)
    assert SECRET not in shown
    assert CODE not in shown


async def test_a_wrong_secret_shows_nothing_of_itself() -> None:
    tenant = Tenant()
    tenant.answer("ThresholdInformation", httpx.Response(401))
    with pytest.raises(Unauthorised) as failure:
        await tenant.connect()
    assert SECRET not in _dump(failure.value)


async def test_nothing_is_logged_of_a_request(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    tenant = Tenant()
    tenant.answer(COUNT, answer({"queryCount": 7}))
    async with await tenant.connect() as client:
        await client.count(kind_of(Ticket))
        shown = repr(client) + repr(vars(client)) + repr(vars(client._session))
    assert [record for record in caplog.records if record.name.startswith("http")] == []
    assert SECRET not in shown + caplog.text
    assert CODE not in shown + caplog.text


def test_auth_does_not_show_itself_and_serves_one_origin() -> None:
    auth = KeyAuth(USER, CODE, SecretStr(SECRET), Origin.of(BASE))
    assert SECRET not in repr(auth) + str(auth) + repr(vars(auth))
    assert CODE not in repr(auth) + repr(vars(auth))
    for url in ("https://evil.test/", "http://webservices5.autotask.net/", "https://webservices5.autotask.net:8443/"):
        with pytest.raises(LedElsewhere):
            next(auth.auth_flow(httpx.Request("GET", url)))


@pytest.mark.parametrize("secret", ["", "two\nlines", "smörgås"])
def test_a_secret_no_header_can_carry_is_refused_without_quoting_it(secret: str) -> None:
    with pytest.raises(Unauthorised) as failure:
        KeyAuth(USER, CODE, SecretStr(secret), Origin.of(BASE))
    assert not secret or secret not in _dump(failure.value)


def test_settings_show_neither_code_nor_odd_input() -> None:
    settings = AutotaskSettings(user=USER, integration_code=CODE)
    assert CODE not in repr(settings)
    with pytest.raises(ValidationError) as failure:
        AutotaskSettings(user=USER, integration_code=f"{CODE}\n{CODE}", base_url="ftp://x")
    assert CODE not in str(failure.value)


def test_the_key_is_sent_in_three_headers() -> None:
    auth = KeyAuth(USER, CODE, SecretStr(SECRET), Origin.of(BASE))
    request = next(auth.auth_flow(httpx.Request("GET", BASE)))
    names = {name: request.headers[name] for name in ("UserName", "ApiIntegrationCode", "Secret")}
    assert json.dumps(names) == json.dumps({"UserName": USER, "ApiIntegrationCode": CODE, "Secret": SECRET})
