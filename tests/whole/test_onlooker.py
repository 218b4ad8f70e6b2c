"""A second servicedeck on one folder: it looks at what the first one reads, and takes its place when that one dies."""

import json
from urllib.request import Request, urlopen

from sandbox.announcement import Announcement
from tests.whole.program import Asked, Program
from tests.whole.screen import Screen
from tests.whole.terminal import Seen, Terminal

RENAMED = "Renamed while somebody looks"


def rename(about: Announcement, ticket_id: int) -> None:
    """Give a ticket another title at the tenant."""
    told = Request(  # noqa: S310 - the address of our own sandbox
        f"{about.url}V1.0/Tickets",
        json.dumps({"id": ticket_id, "title": RENAMED}).encode(),
        {
            "Content-Type": "application/json",
            "ApiIntegrationCode": about.integration_code,
            "UserName": about.user,
            "Secret": about.secret,
        },
        method="PATCH",
    )
    urlopen(told).close()  # noqa: S310 - as above


def beside(other: Terminal, text: str) -> Seen:
    """A text on one screen while the other is read on too: a program stops where nobody reads what it writes."""

    def seen(screen: Screen) -> bool:
        other.settled(0.0)
        return text in screen.text

    return seen


def test_a_second_desk_looks_at_the_copy_of_the_first_and_takes_its_place_when_that_is_killed(
    program: Program, tenant: Announcement, ask: Asked
) -> None:
    program.configure(tenant)
    assert ask(program, "sync", "--once").code == 0
    first_ticket = json.loads(ask(program, "next", "--json").out)["id"]
    with program.open(columns=160, rows=45) as first:
        first.until("● live")
        with program.open(columns=160, rows=45) as second:
            second.until(beside(first, "● live"))
            second.until(beside(first, "servicedeck already runs here"))
            second.until(beside(first, "  RO"))
            rename(tenant, first_ticket)
            second.until(beside(first, RENAMED))
            refused = ask(program, "sync", "--once")
            assert refused.code == 1
            assert f"process {first.process.pid}" in refused.err
            first.process.kill()
            second.until("The other servicedeck has ended")
            second.until("● live")
            second.until(lambda screen: "  RO" not in screen.text)
            refused = ask(program, "sync", "--once")
            assert f"process {second.process.pid}" in refused.err, "the second keeps the copy now"
            second.press("q")
            assert second.ended() == 0
