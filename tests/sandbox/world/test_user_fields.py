"""The tenant has user-defined fields, and some of its records carry them."""

from __future__ import annotations

from sandbox.store import Store
from sandbox.world.user_fields import ENDPOINTS, PLAN, VENDOR_CASE, VIP


def test_every_company_names_its_plan_and_managed_ones_their_endpoints(small: Store) -> None:
    companies = [row["userDefinedFields"] for row in small.select("Companies", "id <> 0")]

    assert {own[PLAN] for own in companies} == {"Gold", "Standard", "Block", "None"}
    assert all((own[ENDPOINTS] is not None) == (own[PLAN] in ("Gold", "Standard")) for own in companies)


def test_directors_are_marked_as_very_important(small: Store) -> None:
    contacts = small.select("Contacts")

    marked = {row["id"] for row in contacts if row["userDefinedFields"].get(VIP) == "Yes"}
    assert marked == {row["id"] for row in contacts if row["title"] == "Director"}


def test_a_ticket_that_waited_for_a_supplier_carries_the_suppliers_number(small: Store) -> None:
    waiting = small.select("Tickets", "status = 12")

    assert waiting
    assert all(row["userDefinedFields"][VENDOR_CASE].startswith("V-") for row in waiting)
