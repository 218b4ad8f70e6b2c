"""Whatever the other end does, one sentence says what, where and what next; the copy stays, and so does the screen."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from sandbox.announcement import Announcement
from tests.whole import faults
from tests.whole.faults import FaultyServer, Go, faulty
from tests.whole.program import TRACEBACK, Asked, Done, Program

IMPATIENT = "[autotask.timeouts]\nconnect = 1\nread = 1\ndeadline = 0.5\n[sync]\ninterval = 5\n"

OUTAGES: list[tuple[Go, str]] = [
    (faults.web_page, "has a fault of its own (503)"),
    (faults.sign_in_page, 'a web page ("Guest Wi-Fi") instead of data'),
    (faults.garbage, "cannot be used: it is not UTF-8 text"),
    (faults.half_an_answer, "broke off or was garbled"),
    (faults.silence, "broke off or was garbled"),
    (faults.refusal, "refused: Object reference not set to an instance of an object."),
    (faults.throttling, "The request limit of the tenant is reached"),
    (faults.refused_key, "The API key was refused by"),
    (faults.refused_code, "The integration code was refused by"),
]
CURSOR = "┃>"
"""What the row under the cursor begins with."""
NUMBER = re.compile(r"┃[> ]\D*(\d{4}\.\d{4})")

NAMES = [go.__name__ for go, _ in OUTAGES]


@dataclass(frozen=True, slots=True)
class Wire:
    """An installation, and the server that it speaks to."""

    program: Program
    server: FaultyServer


@pytest.fixture(scope="module")
def wire(tmp_path_factory: pytest.TempPathFactory, tenant: Announcement) -> Iterator[Wire]:
    """A copy that is up to date, and a server that may go wrong from now on."""
    with faulty(tenant.url) as server:
        program = Program(tmp_path_factory.mktemp("wire"))
        program.configure(tenant, url=server.url, more=IMPATIENT)
        assert program.run("sync", "--once").code == 0
        yield Wire(program, server)
        server.go = faults.pass_on


@pytest.mark.parametrize(("go", "said"), OUTAGES, ids=NAMES)
def test_sync_says_what_went_wrong_in_one_sentence_and_keeps_the_copy(
    wire: Wire, ask: Asked, go: Go, said: str
) -> None:
    wire.server.go = go
    done = ask(wire.program, "sync", "--once")
    assert done.code == 1
    assert said in done.err
    assert "127.0.0.1" in done.err
    assert "The copy stays as it was" in done.err
    assert len(done.err.splitlines()) == 1
    assert done.out == ""
    _nothing_leaks(wire.program, done)
    assert ask(wire.program, "next").out.startswith("1. ")


@pytest.mark.parametrize(("go", "said"), [OUTAGES[0], OUTAGES[5], OUTAGES[7]], ids=[NAMES[0], NAMES[5], NAMES[7]])
def test_doctor_says_what_went_wrong_and_ends_with_1(wire: Wire, ask: Asked, go: Go, said: str) -> None:
    wire.server.go = go
    done = ask(wire.program, "doctor")
    assert done.code == 1
    assert [line for line in done.out.splitlines() if line.startswith("BAD") and said in line]
    _nothing_leaks(wire.program, done)


def test_a_wrong_secret_is_refused_without_being_shown(wire: Wire, ask: Asked) -> None:
    wire.server.go = faults.pass_on
    stranger = Program(wire.program.folder, {"SERVICEDECK_SECRET": "sesame-open-yourself"})
    for command in (("sync", "--once"), ("doctor",)):
        done = ask(stranger, *command)
        assert done.code == 1
        assert "The API key was refused by" in done.said
        _nothing_leaks(stranger, done)


@pytest.mark.parametrize(
    ("path", "said"),
    [("", "cannot be reached (connection refused)"), ("Elsewhere/", "check the address or the zone host")],
    ids=["nobody listens", "another address"],
)
def test_a_wrong_address_is_named(program: Program, tenant: Announcement, ask: Asked, path: str, said: str) -> None:
    url = tenant.url.replace("ATServicesRest/", path) if path else "http://127.0.0.1:9/ATServicesRest/"
    program.configure(tenant, url=url, more=IMPATIENT)
    done = ask(program, "sync", "--once")
    assert done.code == 1
    assert said in done.err
    _nothing_leaks(program, done)


def test_a_user_whom_no_zone_knows_is_told_to_check_the_name(
    program: Program, tenant: Announcement, ask: Asked
) -> None:
    program.configure(tenant, user="nobody@example.com", more=IMPATIENT)
    host = tenant.url.removesuffix("/ATServicesRest/")
    text = program.config.read_text().replace("base_url = ", "zone_host = ").replace(tenant.url, host)
    program.config.write_text(text)
    done = ask(program, "sync", "--once")
    assert done.code == 1
    assert "knows no zone for the API user: check the user name" in done.err


def test_the_screen_keeps_its_data_while_it_says_what_is_wrong(wire: Wire) -> None:
    wire.server.go = faults.pass_on
    with wire.program.open(columns=120, rows=36) as terminal:
        terminal.until("● live")
        terminal.until("Work on next")
        terminal.until(CURSOR)
        found = NUMBER.search(terminal.screen.text)
        assert found is not None, terminal.screen.text
        row = found[1]
        for go, said in (OUTAGES[3], OUTAGES[5]):
            wire.server.go = go
            terminal.press("r")
            terminal.until("x OFFLINE")
            terminal.until(said[:20])
            assert row in terminal.screen.text
            wire.server.go = faults.pass_on
            terminal.press("r")
            terminal.until("● live")
        wire.server.go = faults.throttling
        terminal.press("r")
        terminal.until("▲ THROTTLED")
        terminal.until("The request limit of the tenant is reached")
        assert row in terminal.screen.text
        terminal.press("q")
        assert terminal.ended() == 0


def test_a_refused_key_leaves_old_data_on_the_screen_and_asks_nothing_by_itself(wire: Wire) -> None:
    wire.server.go = faults.refused_key
    with wire.program.open() as terminal:
        terminal.until("x REFUSED")
        terminal.until("The API key was refused")
        terminal.until(CURSOR)
        terminal.press("q")
        assert terminal.ended() == 0


def _nothing_leaks(program: Program, done: Done) -> None:
    assert TRACEBACK not in done.said
    assert program.environment["SERVICEDECK_SECRET"] not in done.said
    assert "\x1b" not in done.said
