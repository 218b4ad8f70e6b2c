"""What `doctor` and `sync --once` say of an API user to whom Autotask does not show everything."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from autotask.client import Client
from autotask.settings import AutotaskSettings
from cli.exits import Exit
from cli.main import main
from cli.writing_checks import hold_field
from sandbox.announcement import Announcement
from sandbox.process import start

NO_RIGHT = {"status": 403, "errors": ["You do not have permission."]}
NONE = {"status": 200, "body": json.dumps({"queryCount": 0})}
NO_ROW = {"items": [], "pageDetails": {"count": 0, "requestCount": 500, "prevPageUrl": None, "nextPageUrl": None}}
TOO_MANY = {
    "status": 429,
    "errors": ["You have exceeded the request threshold."],
    "headers": {"Retry-After": "240"},
}


@pytest.fixture(scope="module")
def tenant() -> Iterator[Announcement]:
    with start(size="tiny", at=datetime(2026, 11, 24, 9, tzinfo=UTC), speed=0, admin=True) as running:
        yield running.about


@pytest.fixture
def places(tenant: Announcement, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Options that name an installation on the tenant. Nothing goes wrong there any more afterwards."""
    config = tmp_path / "config.toml"
    config.write_text(
        f'[autotask]\nuser = "{tenant.user}"\nintegration_code = "{tenant.integration_code}"\n'
        f'base_url = "{tenant.url}"\n[desk]\nme = "{tenant.me}"\n'
    )
    monkeypatch.setenv("SERVICEDECK_SECRET", tenant.secret)
    yield ["--config", str(config), "--data", str(tmp_path / "data")]
    httpx.delete(f"{tenant.url}sandbox/faults", trust_env=False).raise_for_status()
    settle(tenant, impersonates=None, seesNonBillable=True)


def answer(tenant: Announcement, path: str, reply: dict[str, Any]) -> None:
    """From now on the tenant answers so at this path."""
    fault = {"path": path, "times": 0, "apply": "no", "reply": reply}
    httpx.post(f"{tenant.url}sandbox/faults", json=fault, trust_env=False).raise_for_status()


def settle(tenant: Announcement, **settings: object) -> None:
    """The tenant's administrator changes what others may do."""
    httpx.patch(f"{tenant.url}sandbox/settings", json=settings, trust_env=False).raise_for_status()


def outcomes(tenant: Announcement) -> set[str]:
    """What came of all that was to be written so far."""
    journal = httpx.get(f"{tenant.url}sandbox/journal?after=0", trust_env=False).raise_for_status().json()
    return {write["outcome"] for write in journal["writes"]}


def doctor(places: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, tuple[str, str]]]:
    """The exit code, and verdict and sentence by the name of the check."""
    code = main([*places, "doctor", "--json"])
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return code, {one["name"]: (one["verdict"], one["sentence"]) for one in found}


def test_doctor_counts_what_is_readable(places: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with Path(places[1]).open("a") as config:
        config.write('[acts]\nhold_field = "on hold"\n')
    code, found = doctor(places, capsys)
    assert code == Exit.DONE
    assert found["collections"][0] == "good"
    assert found["Tickets"][1].endswith(" readable.")
    assert found["hold field"] == ("good", "Holds are carried in “On Hold”.")


async def test_a_field_that_cannot_carry_a_hold_is_told(tenant: Announcement) -> None:
    settings = AutotaskSettings(user=tenant.user, integration_code=tenant.integration_code, base_url=tenant.url)
    async with await Client.connect(settings, SecretStr(tenant.secret)) as client:
        found = [
            await hold_field(client, name) for name in ("Hold", "Hold Reason", "Hold Release", "Vendor Case Number")
        ]
    assert [one.verdict.value for one in found] == ["bad", "bad", "bad", "warning"]
    assert found[0].sentence.startswith("Tickets have no user-defined field “Hold” (acts.hold_field); there is Vendor")
    assert found[1].sentence == "“Hold Reason” (acts.hold_field) is no field of text. Name one that is."
    assert found[3].sentence.startswith("“Vendor Case Number” (acts.hold_field) takes 60 characters")


def test_doctor_says_who_is_at_the_screen_and_in_which_roles(
    places: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    _, found = doctor(places, capsys)
    verdict, sentence = found["me"]
    assert verdict == "good"
    assert sentence.startswith("Sanne de Wit (resource ")
    assert " (default)" in sentence


def test_without_a_role_nothing_can_be_assigned_to_a_person(
    tenant: Announcement, places: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    answer(tenant, "V1.0/Resource(ServiceDesk)?Roles/query$", {"status": 200, "body": json.dumps(NO_ROW)})
    code, found = doctor(places, capsys)
    assert code == Exit.DONE
    assert found["me"][0] == "warning"
    assert "holds no active role: no ticket can be assigned to them" in found["me"][1]


@pytest.mark.parametrize("access", ["None", 0])
def test_doctor_names_each_right_to_write_that_is_missing_and_what_does_not_work_without_it(
    tenant: Announcement, places: list[str], capsys: pytest.CaptureFixture[str], access: object
) -> None:
    info = {"name": "Ticket", "canCreate": True, "canUpdate": True, "canDelete": False, "userAccessForUpdate": access}
    answer(tenant, "V1.0/Tickets/entityInformation$", {"status": 200, "body": json.dumps({"info": info})})
    code, found = doctor(places, capsys)
    assert code == Exit.DONE
    verdict, sentence = found["rights"]
    assert verdict == "warning"
    assert "may not update Tickets: nothing can be taken, assigned, changed or completed" in sentence
    assert "create Tickets" not in sentence
    assert "Security Levels" in sentence


def test_doctor_says_what_is_written_in_whose_name_and_writes_nothing(
    tenant: Announcement, places: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert doctor(places, capsys)[1]["in your name"][0] == "good"
    settle(tenant, impersonates=["TimeEntries", "Tickets"])
    verdict, sentence = doctor(places, capsys)[1]["in your name"]
    assert verdict == "warning"
    assert sentence.startswith(
        "TicketNotes, TicketChecklistItems, TicketSecondaryResources are written as the API user, not as Sanne de Wit."
    )
    assert outcomes(tenant) == {"refused"}


@pytest.mark.parametrize(
    ("place", "more", "said"),
    [
        ("[autotask]\n", "read_only = true\n", "read-only session"),
        ("[acts]\n", "impersonate = false\n", "acts.impersonate is off"),
    ],
)
def test_doctor_tries_no_name_where_none_is_to_be_written_in(
    places: list[str], capsys: pytest.CaptureFixture[str], place: str, more: str, said: str
) -> None:
    config = Path(places[1])
    text = f"{config.read_text()}[acts]\n"
    config.write_text(text.replace(place, place + more))
    assert said in doctor(places, capsys)[1]["in your name"][1]


def test_doctor_says_where_time_that_is_not_billed_cannot_be_seen(
    tenant: Announcement, places: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    settle(tenant, seesNonBillable=False)
    verdict, sentence = doctor(places, capsys)[1]["non-billable"]
    assert verdict == "warning"
    assert "cannot be found again after a broken connection" in sentence


def test_doctor_names_each_collection_that_is_refused_and_what_stops_working(
    tenant: Announcement, places: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    answer(tenant, "V1.0/(TicketNotes|Appointments)/query", NO_RIGHT)
    code, found = doctor(places, capsys)
    assert code == Exit.DONE
    for name, consequence in (("TicketNotes", "conversations are not shown"), ("Appointments", "appointments are not")):
        verdict, sentence = found[name]
        assert verdict == "warning"
        assert sentence.startswith(f"Autotask refuses {name} to this API user: {consequence}")
    assert found["collections"][0] == "good"


def test_without_the_right_to_read_tickets_there_is_no_desk(
    tenant: Announcement, places: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    answer(tenant, "V1.0/Tickets/query", NO_RIGHT)
    code, found = doctor(places, capsys)
    assert code == Exit.FAILED
    assert found["Tickets"][0] == "bad"
    assert "without them there is no desk" in found["Tickets"][1]


def test_doctor_holds_no_ticket_at_all_against_the_companies_and_people_that_there_are(
    tenant: Announcement, places: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    answer(tenant, "V1.0/Tickets/query/count$", NONE)
    _, found = doctor(places, capsys)
    verdict, sentence = found["Tickets"]
    assert verdict == "warning"
    assert sentence.startswith("Autotask shows this API user no ticket, but ")
    assert sentence.endswith(" people. Check the rights of the API user's security level.")


def test_a_list_of_tickets_that_is_not_believed_is_no_success(
    tenant: Announcement, places: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    answer(tenant, "V1.0/Tickets/query/count$", NONE)
    answer(tenant, "V1.0/Tickets/query$", {"status": 200, "body": json.dumps(NO_ROW)})
    assert main([*places, "sync", "--once"]) == Exit.FAILED
    said = capsys.readouterr()
    assert said.out == ""
    assert "Autotask shows this API user no ticket" in said.err


def test_sync_says_when_to_try_again_where_that_is_known(
    tenant: Announcement, places: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    answer(tenant, "V1.0/Tickets", TOO_MANY)
    assert main([*places, "sync", "--once"]) == Exit.FAILED
    assert "Try again in 4 min." in capsys.readouterr().err
