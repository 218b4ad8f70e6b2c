"""Who "me" is."""

import pytest

from desk.model import Person
from desk.people import UnknownPerson, find_person, person
from tests.desk.shop import PEOPLE, resource

EVERYBODY = tuple(person(one) for one in PEOPLE)


@pytest.mark.parametrize("text", ["11", "ana@desk.example", "ANA@Desk.Example", "aruiz", "Ana Ruiz", "  ana   ruiz "])
def test_a_person_is_found_by_whatever_they_know_of_themselves(text: str) -> None:
    assert find_person(text, EVERYBODY).id == 11


@pytest.mark.parametrize(
    ("text", "near"), [("ana@desk.exampel", "Ana Ruiz"), ("Ana", "Ana Ruiz"), ("bcolle", "Ben Cole")]
)
def test_an_unknown_name_lists_those_that_come_near(text: str, near: str) -> None:
    with pytest.raises(UnknownPerson, match=near):
        find_person(text, EVERYBODY)


def test_a_name_like_nobody_says_what_can_be_written() -> None:
    with pytest.raises(UnknownPerson, match="Write an e-mail"):
        find_person("zzzz", EVERYBODY)


def test_two_people_of_one_name_are_told_apart_by_their_addresses() -> None:
    twin = person(resource(99, "Ana", "Ruiz", email="ana2@desk.example", user_name="aruiz2"))
    with pytest.raises(UnknownPerson, match=r"2 people.*ana2@desk\.example"):
        find_person("Ana Ruiz", (*EVERYBODY, twin))


def test_who_still_works_here_wins_over_who_does_not() -> None:
    gone = person(resource(99, "Ana", "Ruiz", is_active=False, email="old@desk.example"))
    assert find_person("Ana Ruiz", (gone, *EVERYBODY)).id == 11


def test_an_empty_copy_is_said_to_be_empty() -> None:
    with pytest.raises(UnknownPerson, match="no resources yet"):
        find_person("ana", ())


def test_a_nameless_resource_is_still_called_something() -> None:
    assert person(resource(7, "X", "Y", first_name=None, last_name=None)).name == "xy"
    assert person(resource(7, "X", "Y", first_name="", last_name="", user_name=None, email=None)) == Person(
        7, "resource 7", "", "", location_id=1
    )
