"""What the desk keeps of the tenant's records: cards with just what an item shows or is ordered by."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from autotask.entities import ConfigurationItem, Contact, Contract, Project
from desk.autoreplies import is_machine
from desk.labels import Labels
from desk.settings import DeskSettings

CLOSED_PROJECTS = frozenset({0, 5})
"""Project statuses by product rule: inactive and complete."""

_DEVICE_CLASSES: tuple[tuple[re.Pattern[str], int], ...] = (
    (
        re.compile(
            r"server|firewall|storage|hypervisor|backup|\bhost\b|domain controller|\b(?:nas|san|bcdr|utm)\b"
            r"|(?:^|[-_\s])(?:srv|dc|fs|sql|exch?|fw|nas|san|esx\w*|hv|bdr)\d*(?:$|[-_\s])",
            re.IGNORECASE,
        ),
        0,
    ),
    (
        re.compile(
            r"switch|router|access point|network|wi-?fi|wireless|\bups\b"
            r"|(?:^|[-_\s])(?:sw|rt|rtr|ap|gw)\d*(?:$|[-_\s])",
            re.IGNORECASE,
        ),
        1,
    ),
    (
        re.compile(
            r"workstation|laptop|desktop|notebook|computer|\bpc\b"
            r"|(?:^|[-_\s])(?:ws|wks|pc|lt|nb|dt)\d*(?:$|[-_\s])",
            re.IGNORECASE,
        ),
        2,
    ),
)
OTHER_DEVICE = 3


@dataclass(frozen=True, slots=True)
class ContactCard:
    name: str
    email: str
    phone: str
    vip: bool
    machine: bool
    """The mailbox of a program, such as a monitor's: nobody who waits for an answer."""


class ContractCard(NamedTuple):
    name: str
    contract_type: int | None
    service_level: int | None


class ProjectCard(NamedTuple):
    name: str
    number: str
    company_id: int | None
    closed: bool


class DeviceCard(NamedTuple):
    name: str
    kind: str
    device_class: int


class Vips:
    """Who is served first. Autotask has no mark for it: settings name addresses, and words of a contact's title."""

    def __init__(self, settings: DeskSettings) -> None:
        self._addresses = frozenset(address.casefold() for address in settings.vip_contacts)
        words = "|".join(re.escape(word) for word in settings.vip_titles if word)
        self._titles = re.compile(rf"\b(?:{words})\b", re.IGNORECASE) if words else None

    def has(self, row: Contact) -> bool:
        if row.email_address and row.email_address.casefold() in self._addresses:
            return True
        return bool(row.title and self._titles is not None and self._titles.search(row.title))


def contact_card(row: Contact, vips: Vips) -> ContactCard:
    """What an item shows of a contact."""
    phone = row.phone or row.mobile_phone or row.alternate_phone or ""
    return ContactCard(
        name=" ".join(part for part in (row.first_name, row.last_name) if part),
        email=row.email_address or "",
        phone=f"{phone} x{row.extension}" if phone and row.extension else phone,
        vip=vips.has(row),
        machine=is_machine(row.email_address or ""),
    )


def device_card(row: ConfigurationItem, labels: Labels) -> DeviceCard:
    """What an item shows of a device, and how much hangs on it: 0 servers and firewalls, to 3 for the rest.

    The type says it, else the category, else the name as such devices are commonly named: SRV-01, DC02, FW.
    """
    name = row.reference_title or row.rmm_device_audit_hostname or row.datto_hostname or f"device {row.id}"
    kind = labels.word(ConfigurationItem, "configuration_item_type", row.configuration_item_type)
    category = labels.word(ConfigurationItem, "configuration_item_category_id", row.configuration_item_category_id)
    for words in (kind, category, name):
        for pattern, device_class in _DEVICE_CLASSES:
            if pattern.search(words):
                return DeviceCard(name, kind, device_class)
    return DeviceCard(name, kind, OTHER_DEVICE)


def contract_card(row: Contract) -> ContractCard:
    """What a ticket page shows of a contract."""
    return ContractCard(row.contract_name or "", row.contract_type, row.service_level_agreement_id)


def project_card(row: Project) -> ProjectCard:
    """What a task shows of its project, and whether the project is over."""
    closed = row.status in CLOSED_PROJECTS or row.completed_date_time is not None
    return ProjectCard(row.project_name or "", row.project_number or "", row.company_id, closed)
