"""How Dispatch looks. A picture that differs is either a fault or a new baseline; look at it before choosing."""

from tests.tui.handed import Handed
from tests.tui.pictures import SMALL, Pictures
from tests.tui.world import at, ticket


async def test_dispatch(pictures: Pictures) -> None:
    keys = ("2", "j", "j", "space", "j", "space")
    await pictures(Handed(), *keys)


async def test_nothing_needs_a_hand(pictures: Pictures) -> None:
    calm = Handed(tickets=[ticket(31, "VPN", create_date=at("09:30"), last_activity_date=at("09:35"))])
    await pictures(calm, "2")


async def test_assigning(pictures: Pictures) -> None:
    await pictures(Handed(), "2", "j", "j", "a", sizes=(SMALL,))


async def test_a_new_promise(pictures: Pictures) -> None:
    keys = ("2", "j", "d", *"17:00", "tab", *"The part comes at noon.", "ctrl+t")
    await pictures(Handed(), *keys, sizes=(SMALL,))
