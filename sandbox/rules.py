"""Which entity has rules of its own beyond what metadata can tell."""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.drafts import Rules
from sandbox.entry_rules import TimeEntryRules
from sandbox.ticket_rules import TicketRules
from sandbox.under_ticket_rules import (
    ChecklistRules,
    LimitedRules,
    NoteRules,
    SecondaryResourceRules,
)

__all__ = ["RULES", "Rules"]

RULES: Mapping[str, Rules] = {
    "Tickets": TicketRules(),
    "TimeEntries": TimeEntryRules(),
    "TicketNotes": NoteRules(),
    "TicketChecklistItems": ChecklistRules(),
    "TicketSecondaryResources": SecondaryResourceRules(),
    "TicketAdditionalContacts": LimitedRules(30, "contacts"),
    "TicketAdditionalConfigurationItems": LimitedRules(100, "configuration items"),
    "TicketCharges": LimitedRules(None, "charges"),
}
