"""The people of the MSP: technicians with roles, queues, hours and habits; a coordinator; an owner; the API user."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date

from sandbox.access import API_USER as API_USER_NAME
from sandbox.world.hours import DaySpan, Hours
from sandbox.world.instants import date_stamp
from sandbox.world.labels import Category, Queue, Role, WorkType
from sandbox.world.ledger import Ledger
from sandbox.world.places import DAYS, DEPARTMENT, PROJECT_DEPARTMENT, Office, Places
from sandbox.world.streams import stream
from sandbox.world.texts import packaged

OWNER = 29682801
COORDINATOR = 29682802
API_USER = 29682803
RMM_USER = 29682804
FIRST_TECH = 29682885

DOMAIN = "kadewest.example"
FIRM = "Kadewest Managed IT"


@dataclass(slots=True)
class Tech:
    """One technician: what he may do, when he is there, and how faithfully he enters his time."""

    id: int
    first: str
    last: str
    level: int
    """1 and 2 work the service desk, 3 engineers and projects."""
    home: str
    hours: Hours
    lunch: int
    """Local minute of the day at which lunch begins."""
    prompt: float
    """Share of his work that he enters as it ends."""
    late: float
    """Share that he enters in the evening or the next morning; the rest he never enters."""
    rng: random.Random
    roles: tuple[int, ...]
    queues: tuple[int, ...]
    availability: tuple[float, ...]
    title: str
    office: Office
    full_time: bool
    leave: set[date] = field(default_factory=set)
    granted: set[date] = field(default_factory=set)
    """Days of his leave that a client gave him."""
    granted_parts: list[tuple[int, int]] = field(default_factory=list)
    """Parts of days that a client gave him."""

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"

    def is_off(self, at: int, *, granted: bool = False) -> bool:
        """Whether an instant lies on a day of leave or sickness, or in time off that a client granted."""
        days = self.granted if granted else self.leave
        if any(start <= at < end for start, end in self.granted_parts):
            return True
        return bool(days) and date.fromordinal(self.hours.day_of(at)) in days

    @property
    def role(self) -> int:
        return self.roles[0]


@dataclass(frozen=True, slots=True)
class _Hand:
    first: str
    last: str
    level: int
    home: str
    opens: int
    closes: int
    free_days: tuple[int, ...]
    prompt: float
    late: float
    title: str


_NINE, _EIGHT = 9 * 60, 8 * 60
_CREW = (
    _Hand("Jonas", "Brandt", 2, "nl", _EIGHT, 16 * 60 + 30, (), 0.9, 0.08, "Support engineer L2"),
    _Hand("Sanne", "de Wit", 1, "nl", _EIGHT, 16 * 60 + 30, (), 0.95, 0.04, "Service desk L1"),
    _Hand("Rhys", "Pritchard", 1, "en", _EIGHT + 30, 17 * 60, (), 0.8, 0.15, "Service desk L1"),
    _Hand("Amara", "Okafor", 2, "en", _NINE, 17 * 60 + 30, (), 0.88, 0.08, "Support engineer L2"),
    _Hand("Tomasz", "Zieliński", 1, "nl", _NINE, 17 * 60 + 30, (2,), 0.6, 0.3, "Service desk L1"),
    _Hand("Lena", "Fischer", 3, "nl", _EIGHT + 30, 17 * 60, (), 0.75, 0.2, "Systems and projects engineer"),
    _Hand("Dev", "Patel", 3, "en", _NINE, 17 * 60 + 30, (4,), 0.55, 0.33, "Network engineer"),
)

_ROLES_OF_LEVEL = {
    1: (Role.LEVEL_1,),
    2: (Role.LEVEL_2, Role.LEVEL_1),
    3: (Role.ENGINEER, Role.PROJECT),
}
_QUEUES_OF_LEVEL = {
    1: (Queue.LEVEL_1, Queue.PORTAL, Queue.TRIAGE, Queue.MONITORING),
    2: (Queue.LEVEL_2, Queue.LEVEL_1, Queue.MONITORING, Queue.MAINTENANCE),
    3: (Queue.LEVEL_2, Queue.PROJECTS, Queue.MAINTENANCE, Queue.POST_SALE),
}


def _more_hands(count: int) -> list[_Hand]:
    """Names and habits for the crews of the larger sizes."""
    names = packaged("names")["people"]
    rng = stream("crew")
    hands = []
    for number in range(count):
        home = "nl" if number % 2 else "en"
        level = 1 + (number % 5 > 2) + (number % 5 == 4)
        first, last = rng.choice(names[home]["first"]), rng.choice(names[home]["last"])
        opens = rng.choice((_EIGHT, _EIGHT + 30, _NINE))
        free = (rng.randrange(5),) if rng.random() < 0.25 else ()
        prompt = rng.uniform(0.5, 0.95)
        late = (1 - prompt) * 0.75
        title = {1: "Service desk L1", 2: "Support engineer L2", 3: "Systems engineer"}[level]
        hands.append(_Hand(first, last, level, home, opens, opens + 510, free, prompt, late, title))
    return hands


def build_techs(seed: int, count: int, places: Places) -> list[Tech]:
    """The crew in the order of their ids."""
    hands = [*_CREW[:count], *_more_hands(count - len(_CREW))]
    techs = []
    for number, hand in enumerate(hands):
        office = places.offices[hand.home]
        weekly: list[DaySpan] = [
            None if day > 4 or day in hand.free_days else (hand.opens, hand.closes) for day in range(7)
        ]
        hours = Hours(office.hours.zone_name, weekly, (day for day, _ in office.holidays))
        techs.append(
            Tech(
                id=FIRST_TECH + number,
                first=hand.first,
                last=hand.last,
                level=hand.level,
                home=hand.home,
                hours=hours,
                lunch=12 * 60 + 15 * (number % 4),
                prompt=hand.prompt,
                late=hand.late,
                rng=stream(seed, "tech", number),
                roles=tuple(int(role) for role in _ROLES_OF_LEVEL[hand.level]),
                queues=tuple(int(queue) for queue in _QUEUES_OF_LEVEL[hand.level]),
                availability=tuple(0.0 if span is None else (span[1] - span[0] - 30) / 60 for span in weekly),
                full_time=sum(span is not None for span in weekly) == 5,
                title=hand.title,
                office=office,
            )
        )
    return techs


def _resource(number: int, first: str, last: str, title: str, office: int, **more: object) -> dict[str, object]:
    mailbox = "".join(c for c in f"{first}.{last}".lower().replace("ń", "n") if c.isascii() and c not in " '")
    return {
        "id": number,
        "firstName": first,
        "lastName": last,
        "initials": first[0] + last[0],
        "email": f"{mailbox}@{DOMAIN}",
        "emailTypeCode": "PRIMARY",
        "userName": mailbox,
        "isActive": True,
        "title": title,
        "locationID": office,
        "licenseType": 1,
        "userType": 1,
        "payrollType": 1,
        "resourceType": "Employee",
        "numberFormat": "X,XXX.XX",
        "dateFormat": "dd/MM/yyyy",
        "timeFormat": "HH:mm",
        "hireDate": date_stamp(date(2019, 1 + number % 12, 1 + number % 28)),
        "internalCost": 38.0 + number % 5 * 4,
        "officePhone": f"+31 20 555 0{number % 1000:03}" if office == 1 else f"+44 20 7946 0{number % 1000:03}",
        **more,
    }


def write_people(ledger: Ledger, techs: list[Tech]) -> None:
    """Resources with what hangs on them: roles, queues, departments, weekly availability."""
    ledger.insert("Resources", _resource(OWNER, "Pieter", "Hoekstra", "Managing director", 1))
    ledger.insert("Resources", _resource(COORDINATOR, "Ines", "Castellan", "Service coordinator", 1))
    api = {"licenseType": 7, "resourceType": "API"}
    named = {"email": API_USER_NAME, "userName": API_USER_NAME}
    ledger.insert("Resources", _resource(API_USER, "Servicedeck", "API", "API user", 1, **api, **named))
    ledger.insert("Resources", _resource(RMM_USER, "RMM", "Integration", "API user", 1, **api))
    left = _resource(FIRST_TECH - 7, "Corné", "Verbeek", "Service desk L1", 1, isActive=False)
    ledger.insert("Resources", left)
    _hold_roles(ledger, COORDINATOR, (int(Role.COORDINATOR),), (int(Queue.TRIAGE), int(Queue.PORTAL)), DEPARTMENT)
    _available(ledger, COORDINATOR, (8.0,) * 5 + (0.0, 0.0))
    for tech in techs:
        more = {"defaultServiceDeskRoleID": tech.role}
        ledger.insert("Resources", _resource(tech.id, tech.first, tech.last, tech.title, tech.office.id, **more))
        department = PROJECT_DEPARTMENT if tech.level == 3 else DEPARTMENT
        _hold_roles(ledger, tech.id, tech.roles, tech.queues, department)
        _available(ledger, tech.id, tech.availability)


def _hold_roles(
    ledger: Ledger, resource: int, roles: tuple[int, ...], queues: tuple[int, ...], department: int
) -> None:
    for place, role in enumerate(roles):
        held = {"resourceID": resource, "roleID": role, "isActive": True}
        ledger.insert("ResourceServiceDeskRoles", {**held, "isDefault": place == 0})
        department_role = {**held, "departmentID": department}
        ledger.insert("ResourceRoles", dict(department_role))
        ledger.insert(
            "ResourceRoleDepartments", {**department_role, "isDefault": place == 0, "isDepartmentLead": False}
        )
        for queue in queues:
            ledger.insert("ResourceRoles", {**held, "queueID": queue})
    for queue in queues:
        ledger.insert("ResourceRoleQueues", {"resourceID": resource, "queueID": queue})


def _available(ledger: Ledger, resource: int, hours: tuple[float, ...]) -> None:
    record: dict[str, object] = {f"{name}AvailableHours": amount for name, amount in zip(DAYS, hours, strict=True)}
    goal = round(sum(hours) * 0.75, 1)
    ledger.insert("ResourceDailyAvailabilities", {"resourceID": resource, "weeklyBillableHoursGoal": goal, **record})


_ROLE_ROWS = (
    (Role.COORDINATOR, "Service Coordinator", 75.0),
    (Role.LEVEL_1, "Service Desk L1", 85.0),
    (Role.LEVEL_2, "Support Engineer L2", 110.0),
    (Role.ENGINEER, "Senior Engineer", 140.0),
    (Role.PROJECT, "Project Engineer", 150.0),
    (Role.MANAGER, "Service Manager", 150.0),
)
_WORK_ROWS = (
    (WorkType.REMOTE, "Remote Support", 1, 0, True),
    (WorkType.ONSITE, "Onsite Support", 1, 0, True),
    (WorkType.AFTER_HOURS, "After Hours Support", 1, 0, True),
    (WorkType.PROJECT, "Project Labor", 1, 0, True),
    (WorkType.MAINTENANCE, "Preventive Maintenance", 1, 0, True),
    (WorkType.NO_CHARGE, "No Charge", 1, 2, True),
    (29682806, "Emergency (old rate)", 1, 0, False),
    (WorkType.INTERNAL_MEETING, "Internal Meeting", 3, 2, True),
    (WorkType.INTERNAL_TRAINING, "Training", 3, 2, True),
    (WorkType.INTERNAL_ADMIN, "Internal Administration", 3, 2, True),
    (WorkType.HARDWARE, "Hardware", 4, 0, True),
    (WorkType.TRAVEL_EXPENSE, "Mileage", 2, 0, True),
)
_CATEGORY_ROWS = (
    (Category.STANDARD, "Standard", True),
    (Category.RMM_ALERT, "Datto RMM (AEM) Alert", True),
    (Category.BACKUP_ALERT, "Datto (BDR) Alert", True),
    (Category.RMA, "RMA", True),
    (Category.SERVICE_REQUEST, "Service Request", True),
    (Category.USER_CHANGE, "User On/Offboarding", True),
    (Category.INSTALL, "Install", True),
    (Category.MAINTENANCE, "Maintenance", True),
    (Category.PROJECT, "Project Ticket", True),
    (106, "Legacy import", False),
)


def write_lists(ledger: Ledger) -> None:
    """Roles, work types and ticket categories: lists of the tenant that are entities of their own."""
    for role, name, rate in _ROLE_ROWS:
        ledger.insert(
            "Roles",
            {"id": int(role), "name": name, "hourlyRate": rate, "hourlyFactor": 1.0, "isActive": True,
             "isSystemRole": False},
        )  # fmt: skip
    for code, name, use, kind, active in _WORK_ROWS:
        after = int(WorkType.AFTER_HOURS) if code in (WorkType.REMOTE, WorkType.ONSITE) else None
        ledger.insert(
            "BillingCodes",
            {
                "id": int(code),
                "name": name,
                "useType": use,
                "billingCodeType": kind,
                "isActive": active,
                "unitCost": 0.0,
                "unitPrice": 0.0,
                "afterHoursWorkType": after,
            },
        )
    for category, name, active in _CATEGORY_ROWS:
        ledger.insert(
            "TicketCategories",
            {
                "id": int(category),
                "name": name,
                "isActive": active,
                "isApiOnly": False,
                "isGlobalDefault": category == Category.STANDARD,
                "displayColorRGB": 1 + int(category) % 8,
            },
        )
