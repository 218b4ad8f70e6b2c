"""The classifier against tickets it was and was not tuned on, and against each trap by name.

`labelled_tickets.jsonl` was written before the cues. Odd ids were tuned on and are among the examples; even ids were
kept back. `fresh_tickets.jsonl` was written after the tuning, to see how far it carries.

`unseen_tickets.jsonl` holds four later batches in other voices (terse, rambling, indirect, machine-written, sparse ITSM
exports, seven languages), each written in one go before its first reading. Right at that first reading, workflow and
family: batch 1 (wilfully figurative) 71 % and 84 %, batch 2 (ordinary) 89 % and 96 %, batch 3 (indirect, machines)
79 % and 88 %, batch 4 (mixed) 91 % and 96 %. Batches 1 to 3 were learned from by concept afterwards; batch 4 was not.
"""

import json
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pytest

from workflows.catalog import load, packaged
from workflows.classify import Classification, TicketFacts, classify

HERE = Path(__file__).parent
CATALOGUE = packaged()
FIELDS = ("id", "title", "description", "source", "priority", "category", "type", "queue")


def read(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]


LABELLED = read("labelled_tickets.jsonl")
TUNED = [each for each in LABELLED if int(each["id"]) % 2]
HELD_BACK = [each for each in LABELLED if not int(each["id"]) % 2]
FRESH = read("fresh_tickets.jsonl")
UNSEEN = read("unseen_tickets.jsonl")
NEVER_TUNED_ON = [each for each in UNSEEN if str(each["batch"]) == "4"]


def classified(**facts: object) -> Classification:
    return classify(TicketFacts(**facts), CATALOGUE)  # type: ignore[arg-type]


def workflow(**facts: object) -> str:
    return classified(**facts).workflow


@dataclass
class Score:
    overall: float
    macro: float
    family: float
    misses: list[str]


def score(tickets: list[dict[str, str]]) -> Score:
    hits: dict[str, list[bool]] = defaultdict(list)
    families, misses = 0, []
    for ticket in tickets:
        found = workflow(**{key: ticket[key] for key in FIELDS if key in ticket})
        wanted = ticket["expected"]
        hits[wanted].append(found == wanted)
        families += CATALOGUE.workflows[found].family == CATALOGUE.workflows[wanted].family
        if found != wanted:
            misses.append(f"{ticket['title']}: {found} for {wanted}")
    right = sum(sum(each) for each in hits.values())
    macro = sum(sum(each) / len(each) for each in hits.values()) / len(hits)
    return Score(right / len(tickets), macro, families / len(tickets), misses)


def test_the_labelled_set_covers_every_workflow() -> None:
    assert len(LABELLED) >= 300
    assert {each["expected"] for each in LABELLED} == {each.id for each in CATALOGUE.workflows.values() if each.enabled}


@pytest.mark.parametrize(("tickets", "overall"), [(TUNED, 0.95), (HELD_BACK, 0.90), (FRESH, 0.85)])
def test_accuracy_holds(tickets: list[dict[str, str]], overall: float) -> None:
    found = score(tickets)
    assert found.overall >= overall, found.misses
    assert found.macro >= 0.85, found.misses
    assert found.family >= 0.95, found.misses


@pytest.mark.parametrize(
    ("tickets", "overall", "family"),
    [(UNSEEN, 0.93, 0.97), (NEVER_TUNED_ON, 0.88, 0.94)],
    ids=["all", "never tuned on"],
)
def test_wording_never_seen_before_is_read(tickets: list[dict[str, str]], overall: float, family: float) -> None:
    found = score(tickets)
    assert len(UNSEEN) >= 200
    assert found.overall >= overall, found.misses
    assert found.family >= family, found.misses


@pytest.mark.parametrize(
    ("labels", "wanted"),
    [
        ({"type": "Incident", "priority": "P1"}, "W01"),
        ({"type": "Incident", "priority": "1 - Critical"}, "W01"),
        ({"type": "INCIDENT", "priority": "Sev-1"}, "W01"),
        ({"type": "Incident", "priority": "Prio 1"}, "W01"),
        ({"type": "Störung", "priority": "Kritisch"}, "W01"),
        ({"type": "Incident", "priority": "2 - High"}, "W02"),
        ({"type": "Incident", "priority": "Urgent"}, "W02"),
        ({"type": "problem", "priority": "high"}, "W02"),
        ({"type": "Incident", "priority": "3 - Moderate"}, "W04"),
        ({"type": "Bug", "priority": "Medium"}, "W04"),
        ({"type": "Incident", "priority": "very_low"}, "W05"),
        ({"type": "Incident", "priority": "4 - Low"}, "W05"),
        ({"priority": "High - Backup"}, "W03"),
        ({"priority": "Quick Hit"}, "W06"),
        ({"category": "Administrative rights", "type": "Request"}, "W06"),
        ({"category": "Access"}, "W06"),
        ({"category": "HR Support"}, "W07"),
        ({"category": "Onboarding"}, "W07"),
        ({"category": "Purchase"}, "W09"),
        ({"category": "Internal Project"}, "W11"),
        ({"type": "Alert", "source": "Monitoring Alert"}, "A"),
        ({"source": "RMM"}, "A"),
        ({"queue": "Recurring"}, "W10"),
        ({"type": "Question"}, "W05"),
    ],
)
def test_labels_of_other_desks_are_read_by_meaning(labels: dict[str, str], wanted: str) -> None:
    assert workflow(title="INC0012345", **labels) == wanted


def test_a_family_label_without_more_gives_the_default_of_the_family_with_little_confidence() -> None:
    request = classified(type="Service Request")
    assert (request.workflow, request.rule) == ("W07", "default.request")
    assert request.confidence < 0.5
    assert classified(type="Incident").workflow == "W04"


@pytest.mark.parametrize("priority", ["Critical", "P1", "Urgent", "1 - Critical", "Highest", "High"])
def test_a_request_marked_urgent_stays_a_request(priority: str) -> None:
    assert workflow(title="Access to the sales folder for Bob", priority=priority) == "W06"
    assert workflow(title="Unlock", type="Service Request", priority=priority) == "W06"
    assert workflow(title="New starter tomorrow", priority=priority) == "W07"


@pytest.mark.parametrize(
    ("priority", "wanted"), [("P1", "W01"), ("High", "W02"), ("Medium", "W04"), ("Low", "W05"), ("Trivial", "W05")]
)
def test_a_priority_ranks_an_incident_of_few_words(priority: str, wanted: str) -> None:
    assert workflow(title="Booking app", type="Incident", priority=priority) == wanted
    assert workflow(title="Booking app broken", type="Incident", priority=priority) == wanted


def test_questions_of_sales_and_billing_are_requests_where_labelled_so_and_questions_where_not() -> None:
    assert workflow(title="Question about my invoice") == "W05"
    billing = classified(title="Invoice", type="Request", queue="Billing and Payments")
    assert CATALOGUE.workflows[billing.workflow].family == "request"


def test_nothing_known_is_unclassified() -> None:
    found = classified(title="Hello")
    assert (found.workflow, found.rule, found.confidence) == ("U", "nothing.known", 0.0)


def test_links_decide() -> None:
    assert workflow(title="Printer not working", project=True) == "W11"
    assert workflow(title="Check the servers", recurring=True) == "W10"
    assert workflow(title="Set up the new branch", type="Service Request", estimated_hours=6.0) == "W08"
    assert workflow(title="fw-12", rmm_alert=True) == "A"


class TestTraps:
    def test_negated_urgency(self) -> None:
        assert workflow(title="Printer", description="Not urgent and no outage, it jams now and then.") == "W04"
        assert workflow(title="Drucker", description="Kein Ausfall, er zieht ab und zu zwei Blätter ein.") == "W04"

    def test_a_negation_inside_a_cue_negates_nothing_else(self) -> None:
        assert workflow(title="Not a joke: I really cannot work", description="My screen stays black.") == "W02"

    def test_an_outage_in_the_quoted_thread(self) -> None:
        thread = (
            "Could you also unlock Bill?\n\nFrom: Support\nSent: Monday\nTo: Ann\n\nThe site is down, nobody can work."
        )
        assert workflow(title="RE: Outage", description=thread) == "W06"

    def test_words_in_signature_and_disclaimer(self) -> None:
        text = "Please reset my password.\n\nKind regards,\nHelen\nCritical Outage Response Ltd, hacked? call us"
        assert workflow(title="Hi", description=text) == "W06"
        text = "Please reset my password.\n\nThis e-mail is confidential. Unauthorized access is prohibited."
        assert not classified(title="Hi", description=text).security

    def test_a_test_restore_is_a_request(self) -> None:
        assert workflow(title="Please do a test restore of the file server") == "W07"

    def test_a_restored_file_is_a_quick_hit(self) -> None:
        assert workflow(title="Please restore a deleted file from last night's backup") == "W06"

    def test_no_longer_down(self) -> None:
        assert workflow(title="Internet no longer down", description="Works again, you can close.") == "W05"

    def test_critical_marketing(self) -> None:
        assert workflow(title="CRITICAL webinar: ransomware", description="Register today. Unsubscribe.") == "U"

    def test_the_password_of_the_ceo_is_a_quick_hit(self) -> None:
        assert workflow(title="Password reset for our CEO", description="He forgot it.") == "W06"

    def test_a_ceo_who_cannot_work_is_not(self) -> None:
        assert workflow(title="CEO cannot open his email", description="Board meeting in one hour.") == "W02"

    def test_a_leaver_ends_access(self) -> None:
        found = classified(title="Urgent: terminate access of Carl today", priority="Critical", type="Service Request")
        assert (found.workflow, found.offboarding) == ("W07", True)
        assert not classified(title="New starter Monday").offboarding

    def test_a_recovery_of_a_monitor_stays_an_alert(self) -> None:
        assert workflow(title="[RESOLVED] Ping loss to fw-3", description="Alert cleared at 03:12.") == "A"
        assert workflow(title="RECOVERY: service HTTP on web02 is OK", description="Nagios notification.") == "A"

    def test_a_monitor_that_says_critical_is_unverified(self) -> None:
        assert workflow(title="PROBLEM: host core-sw1 is DOWN", description="Nagios. Info: CRITICAL") == "A"

    def test_a_named_machine_that_is_offline_is_an_alert_unless_a_person_says_so(self) -> None:
        assert workflow(title="SRV-APP02 offline") == "A"
        assert workflow(title="My PC-0231 will not start", description="I have a client at ten.") == "W02"

    def test_a_word_of_one_language_is_no_cue_in_another(self) -> None:
        assert classified(title="Please come to room 4").rule != "text.how_to"
        assert workflow(title="Consultant cannot print", description="Restarting did not help.") == "W04"

    def test_a_failed_backup_is_more_than_an_alert(self) -> None:
        assert (
            workflow(title="Backup failed on SRV1", type="Alert", source="Monitoring Alert", queue="Monitoring")
            == "W03"
        )

    def test_install_an_update_install_a_firewall_and_an_install_that_failed(self) -> None:
        assert workflow(title="Please install the latest update of Chrome") == "W06"
        assert workflow(title="Install the new firewall", description="It arrived today.") == "W09"
        assert workflow(title="Software install failed with error 1603") == "W04"
        assert workflow(title="Windows update to 24H2 on all 70 laptops") == "W08"


def test_security_is_flagged() -> None:
    assert classified(title="Our mailbox was hacked").security


def test_every_step_is_told() -> None:
    found = classified(title="Laptop will not boot", priority="High", type="Incident", source="Phone")
    read = [(each.field, each.value) for each in found.evidence]
    assert read[:2] == [("priority", "High"), ("type", "Incident")]
    assert ("title", "will not boot") in read
    assert found.evidence[0].says == "a high priority"
    assert found.rule == "text.stopped"


def test_an_own_map_decides_outright() -> None:
    own = load('[map.priority]\n"Rot" = "W01"\n', name="own.toml")
    found = classify(TicketFacts(title="Password reset", priority="ROT"), own)
    assert (found.workflow, found.rule, found.confidence) == ("W01", "map.priority", 1.0)


def test_a_lane_that_is_off_is_never_the_outcome() -> None:
    assert workflow(title="Recurring cause", type="Problem") != "P"
    own = load("[workflows.P]\nenabled = true\n", name="own.toml")
    assert classify(TicketFacts(title="Recurring cause", type="Problem"), own).workflow == "P"


def test_the_time_taken_grows_no_faster_than_the_text() -> None:
    for text in ("down " * 100_000, "> " * 100_000, "from: " * 50_000, "\n" * 200_000, "a" * 500_000, "é?" * 100_000):
        start = time.process_time()
        classified(title=text[:300], description=text)
        assert time.process_time() - start < 0.5
