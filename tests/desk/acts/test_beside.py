"""What hangs on a ticket and no pull brings is read when somebody looks at it, and not again at once."""

from typing import Any

from autotask.entities import AttachmentInfo, Contact, TicketAdditionalContact, TicketNote
from desk.acts.beside import FRESH_SECONDS, Beside, Found, beside_from
from tests.desk.acts.bench import bench
from tests.desk.shop import LENA, NORTHWIND, Shop, at, ticket

MO = 778


async def test_further_contacts_and_files_are_told_where_somebody_looks(shop: Shop) -> None:
    mo = Contact(id=MO, company_id=NORTHWIND, first_name="Mo", last_name="Khan", is_active=1)
    note = TicketNote(id=71, ticket_id=1, description="See the screen", created_by_contact_id=LENA, publish=1)
    async with bench(shop, ticket(1), mo, note) as b:
        asked = 0

        async def reach() -> Any:
            nonlocal asked
            asked += 1
            return b.server

        beside = Beside(b.acts.known, beside_from(reach), b.machine.now)  # type: ignore[attr-defined]
        b.server.put(TicketAdditionalContact(id=5, ticket_id=1, contact_id=MO))
        b.server.put(AttachmentInfo(id=8, ticket_note_id=71, full_path="C:\\temp\\screen.png", file_size=1_200_000.0))
        b.server.put(AttachmentInfo(id=9, ticket_note_id=72, full_path="of another ticket"))
        assert await beside.read(1)
        public = (await b.acts.note_form(1)).audiences[-1]
        assert public.says.startswith("PUBLIC: Lena Ortiz, Mo Khan read it in the portal; ")
        detail = await b.desk.detail(1)
        assert detail is not None
        assert [(file.name, file.size, file.note_id) for file in detail.files] == [("screen.png", 1_200_000, 71)]
        assert detail.further_contacts == ("Mo Khan",)

        assert not await beside.read(1)
        assert asked == 1
        await b.following.put(ticket(1, last_activity_date=at("09:40")))
        assert await beside.read(1), "a file may have come"
        b.machine.seconds += FRESH_SECONDS
        assert await beside.read(1)


async def test_without_an_answer_what_was_read_before_stays(shop: Shop) -> None:
    async with bench(shop, ticket(1), TicketAdditionalContact(id=5, ticket_id=1, contact_id=LENA)) as b:

        async def silent(*_: object) -> Found:
            raise TimeoutError

        for fresh in (None, silent):
            assert not await Beside(b.acts.known, fresh, b.machine.now).read(1)  # type: ignore[attr-defined]
        assert (await b.desk.detail(1)).further_contacts == ("Lena Ortiz",)  # type: ignore[union-attr]
