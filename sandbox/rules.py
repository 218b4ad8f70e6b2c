"""Which entity has rules of its own beyond what metadata can tell."""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.attachment_rules import AttachmentRules
from sandbox.contract_rules import (
    BLOCK_HOURS,
    BUNDLES,
    PER_TICKET,
    RETAINER,
    SERVICES,
    PurchaseRules,
    ServiceAdjustmentRules,
)
from sandbox.definitions import EntityDef
from sandbox.drafts import Rules
from sandbox.entry_rules import ApprovalLevelRules, TimeEntryRules
from sandbox.project_rules import ProjectRules, TaskRules
from sandbox.ticket_rules import TicketRules
from sandbox.time_off import APPROVED, REJECTED, DecisionRules, TimeOffRules
from sandbox.trade_rules import PurchaseOrderRules, QuoteItemRules, ReceivingRules
from sandbox.under_ticket_rules import (
    ChecklistLibraryRules,
    ChecklistRules,
    LimitedRules,
    NoteRules,
    SecondaryResourceRules,
)
from sandbox.webhook_rules import WebhookRules

_ATTACHMENTS = AttachmentRules()
_WEBHOOKS = WebhookRules()
_NONE = Rules()
_RULES: Mapping[str, Rules] = {
    "Tickets": TicketRules(),
    "TimeEntries": TimeEntryRules(),
    "BillingItemApprovalLevels": ApprovalLevelRules(),
    "Projects": ProjectRules(),
    "Tasks": TaskRules(),
    "ContractServiceAdjustments": ServiceAdjustmentRules(SERVICES),
    "ContractServiceBundleAdjustments": ServiceAdjustmentRules(BUNDLES),
    "ContractBlocks": PurchaseRules(BLOCK_HOURS, "Block Hours", "hours", "hoursApproved"),
    "ContractRetainers": PurchaseRules(RETAINER, "Retainer", "amount", "amountApproved"),
    "ContractTicketPurchases": PurchaseRules(PER_TICKET, "Per Ticket", "ticketsPurchased", "ticketsUsed"),
    "QuoteItems": QuoteItemRules(),
    "PurchaseOrders": PurchaseOrderRules(),
    "PurchaseOrderItemReceiving": ReceivingRules(),
    "TicketNotes": NoteRules(),
    "TicketChecklistItems": ChecklistRules(),
    "TicketChecklistLibraries": ChecklistLibraryRules(),
    "TicketSecondaryResources": SecondaryResourceRules(),
    "TicketAdditionalContacts": LimitedRules(30, "contacts"),
    "TicketAdditionalConfigurationItems": LimitedRules(100, "configuration items"),
    "TicketCharges": LimitedRules(None, "charges"),
    "TimeOffRequests": TimeOffRules(),
    "TimeOffRequestsApprove": DecisionRules(APPROVED),
    "TimeOffRequestsReject": DecisionRules(REJECTED),
}


def rules_of(entity: EntityDef) -> Rules:
    """Give the rules of an entity, which mostly asks nothing more."""
    if entity.is_attachment:
        return _ATTACHMENTS
    return _WEBHOOKS if entity.name.endswith("Webhooks") else _RULES.get(entity.name, _NONE)
