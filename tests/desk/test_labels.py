"""What a tenant's words mean."""

import pytest

from autotask.entities import Ticket
from autotask.picklists import Picklist, Picklists, PicklistValue
from desk.labels import Labels, status_kind
from desk.model import StatusKind


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("New", StatusKind.NEW),
        ("In Progress", StatusKind.ACTIVE),
        ("Assigned", StatusKind.ACTIVE),
        ("Waiting Customer", StatusKind.WAITING_CUSTOMER),
        ("Awaiting client approval", StatusKind.WAITING_CUSTOMER),
        ("Waiting Approval", StatusKind.WAITING_CUSTOMER),
        ("Pending User", StatusKind.WAITING_CUSTOMER),
        ("Waiting Vendor", StatusKind.WAITING_VENDOR),
        ("With 3rd Party", StatusKind.WAITING_VENDOR),
        ("Waiting Materials", StatusKind.WAITING_MATERIALS),
        ("Parts on order", StatusKind.WAITING_MATERIALS),
        ("On Hold", StatusKind.ON_HOLD),
        ("Waiting", StatusKind.ON_HOLD),
        ("Customer Note Added", StatusKind.CUSTOMER_REPLIED),
        ("Client Responded", StatusKind.CUSTOMER_REPLIED),
        ("Scheduled", StatusKind.SCHEDULED),
        ("Escalate", StatusKind.ESCALATED),
        ("Complete", StatusKind.COMPLETE),
    ],
)
def test_a_status_is_understood_by_its_label(label: str, kind: StatusKind) -> None:
    assert status_kind(77, label, {}) is kind


def test_status_five_is_complete_whatever_it_is_called() -> None:
    assert status_kind(5, "Erledigt", {}) is StatusKind.COMPLETE


def test_a_shop_says_itself_what_its_words_mean() -> None:
    assert status_kind(40, "Wartet", {"wartet": StatusKind.WAITING_CUSTOMER}) is StatusKind.WAITING_CUSTOMER


def test_priorities_are_ranked_by_the_tenants_order_and_not_by_their_numbers() -> None:
    values = (
        PicklistValue(1, "High", sort_order=2),
        PicklistValue(4, "Critical", sort_order=1),
        PicklistValue(9, "Retired", sort_order=0, is_active=False),
        PicklistValue(3, "Low", sort_order=3),
    )
    labels = Labels(Picklists({("Tickets", "priority"): Picklist(values)}), {})
    assert labels.ticket_priorities == {4: "P1", 1: "P2", 3: "P3"}
    assert labels.word(Ticket, "priority", 9) == "Retired"
    assert labels.word(Ticket, "priority", 12) == "12"
    assert labels.word(Ticket, "priority", None) == ""
