"""How people and machines put things: slots filled, mails with greetings and signatures, and the mess they make."""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import cache

from sandbox.world.companies import Company, Contact, Device
from sandbox.world.labels import Source
from sandbox.world.scenarios import Scenario
from sandbox.world.texts import packaged


@cache
def pool(section: str, key: str) -> tuple[str, ...]:
    """One list of the common phrases."""
    return tuple(packaged("phrases")[section][key])


class Slots(dict[str, str]):
    """The words of one ticket, each drawn when it is first needed and the same ever after."""

    def __init__(
        self,
        rng: random.Random,
        scenario: Scenario,
        company: Company,
        contact: Contact | None,
        device: Device | None,
        created: datetime,
    ) -> None:
        super().__init__(company=company.name, short=company.short, domain=company.domain)
        self._rng = rng
        self._scenario = scenario
        self._company = company
        self._created = created
        if contact is not None:
            self.update(first=contact.first, last=contact.last, name=contact.name, mail=contact.email,
                        phone=contact.phone, title=contact.title)  # fmt: skip
        if device is not None:
            self["device"] = device.name

    def __missing__(self, key: str) -> str:
        own = self._scenario.slots.get(key)
        value = self._rng.choice(own) if own else self._draw(key)
        if "{" in value:
            value = value.format_map(self)
        self[key] = value
        return value

    def _draw(self, key: str) -> str:
        rng, company = self._rng, self._company
        if key in _DEVICE_SLOTS:
            kind = _DEVICE_SLOTS[key]
            devices = company.devices.get(kind) or company.devices["workstation"]
            return rng.choice(devices).name
        match key:
            case "first" | "name":
                return rng.choice(("someone at reception", "a colleague"))
            case "phone":
                return f"+44 1632 960{rng.randrange(1000):03}"
            case "colleague":
                return rng.choice(company.contacts).name
            case "newname":
                names = packaged("names")["people"][company.office.home]
                return f"{rng.choice(names['first'])} {rng.choice(names['last'])}"
            case "app":
                return rng.choice(company.apps)
            case "site":
                return rng.choice(company.sites)[1].lower()
            case "n" | "num" | "pct" | "big":
                return str(rng.randrange(*_NUMBER_SLOTS[key]))
            case "time":
                return f"{rng.randrange(8, 18)}:{rng.choice(('00', '05', '10', '15', '20', '30', '40', '45', '50'))}"
            case "day" | "date" | "month":
                return self._when(key)
            case "code":
                return f"0x8{rng.getrandbits(28):07X}"
            case "case":
                return f"{rng.choice(('CAS-', 'SR-', '#'))}{rng.randrange(100_000, 999_999)}"
            case "ip":
                return f"10.{rng.randrange(10, 60)}.{rng.randrange(1, 9)}.{rng.randrange(10, 250)}"
            case _:
                pools = packaged("phrases")["slots"]
                return str(rng.choice(pools[key]))

    def _when(self, key: str) -> str:
        words = packaged("phrases")["calendar"][self._scenario.tongue]
        if key == "month":
            ahead = self._created + timedelta(days=14)
            return f"{words['months'][ahead.month - 1]} {ahead.year}"
        day = self._created + timedelta(days=self._rng.randrange(2, 16))
        if day.weekday() > 4:
            day += timedelta(days=2)
        weekday = str(words["days"][day.weekday()])
        return weekday if key == "day" else f"{weekday} {day.day} {words['months'][day.month - 1]}"


_NUMBER_SLOTS = {"n": (2, 9), "num": (11, 96), "pct": (91, 100), "big": (120, 980)}
_EMPTY_WORDS = frozenset(
    {"since", "please", "with", "from", "that", "this", "have", "does", "compan", "device", "name", "collea"}
    | {"date", "time", "room", "error", "site"}
)
"""Words, cut to six letters, that say nothing about the matter of a ticket."""

_DEVICE_SLOTS = {"server": "server", "printer": "printer", "firewall": "firewall", "switch": "switch", "ap": "ap",
                 "nas": "nas", "pc": "workstation", "device": "workstation"}  # fmt: skip


def fill(text: str, slots: Slots) -> str:
    """A template with its slots filled."""
    return text.format_map(slots) if "{" in text else text


@cache
def _words_of(template: str) -> frozenset[str]:
    """The words that carry a template's matter, slot names among them."""
    return frozenset(word[:6] for word in re.findall(r"\w{4,}", template.lower())) - _EMPTY_WORDS


def fitting(templates: Sequence[str], title: str, rng: random.Random) -> str | None:
    """The template that shares most words with a title's; None when none shares any."""
    matter = _words_of(title)
    best = max((len(matter & _words_of(text)) for text in templates), default=0)
    if not best:
        return None
    return rng.choice([text for text in templates if len(matter & _words_of(text)) == best])


def title_of(scenario: Scenario, slots: Slots, rng: random.Random, recent: Collection[str]) -> tuple[str, str]:
    """A title and its template; a stubborn double gets a word that tells it apart, as coordinators add one."""
    for _ in range(4):
        template = rng.choice(scenario.titles)
        text = fill(template, slots)
        text = text[:1].upper() + text[1:]
        if text not in recent:
            break
    else:
        apart = slots["device"] if scenario.device else slots["name"]
        text = f"{text} ({apart})"
    if len(text) < 20:
        text = f"{text} - {slots['company']}"
    return text[:90].rstrip(), template


def opening_text(
    scenario: Scenario, slots: Slots, rng: random.Random, source: int, contact: Contact | None, template: str
) -> str:
    """The description of a new ticket, about what its title says, shaped by the way it came in."""
    machine = source in (Source.MONITORING, Source.RECURRING) or contact is None
    words = fitting(scenario.bodies, template, rng)
    if words is None and (machine or scenario.flow == "U"):
        words = rng.choice(scenario.bodies)
    if words is None:
        rest = rng.choice(pool("shapes", f"rest_{scenario.tongue}"))
        words = template + (rest.lstrip(".,") if template[-1] in "?!" else rest)
    body = fill(words, slots)
    if machine or contact is None:
        return body
    if source == Source.PHONE:
        return _around(rng.choice(pool("shapes", "phone")), body, slots)
    if source in (Source.CHAT, Source.IN_PERSON):
        return _around(rng.choice(pool("shapes", "short")), body, slots)
    if source == Source.PORTAL:
        return _around(rng.choice(pool("shapes", "portal")), body, slots)
    text = mail(body, rng, contact, slots, scenario.tongue)
    return _mess(text, rng, slots)


def _around(shape: str, body: str, slots: Slots) -> str:
    """A shape of text with the words of the customer inside, whatever braces these hold."""
    before, _, after = shape.partition("{body}")
    return fill(before, slots) + body + fill(after, slots)


def mail(body: str, rng: random.Random, contact: Contact, slots: Slots, tongue: str = "en") -> str:
    """A mail around a body: greeting, closing, and the signature of its writer."""
    greeting = fill(rng.choice(pool("greetings", tongue)), slots)
    closing = rng.choice(pool("closings", tongue))
    draw = rng.random()
    if draw < 0.45:
        signature = f"{contact.name}\n{contact.title} | {slots['company']}\nT {contact.phone}"
    elif draw < 0.6:
        signature = f"{contact.first}\n\n{rng.choice(pool('shapes', 'mobile'))}"
    else:
        signature = contact.first
    text = f"{greeting}\n\n{body}\n\n{closing}\n{signature}"
    if draw > 0.9:
        text += f"\n\n{fill(rng.choice(pool('shapes', 'disclaimer')), slots)}"
    return text


def _mess(text: str, rng: random.Random, slots: Slots) -> str:
    """What mail is really like: one in six comes shouted, mistyped, or at the end of a chain."""
    draw = rng.random()
    if draw < 0.04:
        return text.upper()
    if draw < 0.10:
        return mistyped(text, rng)
    if draw < 0.16:
        return _around(rng.choice(pool("shapes", "forward")), text.replace("\n", "\n> "), slots)
    if draw < 0.2:
        return _around(rng.choice(pool("shapes", "thread")), text, slots)
    return text


def mistyped(text: str, rng: random.Random) -> str:
    """The text as typed in haste: some neighbouring letters swapped, some lost."""
    letters = list(text)
    for _ in range(max(2, len(letters) // 60)):
        place = rng.randrange(len(letters) - 1)
        if letters[place].isalpha() and letters[place + 1].isalpha():
            if rng.random() < 0.6:
                letters[place], letters[place + 1] = letters[place + 1], letters[place]
            else:
                letters[place] = ""
    return "".join(letters)
