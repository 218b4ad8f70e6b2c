"""Who "me" is: a person writes what they know of themselves, the desk finds the resource."""

from collections.abc import Iterable
from difflib import get_close_matches

from autotask.entities import Resource
from desk.model import Person


class UnknownPerson(Exception):
    """No resource answers to the name, or more than one does. The message lists what comes near."""


def person(resource: Resource) -> Person:
    """What the screens see of a resource."""
    name = " ".join(part for part in (resource.first_name, resource.last_name) if part)
    return Person(
        id=resource.id,
        name=name or resource.user_name or resource.email or f"resource {resource.id}",
        email=resource.email or "",
        user_name=resource.user_name or "",
        active=resource.is_active is not False,
        location_id=resource.location_id,
    )


def find_person(text: str, people: Iterable[Person]) -> Person:
    """The person that `text` names: by id, e-mail, user name or "First Last", whatever the case.

    Active people win over inactive ones of the same name.

    Raises:
        UnknownPerson: nobody is named so, or several are.
    """
    wanted = _folded(text)
    everybody = sorted(people, key=lambda one: (not one.active, one.name.casefold(), one.id))
    for name in _NAMES:
        found = [one for one in everybody if name(one) == wanted]
        if active := [one for one in found if one.active]:
            found = active
        if len(found) == 1:
            return found[0]
        if found:
            raise UnknownPerson(f'{len(found)} people are called "{text}": {_listed(found)}. Use an e-mail or an id.')
    raise UnknownPerson(_nobody(text, wanted, everybody))


def answers_to(one: Person, text: str) -> bool:
    """Whether `text` is one of a person's names."""
    wanted = _folded(text)
    return any(name(one) == wanted for name in _NAMES)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _by_id(one: Person) -> str:
    return str(one.id)


def _by_email(one: Person) -> str:
    return one.email.casefold()


def _by_user_name(one: Person) -> str:
    return one.user_name.casefold()


def _by_name(one: Person) -> str:
    return one.name.casefold()


_NAMES = (_by_id, _by_email, _by_user_name, _by_name)
"""What a person is called by, surest first."""


def _nobody(text: str, wanted: str, people: list[Person]) -> str:
    if not people:
        return f'No resource can be "{text}": the copy holds no resources yet.'
    words: dict[str, Person] = {}
    for one in people:
        for word in (_by_name(one), _by_email(one), _by_user_name(one), *_by_name(one).split()):
            words.setdefault(word, one)
    near = [words[match] for match in get_close_matches(wanted, words, n=6, cutoff=0.6)]
    near += [one for word, one in words.items() if wanted and word.startswith(wanted)]
    if not near:
        return f'No resource is called "{text}". Write an e-mail, a user name, "First Last" or an id.'
    return f'No resource is called "{text}". Near: {_listed(list(dict.fromkeys(near))[:5])}.'


def _listed(people: list[Person]) -> str:
    return ", ".join(f"{one.name} ({one.email or one.id})" for one in people)
