"""How Lead looks. A picture that differs is either a fault or a new baseline; look at it before choosing."""

from tests.tui.pictures import SMALL, Pictures
from tests.tui.test_lead import Staffed


async def test_lead(pictures: Pictures) -> None:
    await pictures(Staffed(), "3", "j")


async def test_the_entries_of_one(pictures: Pictures) -> None:
    await pictures(Staffed(), "3", "j", "j", "enter", sizes=(SMALL,))
