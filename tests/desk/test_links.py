"""Addresses that a browser may open."""

import pytest

from desk.links import ticket_url


def test_a_ticket_opens_in_the_zone_of_the_tenant() -> None:
    assert ticket_url("https://ww14.autotask.net/", 48190) == (
        "https://ww14.autotask.net/Autotask/AutotaskExtend/ExecuteCommand.aspx?Code=OpenTicketDetail&TicketID=48190"
    )


@pytest.mark.parametrize("web_url", ["http://127.0.0.1:8123", "http://localhost:8123/", "http://[::1]:80"])
def test_the_demo_on_this_machine_may_be_plain_http(web_url: str) -> None:
    assert ticket_url(web_url, 1) is not None


@pytest.mark.parametrize(
    "web_url",
    [
        "",
        "http://ww14.autotask.net/",
        "javascript:alert(1)//",
        "file:///etc/passwd",
        "https://",
        "https://user:secret@ww14.autotask.net/",
        "https://ww14.autotask.net/?next=x",
        "https://[bad/",
        "https://host:port/",
        "http://127.0.0.1.evil.example/",
    ],
)
def test_anything_else_is_not_opened(web_url: str) -> None:
    assert ticket_url(web_url, 1) is None
