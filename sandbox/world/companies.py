"""The customers: firms with people, places, machines and contracts, all invented."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sandbox.store import UDF
from sandbox.world.contracts import Agreements
from sandbox.world.instants import date_stamp
from sandbox.world.labels import Sla, WorkType
from sandbox.world.ledger import Ledger
from sandbox.world.people import DOMAIN, FIRM, OWNER
from sandbox.world.places import Office, Places
from sandbox.world.streams import stream
from sandbox.world.texts import packaged
from sandbox.world.user_fields import ENDPOINTS, PLAN, VIP

FIRST_COMPANY = 29683510
FIRST_CONTACT = 30682100
FIRST_DEVICE = 30910200
FIRST_PRODUCT = 29680310

DEVICE_KINDS = {"workstation": 1, "server": 2, "firewall": 3, "switch": 4, "ap": 5, "printer": 6, "nas": 7}
_PRODUCTS = (
    ("workstation", "Kestrel ProBook 14 laptop"),
    ("workstation", "Kestrel MiniDesk 600"),
    ("server", "Ironbark R450 server"),
    ("firewall", "Palisade 80F firewall"),
    ("switch", "Lattice 48P switch"),
    ("ap", "Lattice AX6 access point"),
    ("printer", "Inkwell MFP 4530"),
    ("nas", "Coldvault 8-bay backup appliance"),
)
_SERVERS = ("DC01", "FS01", "APP01", "SQL01", "RDS01", "HV01", "PRINT01", "RDS02")


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at a customer."""

    id: int
    first: str
    last: str
    email: str
    phone: str
    title: str
    tongue: str
    vip: bool

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"


@dataclass(frozen=True, slots=True)
class Device:
    """A configuration item."""

    id: int
    kind: str
    name: str
    contact: int | None


@dataclass(slots=True)
class Company:
    """One customer with everything a ticket may point at."""

    id: int
    name: str
    short: str
    domain: str
    trade: str
    people: int
    office: Office
    sla: int | None
    sites: list[tuple[int, str]] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    devices: dict[str, list[Device]] = field(default_factory=dict)
    contract: int | None = None
    apps: Sequence[str] = ()

    @property
    def maintained(self) -> bool:
        """Whether a contract brings recurring visits."""
        return self.sla in (Sla.GOLD, Sla.STANDARD)


def _plain(text: str) -> str:
    """Letters and digits for a mailbox or a host name; empty for scripts that have none."""
    folded = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("ø", "o").replace("ı", "i"))
    return "".join(c for c in folded if c.isascii() and c.isalnum()).lower()


def _firms(count: int) -> list[list[Any]]:
    firms = packaged("names")["firms"]
    rows: list[list[Any]] = [list(row) for row in firms["list"][:count]]
    rng = stream("firms")
    pairs = [(first, last) for last in firms["more_last"] for first in firms["more_first"]]
    rng.shuffle(pairs)
    number = 0
    while len(rows) < count:
        first, (last, trade) = pairs[number % len(pairs)]
        turn = number // len(pairs)
        name = f"{first} {last}" + (f" {turn + 1}" if turn else "")
        plan = rng.choice(("gold", "standard", "standard", "standard", "block", "none"))
        home = "nl" if number % 2 else "en"
        rows.append([name, _plain(name), trade, rng.randrange(9, 80), home, plan])
        number += 1
    return rows


class CompanyBuilder:
    """Makes the customers one after the other, each from a stream of its own."""

    def __init__(self, ledger: Ledger, seed: int, places: Places, today: date, agreements: Agreements) -> None:
        self._ledger = ledger
        self._seed = seed
        self._places = places
        self._today = today
        self._agreements = agreements
        self._names = packaged("names")
        self._products: dict[str, list[int]] = {}

    def build(self, count: int) -> list[Company]:
        """Write and give all customers; the MSP's own company is id 0, as Autotask has it."""
        self._write_products()
        self._ledger.insert(
            "Companies",
            {"id": 0, "companyName": FIRM, "companyNumber": "K0000", "companyType": 1, "phone": "+31 20 555 0100",
             "ownerResourceID": OWNER, "isActive": True, "webAddress": f"https://www.{DOMAIN}"},
        )  # fmt: skip
        return [self._company(number, row) for number, row in enumerate(_firms(count))]

    def _write_products(self) -> None:
        for kind, name in _PRODUCTS:
            number = self._ledger.insert(
                "Products",
                {"name": name, "isActive": True, "isSerialized": True, "manufacturerName": name.split()[0],
                 "productBillingCodeID": int(WorkType.HARDWARE)},
            )  # fmt: skip
            self._products.setdefault(kind, []).append(number)

    def _company(self, number: int, row: list[Any]) -> Company:
        name, domain, trade, people, home, plan = row
        rng = stream(self._seed, "company", number)
        company = Company(
            id=FIRST_COMPANY + number,
            name=name,
            short=_plain(domain)[:4].upper(),
            domain=f"{domain}.example",
            trade=trade,
            people=people,
            office=self._places.offices[home],
            sla={"gold": int(Sla.GOLD), "standard": int(Sla.STANDARD), "block": int(Sla.ESSENTIAL)}.get(plan),
            apps=self._names["apps"][trade],
        )
        self._write_company(company, rng)
        self._write_contacts(company, rng)
        self._write_devices(company, rng)
        company.contract = self._agreements.write(
            self._ledger, number, company.id, company.name, plan, company.sla, rng
        )
        managed = sum(len(company.devices.get(kind, ())) for kind in ("workstation", "server"))
        own = {ENDPOINTS: str(managed) if company.maintained else None, PLAN: plan.title()}
        self._ledger.update("Companies", company.id, {UDF: own})
        return company

    def _write_company(self, company: Company, rng: random.Random) -> None:
        home = company.office.home
        city, post = rng.choice(self._names["places"][home])
        street = rng.choice(self._names["places"][f"streets_{home}"])
        phone = _phone(home, rng)
        address = {"address1": f"{rng.randrange(1, 180)} {street}", "city": city, "postalCode": post, "phone": phone}
        country = 155 if home == "nl" else 235
        self._ledger.insert(
            "Companies",
            {
                "id": company.id, "companyName": company.name, "companyNumber": f"K{company.id % 10000:04}",
                "companyType": 1, "isActive": True, "ownerResourceID": OWNER, "countryID": country,
                "createDate": date_stamp(self._today - timedelta(days=rng.randrange(400, 3200))),
                "lastActivityDate": date_stamp(self._today - timedelta(days=rng.randrange(1, 30))),
                "lastTrackedModifiedDateTime": date_stamp(self._today - timedelta(days=rng.randrange(30, 300))),
                "webAddress": f"https://www.{company.domain}", **address,
            },
        )  # fmt: skip
        names = ["Main office", *rng.sample(self._names["places"]["sites"], k=min(3, company.people // 25))]
        for place, name in enumerate(names):
            number = self._ledger.insert(
                "CompanyLocations",
                {**address, "companyID": company.id, "name": name, "isPrimary": place == 0, "isActive": True,
                 "countryID": country},
            )  # fmt: skip
            company.sites.append((number, name))

    def _write_contacts(self, company: Company, rng: random.Random) -> None:
        taken: set[str] = set()
        for place in range(max(4, min(26, company.people // 3))):
            tongue = company.office.home
            first, last = self._draw_name(tongue, rng)
            if f"{first} {last}" in taken:
                continue
            taken.add(f"{first} {last}")
            title = "Director" if place == 0 else rng.choice(self._names["titles"]["any"])
            mailbox = ".".join(part for part in (_plain(first), _plain(last)) if part) or f"user{place}"
            contact = Contact(
                id=FIRST_CONTACT + company.id % 100_000 * 40 + place,
                first=first, last=last, email=f"{mailbox}@{company.domain}", phone=_phone(tongue, rng),
                title=title, tongue=tongue, vip=title == "Director",
            )  # fmt: skip
            gone = place > 3 and rng.random() < 0.05
            if not gone:
                company.contacts.append(contact)
            self._ledger.insert(
                "Contacts",
                {
                    "id": contact.id, "companyID": company.id, "firstName": first, "lastName": last,
                    "emailAddress": contact.email, "phone": contact.phone, "title": title,
                    "companyLocationID": rng.choice(company.sites)[0], "primaryContact": place == 0,
                    "isActive": 0 if gone else 1, UDF: {VIP: "Yes"} if contact.vip else {},
                    "createDate": date_stamp(self._today - timedelta(days=rng.randrange(120, 900))),
                    "lastModifiedDate": date_stamp(self._today - timedelta(days=rng.randrange(1, 120))),
                },
            )  # fmt: skip

    def _draw_name(self, tongue: str, rng: random.Random) -> tuple[str, str]:
        people = self._names["people"]
        if rng.random() < 0.06:
            first, last = rng.choice(people["far"]["pairs"])
            return first, last
        names = people[tongue if rng.random() < 0.85 else rng.choice(("nl", "en"))]
        return rng.choice(names["first"]), rng.choice(names["last"])

    def _write_devices(self, company: Company, rng: random.Random) -> None:
        servers = max(1, min(7, company.people // 9))
        counts = {
            "workstation": min(26, len(company.contacts)), "server": servers, "firewall": len(company.sites),
            "switch": 1 + servers // 2, "ap": 2 + company.people // 20, "printer": 1 + company.people // 20,
            "nas": 1,
        }  # fmt: skip
        place = 0
        for kind, count in counts.items():
            for number in range(count):
                owner = company.contacts[number] if kind == "workstation" else None
                name = _host(company.short, kind, number, rng)
                device = Device(
                    FIRST_DEVICE + company.id % 100_000 * 80 + place, kind, name, owner.id if owner else None
                )
                place += 1
                company.devices.setdefault(kind, []).append(device)
                self._ledger.insert(
                    "ConfigurationItems",
                    {
                        "id": device.id, "companyID": company.id, "referenceTitle": name,
                        "configurationItemType": DEVICE_KINDS[kind], "contactID": device.contact,
                        "productID": rng.choice(self._products[kind]), "isActive": True,
                        "rmmDeviceAuditHostname": name, "companyLocationID": rng.choice(company.sites)[0],
                        "serialNumber": f"{rng.getrandbits(36):09X}",
                        "installDate": date_stamp(self._today - timedelta(days=rng.randrange(90, 1900))),
                        "createDate": date_stamp(self._today - timedelta(days=rng.randrange(90, 1900))),
                        "lastModifiedTime": date_stamp(self._today - timedelta(days=rng.randrange(1, 90))),
                    },
                )  # fmt: skip


def _phone(home: str, rng: random.Random) -> str:
    """Numbers from the ranges kept free for fiction (UK) or with 555 (NL)."""
    if home == "en":
        return f"+44 1632 960{rng.randrange(1000):03}"
    return f"+31 20 555 {rng.randrange(10000):04}"


def _host(short: str, kind: str, number: int, rng: random.Random) -> str:
    match kind:
        case "workstation":
            return f"{short}-{rng.choice(('LT', 'PC', 'LT'))}{100 + number * 3 + rng.randrange(3)}"
        case "server":
            return f"{short}-{_SERVERS[number]}"
        case "firewall":
            return f"{short}-FW{number + 1:02}"
        case "switch":
            return f"{short}-SW{number + 1:02}"
        case "ap":
            return f"{short}-AP{number + 1:02}"
        case "printer":
            return f"{short}-PRN{number + 1:02}"
        case _:
            return f"{short}-BDR{number + 1:02}"
