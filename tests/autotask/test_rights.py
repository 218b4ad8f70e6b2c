"""What a tenant says about the rights of the API user, in the shapes in which it is known to say it."""

import json

import pytest

from autotask.metadata import Rights, read_rights
from autotask.pages import Unreadable


def told(**info: object) -> bytes:
    return json.dumps({"info": {"name": "Ticket", **info}}).encode()


@pytest.mark.parametrize(
    ("access", "given"),
    [
        ("All", True),
        ("Restricted", True),
        ("None", False),
        ("none", False),
        (1, True),
        (2, True),
        (0, False),
        (None, True),
    ],
)
def test_access_comes_as_a_word_or_as_its_number(access: object, given: bool) -> None:
    rights = read_rights(told(canCreate=True, canUpdate=True, canDelete=True, userAccessForUpdate=access))
    assert rights == Rights(create=True, update=given, delete=True)


def test_what_the_collection_cannot_do_at_all_nobody_may() -> None:
    rights = read_rights(told(canCreate=False, userAccessForCreate="All"))
    assert rights == Rights(create=False, update=True, delete=True)


@pytest.mark.parametrize("body", [b"{}", b'{"info": 3}', b"[]", b'{"info": {"canCreate": "perhaps"}}'])
def test_an_answer_without_rights_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read_rights(body)
