"""The user-defined fields of the tenant: what a desk of this kind keeps beside Autotask's own fields."""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.store import Store
from sandbox.user_fields import Kind, UserField

VENDOR_CASE = "Vendor Case Number"
ENDPOINTS, PLAN, VIP = "Managed Endpoints", "Service Plan", "VIP"

FIELDS: Mapping[str, tuple[UserField, ...]] = {
    "Tickets": (
        UserField(VENDOR_CASE, length=60),
        UserField("Hold Reason", choices=("Customer", "Vendor", "Parts", "Approval", "Appointment")),
        UserField("Hold Release", Kind.DATE),
        UserField("On Hold", length=1_000),
    ),
    "Companies": (UserField(ENDPOINTS, Kind.NUMBER), UserField(PLAN, choices=("Gold", "Standard", "Block", "None"))),
    "Projects": (UserField("Customer Reference", length=40),),
    "Tasks": (UserField("Change Window", choices=("Office hours", "Evening", "Weekend")),),
    "Contacts": (UserField(VIP, choices=("Yes", "No")),),
}


def define_user_fields(store: Store) -> None:
    """Give the tenant its user-defined fields."""
    for entity, fields in FIELDS.items():
        store.define_udfs(entity, fields)
