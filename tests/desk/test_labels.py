"""What a tenant's words mean."""

import pytest

from autotask.entities import Ticket
from autotask.picklists import Picklist, Picklists, PicklistValue
from desk.labels import Labels, status_kind
from desk.model import StatusKind

LABELS = {
    StatusKind.NEW: "New|New - Hardware|Neu|Nieuw|Nouveau|Nuevo|Triage|Unassigned|Pending triage|Awaiting assignment",
    StatusKind.ACTIVE: "In Progress|Assigned|Work in progress|In Bearbeitung|Vendor Responded|Vendor Replied"
    "|Parts Received|Materials received|Hardware arrived|Follow up|Ready to bill|Teile eingetroffen|Hardware repair",
    StatusKind.WAITING_CUSTOMER: "Waiting Customer|Waiting Customer Response|Awaiting Client Response|Pending User"
    "|Waiting on Client Reply|Waiting for customer response|Pending User Update|No Customer Response"
    "|Awaiting client approval|Waiting for response|Awaiting confirmation|Customer unresponsive|With customer"
    "|Wartet auf Kunde|Warten auf Kundenantwort|Wacht op klant|Wachten op reactie klant|En attente client"
    "|Esperando respuesta del cliente|On hold - waiting for client",
    StatusKind.CUSTOMER_REPLIED: "Customer Note Added|Client Responded|Customer replied|User update"
    "|Kunde hat geantwortet|Klant heeft gereageerd|Réponse du client|Respuesta del cliente",
    StatusKind.WAITING_VENDOR: "Waiting Vendor|With 3rd Party|Waiting on vendor response|Vendor|Pending supplier"
    "|Wartet auf Hersteller|Wachten op leverancier|En attente fournisseur|Waiting for ISP",
    StatusKind.WAITING_MATERIALS: "Waiting Materials|Parts on order|Awaiting delivery|On order|Waiting for hardware"
    "|Warten auf Ersatzteile|Besteld|Parts",
    StatusKind.WAITING_APPROVAL: "Waiting Approval|Waiting Internal Approval|Pending authorization|Needs approval"
    "|Wartet auf Freigabe|Wacht op goedkeuring",
    StatusKind.ON_HOLD: "On Hold|Waiting|Parked|Pending|Pending internal|Deferred|Zurückgestellt|In de wacht|En pausa",
    StatusKind.SCHEDULED: "Scheduled|Scheduled / Dispatched|Dispatched|Booked|Geplant|Ingepland|Planifié",
    StatusKind.ESCALATED: "Escalate|Escalated to tier 2|Eskaliert|Escalated to vendor",
    StatusKind.COMPLETE: "Complete",
}


@pytest.mark.parametrize(
    ("label", "kind"), [(label, kind) for kind, labels in LABELS.items() for label in labels.split("|")]
)
def test_a_status_is_understood_by_its_label(label: str, kind: StatusKind) -> None:
    assert status_kind(77, label, {}) is kind


def test_status_five_is_complete_whatever_it_is_called() -> None:
    assert status_kind(5, "Erledigt", {}) is StatusKind.COMPLETE


def test_a_shop_says_itself_what_its_words_mean() -> None:
    assert status_kind(40, "Kühlregal", {"kühlregal": StatusKind.WAITING_CUSTOMER}) is StatusKind.WAITING_CUSTOMER


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
