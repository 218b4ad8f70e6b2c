"""Where the key may go."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

from autotask.errors import AutotaskError, LedElsewhere
from autotask.origin import Origin, may_follow
from autotask.settings import AutotaskSettings
from autotask.zone import zone_at, zone_question
from tests.autotask.tenant import CODE, USER, Tenant, answer

HOME = Origin.of("https://webservices.autotask.net/")


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://webservices14.autotask.net/ATServicesRest/", True),
        ("https://WEBSERVICES14.AUTOTASK.NET/", True),
        ("https://webservices14.autotask.net:8443/", False),
        ("http://webservices14.autotask.net/", False),
        ("https://autotask.net.evil.test/", False),
        ("https://evilautotask.net/", False),
        ("https://evil.test/.autotask.net/", False),
    ],
)
def test_autotask_may_lead_to_autotask_alone(url: str, allowed: bool) -> None:
    assert may_follow(HOME, Origin.of(url)) is allowed


def test_a_test_host_may_lead_to_itself_alone() -> None:
    here = Origin.of("http://127.0.0.1:8000/")
    assert may_follow(here, Origin.of("http://127.0.0.1:8000/ATServicesRest/"))
    assert not may_follow(here, Origin.of("http://127.0.0.1:8001/"))
    assert not may_follow(here, HOME)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://x/",
        "x",
        "https://",
        "https://user@x/",
        "https://user:pass@x/",
        "https://x:99999/",
        "https://e.test\\.autotask.net/",
    ],
)
def test_what_is_no_plain_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - several texts, all of them ours
        Origin.of(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.test/",
        "http://webservices5.autotask.net/",
        "javascript:x",
        "https://a@webservices5.autotask.net/",
        "https://evil.test\\.autotask.net/",
    ],
)
async def test_a_forged_zone_answer_does_not_get_the_key(url: str) -> None:
    tenant = Tenant()
    tenant.answer("/atservicesrest/v1.0/zoneInformation", answer({"url": url, "webUrl": "https://evil.test/"}))
    with pytest.raises(LedElsewhere, match="the key was not sent"):
        await tenant.connect(base_url=None)
    assert all("secret" not in request.headers for request in tenant.requests)


@pytest.mark.parametrize("content", [{}, {"url": None}, {"url": ""}, [1]])
async def test_a_zone_answer_without_an_address_is_an_error(content: Any) -> None:
    tenant = Tenant()
    tenant.answer("/atservicesrest/v1.0/zoneInformation", lambda _: httpx.Response(200, json=content))
    with pytest.raises(AutotaskError):
        await tenant.connect(base_url=None)


@pytest.mark.parametrize(
    "web_url",
    [
        None,
        "https://evil.test/",
        "javascript:alert(1)",
        "https://evil.test\\.autotask.net/",
        "https://ww5.autotask.net/\x1b",
    ],
)
async def test_a_browser_is_not_sent_elsewhere_either(web_url: str | None) -> None:
    tenant = Tenant()
    url = "https://webservices5.autotask.net/ATServicesRest/"
    tenant.answer("/atservicesrest/v1.0/zoneInformation", answer({"url": url, "webUrl": web_url, "ci": "x"}))
    async with await tenant.connect(base_url=None) as client:
        assert (client.zone.web_url, client.zone.ci) == ("", 0)


def test_an_address_gets_its_version_once() -> None:
    with_version = "https://x.test/ATServicesRest/V1.0/"
    assert zone_at("https://x.test/ATServicesRest").url == with_version
    assert zone_at(with_version).url == with_version
    assert zone_at("https://x.test/atservicesrest/v1.0").url == "https://x.test/atservicesrest/v1.0/"


def test_the_user_is_quoted_in_the_question() -> None:
    assert zone_question("h.test", "a b&c@d").endswith("/atservicesrest/v1.0/zoneInformation?user=a%20b%26c%40d")
    assert zone_question("http://127.0.0.1:9/", "u").startswith("http://127.0.0.1:9/atservicesrest/")


@pytest.mark.parametrize(
    "wrong",
    [
        {"share": 0},
        {"share": 1.1},
        {"base_url": "ftp://x"},
        {"zone_host": "https://a:b@x"},
        {"user": " "},
        {"user": "two\nlines"},
        {"unknown": 1},
        {"timeouts": {"read": 0}},
    ],
)
def test_settings_that_make_no_sense_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        AutotaskSettings.model_validate({"user": USER, "integration_code": CODE, **wrong})


@pytest.mark.parametrize("content", [None, b"garbage"])
async def test_a_certificate_file_that_cannot_be_used_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(AutotaskError, match=r"autotask\.ca_file in .*ca\.pem"):
        await Tenant().connect(ca_file=path)


@pytest.mark.parametrize("limit", [None, "many", 10_000.5])
async def test_a_threshold_of_another_shape_does_not_keep_us_out(limit: Any) -> None:
    tenant = Tenant()
    tenant.answer("ThresholdInformation", answer({"externalRequestThreshold": limit}))
    async with await tenant.connect() as client:
        assert client.budget.limit == 10_000
